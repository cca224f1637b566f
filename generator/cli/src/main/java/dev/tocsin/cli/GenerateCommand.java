package dev.tocsin.cli;

import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.Batch;
import dev.tocsin.generator.files.Generated;
import dev.tocsin.generator.files.GeneratedFiles;
import dev.tocsin.generator.load.DefinitionClassLoader;
import dev.tocsin.generator.load.Definitions;
import dev.tocsin.generator.load.Definitions.Defined;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tocsin generate}: writes the files of definitions, or prints how the disk differs. */
@Command(
    name = "generate",
    description = "Writes the files that the definitions describe.",
    mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {
  @Option(
      names = "--classpath",
      paramLabel = "CP",
      required = true,
      description = "Class path with the definitions, as for java.")
  private String classPath = "";

  @Option(
      names = "--definition",
      paramLabel = "CLASS",
      arity = "1..*",
      description =
          "Classes that implement dev.tocsin.dsl.model.Monitoring. Default: all such public classes"
              + " in the folders of the class path.")
  private List<String> definitions = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder of the generated files.")
  private Path out = Path.of("");

  @Option(
      names = "--check",
      description = "Write nothing; print a diff and exit with 1 if the files are out of date.")
  private boolean check;

  @Mixin private TargetOption target = new TargetOption();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    List<Path> entries = entries();
    PrintWriter print = spec.commandLine().getOut();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (DefinitionClassLoader loader = DefinitionClassLoader.over(entries)) {
      thread.setContextClassLoader(loader);
      Batch batch = ask(new Definitions(loader), entries);
      batch.problems().forEach(spec.commandLine().getErr()::println);
      if (Problem.anyError(batch.problems())) {
        return Tocsin.PROBLEMS;
      }
      if (batch.generated().isEmpty()) {
        throw new ParameterException(
            spec.commandLine(),
            "No public class in the folders of the class path implements"
                + " dev.tocsin.dsl.model.Monitoring: name one with --definition.");
      }
      return check ? compare(batch, print) : write(batch, print);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private Batch ask(Definitions asked, List<Path> entries) throws IOException {
    List<Defined> defined = new ArrayList<>();
    if (definitions.isEmpty()) {
      for (Path entry : entries) {
        defined.addAll(asked.below(entry));
      }
    } else {
      defined.addAll(asked.named(definitions));
    }
    return Batch.of(defined, asked.problems(), target.targets());
  }

  private int compare(Batch batch, PrintWriter print) throws IOException {
    List<String> diff = batch.files().differencesTo(out);
    diff.forEach(print::println);
    if (!diff.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println(
              "The files in "
                  + out
                  + " are not what the definitions say (see the diff above); fix: tocsin generate");
      return Tocsin.PROBLEMS;
    }
    print.println(
        batch.files().texts().size() + " files in " + out + " are what the definitions say.");
    return Tocsin.DONE;
  }

  private int write(Batch batch, PrintWriter print) throws IOException {
    GeneratedFiles.Changes changes = batch.files().writeTo(out);
    changes.lines(path -> out.resolve(path).toString()).forEach(print::println);
    if (changes.none()) {
      print.println("The files in " + out + " are what the definitions say.");
    }
    batch.generated().stream().map(Generated::summary).forEach(print::println);
    return Tocsin.DONE;
  }

  private List<Path> entries() {
    List<Path> entries = new ArrayList<>();
    for (String entry : classPath.split(Pattern.quote(File.pathSeparator))) {
      if (!entry.isEmpty()) {
        Path path = Path.of(entry);
        if (!Files.exists(path)) {
          throw new ParameterException(
              spec.commandLine(), "no such file or folder in --classpath: " + entry);
        }
        entries.add(path);
      }
    }
    return entries;
  }
}
