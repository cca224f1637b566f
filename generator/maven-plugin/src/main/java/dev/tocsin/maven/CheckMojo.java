package dev.tocsin.maven;

import dev.tocsin.generator.Batch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Fails, with a diff, when the files are not what the module's definitions say. It is part of
 * {@code mvn verify}.
 */
@Mojo(
    name = "check",
    defaultPhase = LifecyclePhase.VERIFY,
    requiresDependencyResolution = ResolutionScope.RUNTIME,
    threadSafe = true)
public final class CheckMojo extends DefinitionsMojo {
  /** Made by Maven. */
  public CheckMojo() {}

  @Override
  void use(Batch batch, Path output) throws IOException, MojoFailureException {
    List<String> diff = batch.files().differencesTo(output);
    if (!diff.isEmpty()) {
      diff.forEach(getLog()::error);
      throw new MojoFailureException(
          "The files in "
              + shown(output)
              + " are not what the definitions say (the diff is above): run `mvn generate`, and"
              + " commit what changed.");
    }
    getLog()
        .info(
            batch.files().texts().size()
                + " files in "
                + shown(output)
                + " are what the definitions say.");
  }

  @Override
  void nothingDefined() {
    getLog().debug("No definitions in this module.");
  }
}
