package dev.tocsin.cli;

import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.fmt.Formatter;
import dev.tocsin.generator.input.InputFile;
import dev.tocsin.generator.io.AtomicWrite;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tocsin fmt}: the canonical form of rule files and configurations. */
@Command(
    name = "fmt",
    description = {
      "Formats rule files and Alertmanager configurations: sorts fields into one"
          + " order, replaces deprecated spellings, and quotes only where YAML requires it.",
      "The meaning does not change and comments are kept. An unknown field is an"
          + " error. Exits with 0 on success, and with 1 if a file has errors or, with"
          + " --check, if a file is not formatted."
    },
    mixinStandardHelpOptions = true)
final class FormatCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files to format.")
  private List<Path> files = new ArrayList<>();

  @Option(names = "--write", description = "Write the formatted files instead of printing them.")
  private boolean write;

  @Option(
      names = "--check",
      description = "List the files that are not formatted, and write nothing.")
  private boolean check;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    int code = Tocsin.DONE;
    for (Path file : files) {
      byte[] bytes;
      try {
        bytes = InputFile.read(file, InputFile.Kind.YAML);
      } catch (IOException e) {
        err.println(InputFile.problem(file, InputFile.Kind.YAML, e));
        code = Tocsin.PROBLEMS;
        continue;
      }
      Formatter.Result result = Formatter.format(file.toString(), bytes);
      for (Problem problem : result.problems()) {
        err.println(problem);
      }
      if (result.text().isEmpty()) {
        code = Tocsin.PROBLEMS;
        continue;
      }
      byte[] formatted = result.text().get().getBytes(StandardCharsets.UTF_8);
      boolean same = Arrays.equals(formatted, bytes);
      if (check) {
        if (!same) {
          out.println(file + ": not formatted; fix: tocsin fmt --write " + file);
          code = Tocsin.PROBLEMS;
        }
      } else if (write) {
        if (!same) {
          try {
            AtomicWrite.replace(file, bytes, formatted);
            out.println(file + ": written");
          } catch (IOException e) {
            err.println("tocsin: " + e.getMessage());
            code = Tocsin.PROBLEMS;
          }
        }
      } else {
        out.print(result.text().get());
      }
    }
    out.flush();
    err.flush();
    return code;
  }
}
