package dev.tocsin.generator.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Downloads Debian packages with the machine's apt from the machine's own mirror, and unpacks them
 * without installing them.
 *
 * <p>apt runs with lists, caches and settings of its own in the scratch folder, so that it needs no
 * root and leaves no trace. Of the machine's settings it keeps those on how to reach mirrors
 * (proxies, certificates, retries) and drops the hooks that other packages add to updates.
 */
final class DebianPackages {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final List<String> KEYRINGS =
      List.of(
          "/usr/share/keyrings/debian-archive-keyring.gpg",
          "/usr/share/keyrings/debian-archive-keyring.pgp");

  private final Platform platform;
  private final List<Path> path;
  private final Path etcApt;
  private final Optional<String> mirror;

  /**
   * Asks the machine's apt.
   *
   * @param path where to find the programs
   * @param etcApt the folder with the machine's sources, {@code /etc/apt}
   * @param mirror an address to use instead of the machine's
   */
  DebianPackages(Platform platform, List<Path> path, Path etcApt, Optional<String> mirror) {
    this.platform = platform;
    this.path = List.copyOf(path);
    this.etcApt = etcApt;
    this.mirror = mirror;
  }

  /** With this machine's apt, as system properties and environment variables say. */
  static DebianPackages configured(Properties properties, Map<String, String> environment) {
    return new DebianPackages(
        Platform.current(),
        PathToolSource.foldersOf(environment.getOrDefault("PATH", "")),
        Path.of("/etc/apt"),
        Settings.DEBIAN_MIRROR.in(properties, environment));
  }

  /**
   * One package.
   *
   * @param name such as {@code prometheus}
   * @param version exactly as the suite spells it
   * @param sha256 the checksum that the file must have
   */
  record Pinned(String name, String version, String sha256) {}

  /**
   * Downloads and unpacks packages of one suite.
   *
   * @param place where a maintainer finds the versions and checksums, for messages
   * @param scratch an empty folder
   * @return the folder below {@code scratch} that holds what is in the packages
   */
  Path unpack(String suite, List<Pinned> packages, String place, Path scratch)
      throws ToolSourceRefusal {
    for (String program : List.of("apt-get", "apt-cache", "apt-config", "dpkg-deb")) {
      if (PathToolSource.find(path, program).isEmpty()) {
        throw new ToolSourceRefusal(program + " is not on the PATH");
      }
    }
    AptSources.Archive archive = archive();
    try {
      ToolRunner apt = prepare(archive, suite, scratch);
      update(apt, archive, suite);
      download(apt, suite, packages, place, scratch);
      return extract(packages, scratch);
    } catch (IOException e) {
      throw new ToolSourceRefusal("cannot write to " + scratch + ": " + e.getMessage());
    }
  }

  /** The given mirror, or the first archive of the machine that is Debian's. */
  AptSources.Archive archive() throws ToolSourceRefusal {
    List<AptSources.Archive> all = AptSources.in(etcApt);
    Optional<AptSources.Archive> own =
        all.stream().filter(AptSources.Archive::isDebian).findFirst();
    if (mirror.isPresent()) {
      return new AptSources.Archive(
          mirror.get(),
          List.of(),
          List.of("main"),
          own.flatMap(AptSources.Archive::keyring),
          own.map(AptSources.Archive::trusted).orElse(false));
    }
    return own.orElseThrow(
        () ->
            new ToolSourceRefusal(
                "no Debian archive among the "
                    + all.size()
                    + " apt sources of this machine in "
                    + etcApt
                    + " (set "
                    + Settings.DEBIAN_MIRROR.property()
                    + " to the address of one)"));
  }

  private ToolRunner prepare(AptSources.Archive archive, String suite, Path scratch)
      throws IOException {
    Path apt = scratch.resolve("apt");
    for (String folder :
        List.of("lists/partial", "cache/archives/partial", "none", "packages", "state")) {
      Files.createDirectories(apt.resolve(folder));
    }
    if (Files.getFileStore(apt).supportsFileAttributeView("posix")) {
      // Addresses and proxies may hold passwords.
      Files.setPosixFilePermissions(apt, PosixFilePermissions.fromString("rwx------"));
    }
    Files.writeString(apt.resolve("state/status"), "");
    Files.writeString(apt.resolve("sources.list"), sourceLine(archive, suite));
    Files.writeString(apt.resolve("apt.conf"), settings(apt));
    return ToolRunner.limitedTo(LIMIT)
        .in(apt.resolve("packages"))
        .with("APT_CONFIG", apt.resolve("apt.conf").toString());
  }

  private String sourceLine(AptSources.Archive archive, String suite) {
    StringBuilder options = new StringBuilder("arch=" + platform.cpu() + " target=Packages");
    Optional<String> keyring =
        Stream.concat(archive.keyring().stream(), KEYRINGS.stream())
            .filter(file -> Files.isReadable(Path.of(file)))
            .findFirst();
    keyring.ifPresent(file -> options.append(" signed-by=").append(file));
    if (archive.trusted()) {
      options.append(" trusted=yes");
    }
    return "deb [" + options + "] " + archive.uri() + " " + suite + " main\n";
  }

