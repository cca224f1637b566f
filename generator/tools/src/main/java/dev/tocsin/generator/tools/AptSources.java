package dev.tocsin.generator.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The archives in the machine's own apt configuration, from files of both formats: one-line ({@code
 * *.list}) and deb822 ({@code *.sources}), as sources.list(5) describes them.
 */
final class AptSources {
  /** The suites, by code name and by role, whose presence says that an archive is Debian's. */
  private static final Set<String> DEBIAN =
      Set.of(
          "buster",
          "bullseye",
          "bookworm",
          "trixie",
          "forky",
          "duke",
          "sid",
          "oldoldstable",
          "oldstable",
          "stable",
          "testing",
          "unstable");

  private AptSources() {}

  /**
   * One archive.
   *
   * @param uri its address, perhaps with a password in it: never print it, see {@link #shown()}
   * @param suites its suites
   * @param components such as {@code main}
   * @param keyring the file that {@code signed-by} names, if it names one
   * @param trusted whether the administrator waived its signature
   */
  record Archive(
      String uri,
      List<String> suites,
      List<String> components,
      Optional<String> keyring,
      boolean trusted) {

    /** Whether this is Debian's main archive: it has a whole suite and the component main. */
    boolean isDebian() {
      return components.contains("main") && suites.stream().anyMatch(DEBIAN::contains);
    }

    /** The address without user name and password. */
    String shown() {
      return uri.replaceFirst("//[^/@]*@", "//");
    }
  }

  /** Reads all files that apt would read below a folder such as {@code /etc/apt}. */
  static List<Archive> in(Path etcApt) {
    List<Archive> archives = new ArrayList<>();
    Path single = etcApt.resolve("sources.list");
    if (Files.isRegularFile(single)) {
      archives.addAll(oneLine(read(single)));
    }
    Path parts = etcApt.resolve("sources.list.d");
    if (Files.isDirectory(parts)) {
      try (Stream<Path> files = Files.list(parts)) {
        for (Path file : files.sorted().toList()) {
          String name = file.getFileName().toString();
          if (name.endsWith(".list")) {
            archives.addAll(oneLine(read(file)));
          } else if (name.endsWith(".sources")) {
            archives.addAll(deb822(read(file)));
          }
        }
      } catch (IOException e) {
        // Like a file that cannot be read, it is left out.
        return archives;
      }
    }
    return archives;
  }

  /** Parses {@code deb [option=value] URI suite component…} lines. */
  static List<Archive> oneLine(String text) {
    List<Archive> archives = new ArrayList<>();
    for (String raw : text.lines().toList()) {
      String line = raw.replaceFirst("#.*", "").strip();
      Map<String, String> options = new HashMap<>();
      int open = line.indexOf('[');
      int close = line.indexOf(']');
      if (open >= 0 && close > open && line.substring(0, open).strip().equals("deb")) {
        for (String option : line.substring(open + 1, close).strip().split("\\s+", -1)) {
          int equals = option.indexOf('=');
          if (equals > 0) {
            options.put(
                option.substring(0, equals).toLowerCase(Locale.ROOT), option.substring(equals + 1));
          }
        }
        line = "deb " + line.substring(close + 1).strip();
      }
      List<String> words = List.of(line.split("\\s+"));
      if (words.size() >= 3 && words.get(0).equals("deb")) {
        archives.add(
            archive(
                words.get(1),
                List.of(words.get(2)),
                words.subList(3, words.size()),
                options.getOrDefault("signed-by", ""),
                options.getOrDefault("trusted", "")));
      }
    }
    return archives;
  }

  /** Parses paragraphs of {@code Field: value} lines. */
  static List<Archive> deb822(String text) {
    List<Archive> archives = new ArrayList<>();
    Map<String, String> fields = new HashMap<>();
    String current = "";
    for (String line : Stream.concat(text.lines(), Stream.of("")).toList()) {
      if (line.startsWith("#")) {
        continue;
      }
      if (line.isBlank()) {
        archives.addAll(paragraph(fields));
        fields.clear();
        current = "";
      } else if (Character.isWhitespace(line.charAt(0))) {
        fields.merge(current, line.strip(), (before, more) -> before + "\n" + more);
      } else if (line.indexOf(':') > 0) {
        current = line.substring(0, line.indexOf(':')).strip().toLowerCase(Locale.ROOT);
        fields.put(current, line.substring(line.indexOf(':') + 1).strip());
      }
    }
    return archives;
  }

  private static List<Archive> paragraph(Map<String, String> fields) {
    if (!words(fields, "types").contains("deb")
        || fields.getOrDefault("enabled", "yes").equalsIgnoreCase("no")) {
      return List.of();
    }
    return words(fields, "uris").stream()
        .map(
            uri ->
                archive(
                    uri,
                    words(fields, "suites"),
                    words(fields, "components"),
                    fields.getOrDefault("signed-by", ""),
                    fields.getOrDefault("trusted", "")))
        .toList();
  }

  private static Archive archive(
      String uri, List<String> suites, List<String> components, String signedBy, String trusted) {
    // Signed-By may also be a fingerprint or a whole key: then apt's usual keyrings have to do.
    Optional<String> keyring =
        Stream.of(signedBy.split("[,\\s]+")).filter(word -> word.startsWith("/")).findFirst();
    return new Archive(
        uri,
        List.copyOf(suites),
        List.copyOf(components),
        signedBy.contains("BEGIN PGP") ? Optional.empty() : keyring,
        trusted.equalsIgnoreCase("yes"));
  }

  private static List<String> words(Map<String, String> fields, String name) {
    return Stream.of(fields.getOrDefault(name, "").split("\\s+"))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      // Not readable for this user, so not readable for apt either.
      return "";
    }
  }
}
