package dev.tocsin.maven;

import dev.tocsin.generator.Batch;
import dev.tocsin.generator.files.Generated;
import dev.tocsin.generator.files.GeneratedFiles;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.maven.plugins.annotations.Execute;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Writes the files that the module's definitions describe: {@code mvn generate}. */
@Mojo(name = "generate", requiresDependencyResolution = ResolutionScope.RUNTIME, threadSafe = true)
@Execute(phase = LifecyclePhase.PROCESS_CLASSES)
public final class GenerateMojo extends DefinitionsMojo {
  /** Created by Maven. */
  public GenerateMojo() {}

  @Override
  void use(Batch batch, Path output) throws IOException {
    GeneratedFiles.Changes changes = batch.files().writeTo(output);
    changes.lines(path -> shown(output.resolve(path))).forEach(getLog()::info);
    if (changes.none()) {
      getLog().info("The files in " + shown(output) + " are what the definitions say.");
    }
    for (Generated generated : batch.generated()) {
      getLog().info(generated.summary());
    }
  }

  @Override
  void nothingDefined() {
    String nothing = "No public class of this module implements dev.tocsin.dsl.model.Monitoring";
    if (isAlone()) {
      getLog().warn(nothing + ": nothing is generated; fix: make the definition a public class");
    } else {
      getLog().info(nothing + ".");
    }
  }
}
