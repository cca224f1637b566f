package dev.tocsin.cli;

import dev.tocsin.generator.check.Targets;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where the process starts. The three commands that run in editors, hooks and loops are recognised
 * in their simplest form and run directly, because loading picocli takes longer than checking a
 * file. {@link Tocsin} handles everything else, including invalid arguments.
 */
public final class Main {
  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length >= 2) {
      if (arguments[0].equals("check") && arguments[1].equals("rules")) {
        check(arguments, true);
      } else if (arguments[0].equals("check") && arguments[1].equals("config")) {
        check(arguments, false);
      } else if (arguments.length == 2
          && arguments[0].equals("promql")
          && arguments[1].equals("check")) {
        Output out = Output.standard();
        PrintWriter writer = out.writer(false);
        exit(PromqlLines.check(System.in, writer, Set.of()), out, writer);
      }
    }
    Tocsin.main(arguments);
  }

  /** Returns if the command line is not in its simplest form. */
  private static void check(String[] arguments, boolean rules) {
    List<Path> files = new ArrayList<>();
    boolean json = false;
    for (int i = 2; i < arguments.length; i++) {
      if (arguments[i].equals("--format")
          && i + 1 < arguments.length
          && arguments[i + 1].equals("json")) {
        json = true;
        i++;
      } else if (arguments[i].startsWith("-") || arguments[i].startsWith("@")) {
        return;
      } else {
        try {
          files.add(Path.of(arguments[i]));
        } catch (InvalidPathException e) {
          return;
        }
      }
    }
    if (!files.isEmpty()) {
      Output out = Output.standard();
      PrintWriter writer = out.writer(false);
      boolean asJson = json;
      exit(
          Tocsin.guarded(
              new PrintWriter(System.err, true, StandardCharsets.UTF_8),
              () ->
                  rules
                      ? RuleFiles.check(files, Targets.NEWEST, asJson, writer)
                      : ConfigFiles.PLAIN.check(files, asJson, writer)),
          out,
          writer);
    }
  }

  private static void exit(int code, Output out, PrintWriter writer) {
    writer.flush();
    System.exit(Output.exitCode(code, out, Output.standardError()));
  }
}
