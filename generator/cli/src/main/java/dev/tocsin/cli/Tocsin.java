package dev.tocsin.cli;

import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.function.IntSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line, {@code tocsin}. Commands exit with 0 on success, 1 if there are problems or
 * differences, and 2 if the arguments are invalid.
 */
@Command(
    name = "tocsin",
    description = "Alerting as code in Java, proven to work.",
    mixinStandardHelpOptions = true,
    versionProvider = Tocsin.Version.class,
    subcommands = {
      CheckCommand.class,
      DrillCommand.class,
      FormatCommand.class,
      GenerateCommand.class,
      ImportCommand.class,
      PromqlCommand.class,
      RoutesCommand.class
    })
public final class Tocsin implements Runnable {
  static final int DONE = 0;
  static final int PROBLEMS = 1;
  static final int WRONG_USAGE = 2;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  /** Created by {@link #main}. */
  public Tocsin() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(run(Output.standard(), Output.standardError(), arguments));
  }

  /** Runs a command and returns the exit code of the process. */
  static int run(Output out, Output err, String... arguments) {
    PrintWriter print = out.writer(true);
    PrintWriter complain = err.writer(true);
    int code = run(print, complain, arguments);
    print.flush();
    complain.flush();
    return Output.exitCode(code, out, err);
  }

  /** Runs a command and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return guarded(
        err,
        () ->
            new CommandLine(new Tocsin())
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler(Tocsin::wrongUsage)
                .setExecutionExceptionHandler(
                    (failure, command, parsed) -> {
                      command.getErr().println("tocsin: " + message(failure));
                      return PROBLEMS;
                    })
                .execute(arguments));
  }

  /** Returns a command's exit code; prints a message if the heap or the stack is too small. */
  static int guarded(PrintWriter err, IntSupplier command) {
    try {
      return command.getAsInt();
    } catch (OutOfMemoryError e) {
      err.println("tocsin: the input does not fit into the Java heap: " + e.getMessage());
      err.println("    fix: split the input, or set JAVA_TOOL_OPTIONS=-Xmx4g");
    } catch (StackOverflowError e) {
      err.println("tocsin: the input is nested too deeply");
      err.println("    fix: reduce the nesting, or set JAVA_TOOL_OPTIONS=-Xss64m");
    }
    err.flush();
    return PROBLEMS;
  }

  /** Prints what is wrong with the arguments, and the correct call or the usage. */
  private static int wrongUsage(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(wrong.getMessage());
    List<String> calls = RightCall.of(command.getCommandName(), arguments);
    if (!calls.isEmpty()) {
      calls.forEach(call -> err.println("fix: " + call));
    } else if (!UnmatchedArgumentException.printSuggestions(wrong, err)) {
      command.usage(err);
    }
    err.flush();
    return WRONG_USAGE;
  }

  /** The message to print for a failure; the exception's name where it has no message. */
  private static String message(Exception failure) {
    String message = failure.getMessage();
    String kind = failure.getClass().getSimpleName();
    return failure instanceof FileSystemException || message == null
        ? kind + (message == null ? "" : ": " + message)
        : message;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "missing command: see the list below");
  }

  /** Reads the version from the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Tocsin.class.getPackage().getImplementationVersion();
      return new String[] {"tocsin " + (version == null ? "(not packaged)" : version)};
    }
  }
}
