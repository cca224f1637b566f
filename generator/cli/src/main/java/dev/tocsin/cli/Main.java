package dev.tocsin.cli;

import dev.tocsin.generator.Targets;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where the process starts. The three commands that run in editors, hooks and loops are recognised
 * in their plainest spelling and run at once: loading picocli takes longer than checking a file.
 * All else, wrong usage included, is {@link Tocsin}'s.
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
        PrintWriter out = out();
        exit(PromqlLines.check(System.in, out, Set.of()), out);
      }
    }
    Tocsin.main(arguments);
  }

  /** Returns when the command line is not a plain one. */
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
      PrintWriter out = out();
      exit(
          rules
              ? RuleFiles.check(files, Targets.NEWEST, json, out)
              : ConfigFiles.PLAIN.check(files, json, out),
          out);
    }
  }

  private static PrintWriter out() {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8));
  }

  private static void exit(int code, PrintWriter out) {
    out.flush();
    System.exit(code);
  }
}
