package dev.tocsin.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The service in a process of its own, as users have it: {@code java -jar}. */
final class Program implements AutoCloseable {

  static final Path JAR = Path.of(System.getProperty("inference.jar"));

  final Process process;
  private final Path errors;

  /**
   * Starts it.
   *
   * @param temp a folder for what it writes to its error stream
   * @param options of Java
   * @param arguments the service's own
   */
  Program(Path temp, List<String> options, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-jar", JAR.toString()));
    command.addAll(List.of(arguments));
    errors = Files.createTempFile(temp, "program", ".err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().remove("OMP_WAIT_POLICY");
    builder.environment().put("OMP_DISPLAY_ENV", "TRUE");
    process = builder.start();
  }

  /** Where it listens, once it is ready. */
  String url() throws IOException {
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = output.readLine();
    assertThat(line).as(errors()).startsWith("Ready at http://127.0.0.1:");
    return line.substring("Ready at ".length());
  }

  /** What it wrote to its error stream. */
  String errors() throws IOException {
    return Files.readString(errors);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