  private String settings(Path apt) {
    StringBuilder text = new StringBuilder();
    ToolRun own =
        ToolRunner.limitedTo(LIMIT).run(List.of(program("apt-config").toString(), "dump"));
    own.stdout()
        .lines()
        .filter(line -> line.startsWith("Acquire::"))
        .filter(line -> !line.startsWith("Acquire::IndexTargets"))
        .filter(line -> !line.startsWith("Acquire::Languages"))
        .forEach(line -> text.append(line).append('\n'));
    setting(text, "Acquire::GzipIndexes", "false");
    setting(text, "Acquire::Languages", "none");
    setting(text, "Acquire::Retries", "2");
    setting(text, "Acquire::http::Timeout", "20");
    setting(text, "Acquire::https::Timeout", "20");
    setting(text, "APT::Architecture", platform.cpu());
    setting(text, "APT::Sandbox::User", System.getProperty("user.name", "root"));
    setting(text, "Dir::Etc::main", "/dev/null");
    setting(text, "Dir::Etc::parts", apt.resolve("none").toString());
    setting(text, "Dir::Etc::preferences", "/dev/null");
    setting(text, "Dir::Etc::preferencesparts", apt.resolve("none").toString());
    setting(text, "Dir::Etc::sourcelist", apt.resolve("sources.list").toString());
    setting(text, "Dir::Etc::sourceparts", apt.resolve("none").toString());
    setting(text, "Dir::State", apt.resolve("state").toString());
    setting(text, "Dir::State::lists", apt.resolve("lists").toString());
    setting(text, "Dir::State::status", apt.resolve("state/status").toString());
    setting(text, "Dir::Cache", apt.resolve("cache").toString());
    return text.toString();
  }

  private static void setting(StringBuilder text, String name, String value) {
    text.append(name).append(" \"").append(value).append("\";\n");
  }

  private void update(ToolRunner apt, AptSources.Archive archive, String suite)
      throws ToolSourceRefusal {
    ToolRun run = apt.run(List.of(program("apt-get").toString(), "--quiet", "update"));
    // apt calls a mirror that does not answer a warning and succeeds with an empty list.
    Optional<String> complaint =
        run.output()
            .lines()
            .filter(line -> line.startsWith("E:") || line.startsWith("W:"))
            .findFirst();
    if (!run.ok() || complaint.filter(DebianPackages::isFetchFailure).isPresent()) {
      throw new ToolSourceRefusal(
          "apt cannot read the suite "
              + suite
              + " of "
              + archive.shown()
              + ": "
              + complaint.orElse(run.lastWords()));
    }
  }

  private static boolean isFetchFailure(String line) {
    return line.contains("Failed to fetch") || line.startsWith("E:");
  }

  /** All in one call: reading the suite's index takes apt longer than the download. */
  private void download(
      ToolRunner apt, String suite, List<Pinned> packages, String place, Path scratch)
      throws ToolSourceRefusal, IOException {
    List<String> command =
        new ArrayList<>(List.of(program("apt-get").toString(), "--quiet", "download"));
    packages.forEach(wanted -> command.add(wanted.name() + "=" + wanted.version()));
    ToolRun run = apt.run(command);
    for (Pinned wanted : packages) {
      Optional<Path> file = downloaded(wanted, scratch);
      if (file.isEmpty()) {
        List<String> available = available(apt, wanted.name());
        if (!available.contains(wanted.version())) {
          throw new ToolSourceRefusal(movedOn(suite, wanted, place, available));
        }
      }
    }
    for (Pinned wanted : packages) {
      Path file =
          downloaded(wanted, scratch)
              .orElseThrow(
                  () ->
                      new ToolSourceRefusal(
                          "apt cannot download " + wanted.name() + ": " + run.lastWords()));
      Checksums.require(file, wanted.sha256(), "pinned in " + place);
    }
  }

  /** The message for a suite that carries another version than the pinned one. */
  private static String movedOn(String suite, Pinned wanted, String place, List<String> available) {
    return "Debian "
        + suite
        + " no longer has "
        + wanted.name()
        + " "
        + wanted.version()
        + ", which is pinned in "
        + place
        + "; it has "
        + (available.isEmpty() ? "no such package" : String.join(", ", available));
  }

  private List<String> available(ToolRunner apt, String artifact) {
    return versions(
        apt.run(List.of(program("apt-cache").toString(), "madison", artifact)).stdout());
  }

  /** The second column of {@code apt-cache madison}. */
  static List<String> versions(String madison) {
    return madison
        .lines()
        .map(line -> line.split("\\|", -1))
        .filter(cells -> cells.length >= 3)
        .map(cells -> cells[1].strip())
        .distinct()
        .toList();
  }

  private static Optional<Path> downloaded(Pinned wanted, Path scratch) throws IOException {
    try (Stream<Path> files = Files.list(scratch.resolve("apt/packages"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(wanted.name() + "_"))
          .findFirst();
    }
  }

  private Path extract(List<Pinned> packages, Path scratch) throws ToolSourceRefusal, IOException {
    Path root = scratch.resolve("root");
    for (Pinned wanted : packages) {
      ToolRun run =
          ToolRunner.limitedTo(LIMIT)
              .run(
                  List.of(
                      program("dpkg-deb").toString(),
                      "--extract",
                      downloaded(wanted, scratch).orElseThrow().toString(),
                      root.toString()));
      if (!run.ok()) {
        throw new ToolSourceRefusal("cannot unpack " + wanted.name() + ": " + run.lastWords());
      }
    }
    return root;
  }

  private Path program(String name) {
    return PathToolSource.find(path, name).orElse(Path.of(name));
  }
}
