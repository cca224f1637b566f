package dev.tocsin.generator.tools;

import java.util.Locale;

/** An operating system and a CPU architecture in Go's words, such as {@code linux-amd64}. */
record Platform(String os, String cpu) {

  /** The machine that this runs on. */
  static Platform current() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  /** From Java's names of the two ({@code os.name}, {@code os.arch}). */
  static Platform of(String osName, String osArch) {
    String os = osName.toLowerCase(Locale.ROOT);
    String arch = osArch.toLowerCase(Locale.ROOT);
    return new Platform(
        os.startsWith("mac") ? "darwin" : os.startsWith("windows") ? "windows" : os,
        switch (arch) {
          case "x86_64", "amd64" -> "amd64";
          case "aarch64", "arm64" -> "arm64";
          default -> arch;
        });
  }

  String id() {
    return os + "-" + cpu;
  }
}
