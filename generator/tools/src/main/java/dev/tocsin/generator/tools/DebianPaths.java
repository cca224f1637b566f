package dev.tocsin.generator.tools;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Makes Debian's Alertmanager and amtool work without the system package.
 *
 * <p>Upstream, Alertmanager carries its default message templates in the binary. Debian instead
 * compiles in the folder {@value #COMPILED_IN}, and without the files there every configuration is
 * refused ("failed to parse templates"). No flag, variable or configuration entry changes that, and
 * creating the folder would need root.
 *
 * <p>So the one path is overwritten, byte for byte at the same length, with the name of an open
 * file descriptor ({@code /proc/self/fd/9}), and a small script opens the toolbox's own templates
 * there before it turns into the program. Nothing else in the program changes: neither the working
 * directory nor the process id, and the toolbox may be moved as a whole.
 */
final class DebianPaths {
  /** The folder that Debian compiles in. */
  static final String COMPILED_IN = "/usr/share/prometheus/alertmanager";

  private static final byte[] BEFORE = COMPILED_IN.getBytes(StandardCharsets.US_ASCII);
  private static final byte[] AFTER = descriptor();

  private DebianPaths() {}

  /** The program with the path replaced; empty if it does not contain the path. */
  static Optional<byte[]> redirect(byte[] program) {
    byte[] result = null;
    int at = indexOf(program, 0);
    while (at >= 0) {
      if (result == null) {
        result = program.clone();
      }
      System.arraycopy(AFTER, 0, result, at, AFTER.length);
      at = indexOf(program, at + BEFORE.length);
    }
    return Optional.ofNullable(result);
  }

  /** The script that stands for the program {@code name} in the folder {@code bin}. */
  static String script(String name) {
    return """
        #!/bin/sh
        # Opens the templates as descriptor 9, where the program looks for them, and becomes it.
        self=$0
        [ -L "$self" ] && self=$(readlink -f "$self")
        toolbox=${self%/*}/..
        exec 9<"$toolbox/share/alertmanager"
        exec "$toolbox/libexec/NAME" "$@"
        """
        .replace("NAME", name);
  }

  /**
   * Puts a program into a toolbox: as it is into {@code bin}, or redirected into {@code libexec}
   * with a script in {@code bin}.
   *
   * @return whether it had to be redirected, and so needs the templates in {@code share}
   */
  static boolean install(Path from, Path toolbox, String name) throws IOException {
    Path program = toolbox.resolve("bin").resolve(name);
    Files.createDirectories(program.getParent());
    Optional<byte[]> redirected = redirect(Files.readAllBytes(from));
    if (redirected.isEmpty()) {
      Files.move(from, program);
      makeExecutable(program);
      return false;
    }
    Path real = toolbox.resolve("libexec").resolve(name);
    Files.createDirectories(real.getParent());
    Files.write(real, redirected.get());
    Files.writeString(program, script(name));
    makeExecutable(real);
    makeExecutable(program);
    return true;
  }

  private static void makeExecutable(Path file) throws IOException {
    if (!file.toFile().setExecutable(true, false)) {
      throw new IOException(file + " cannot be made executable");
    }
  }

  private static int indexOf(byte[] program, int from) {
    for (int i = from; i <= program.length - BEFORE.length; i++) {
      if (program[i] == BEFORE[0] && matches(program, i)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean matches(byte[] program, int at) {
    for (int i = 1; i < BEFORE.length; i++) {
      if (program[at + i] != BEFORE[i]) {
        return false;
      }
    }
    return true;
  }

  /** Slashes at the end fill up the length; to the kernel they mean nothing. */
  private static byte[] descriptor() {
    String name = "/proc/self/fd/9";
    return (name + "/".repeat(COMPILED_IN.length() - name.length()))
        .getBytes(StandardCharsets.US_ASCII);
  }
}
