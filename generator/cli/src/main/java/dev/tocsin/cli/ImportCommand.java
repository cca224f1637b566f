package dev.tocsin.cli;

import dev.tocsin.dsl.internal.Masking;
import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.imports.Imported;
import dev.tocsin.generator.imports.Importer;
import dev.tocsin.generator.imports.Importer.Source;
import dev.tocsin.generator.input.InputFile;
import dev.tocsin.generator.input.InputFile.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tocsin import}: converts rule files and configurations to Java. */
@Command(
    name = "import",
    description = {
      "Converts rule files, an Alertmanager configuration and a metrics page to Java.",
      "Expressions that the typed language does not support stay PromQL. Secrets are"
          + " never written: each one becomes a reference to a file, and a warning names the"
          + " file to create. Exits with 0 if the classes were written. If a file has"
          + " errors, exits with 1 and writes nothing."
    },
    mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
  @Option(
      names = "--package",
      paramLabel = "PACKAGE",
      required = true,
      description = "Package of the Java classes.")
  private String packageName = "";

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      required = true,
      description = "Name of the class to write, which implements dev.tocsin.dsl.model.Monitoring.")
  private String className = "";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder of Java sources, such as src/main/java.")
  private Path out = Path.of("");

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      arity = "1..*",
      description = "Prometheus rule files.")
  private List<Path> rules = new ArrayList<>();

  @Option(
      names = "--alertmanager",
      paramLabel = "FILE",
      description = "Alertmanager configuration file.")
  private @Nullable Path alertmanager;

  @Option(
      names = "--metrics",
      paramLabel = "FILE|URL",
      description = "Metrics page of a service: a file, or the URL that Prometheus scrapes.")
  private @Nullable String metrics;

  @Option(names = "--overwrite", description = "Replace existing classes that differ.")
  private boolean overwrite;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (rules.isEmpty() && alertmanager == null && metrics == null) {
      throw new ParameterException(
          spec.commandLine(), "nothing to import: give --rules, --alertmanager or --metrics");
    }
    PrintWriter err = spec.commandLine().getErr();
    List<Problem> unreadable = new ArrayList<>();
    List<Source> ruleFiles = new ArrayList<>();
    rules.forEach(file -> read(file, Kind.RULES, unreadable).ifPresent(ruleFiles::add));
    Optional<Source> config =
        Optional.ofNullable(alertmanager)
            .flatMap(file -> read(file, Kind.ALERTMANAGER, unreadable));
    Optional<Source> page = Optional.ofNullable(metrics).flatMap(name -> page(name, unreadable));
    Imported imported =
        Importer.run(new Importer.Request(packageName, className, ruleFiles, config, page));
    unreadable.forEach(err::println);
    imported.problems().forEach(err::println);
    if (!unreadable.isEmpty() || !imported.isSound() || wouldOverwrite(imported, err)) {
      err.flush();
      return Tocsin.PROBLEMS;
    }
    PrintWriter print = spec.commandLine().getOut();
    imported
        .files()
        .writeTo(out)
        .lines(path -> out.resolve(path).toString())
        .forEach(print::println);
    print.println(imported.summary());
    print.flush();
    return Tocsin.DONE;
  }

  /** An import is the beginning of work on the classes, and must not end it. */
  private boolean wouldOverwrite(Imported imported, PrintWriter err) throws IOException {
    boolean any = false;
    for (Map.Entry<String, String> file : imported.files().texts().entrySet()) {
      Path there = out.resolve(file.getKey());
      boolean differs =
          Files.exists(there)
              && !Files.readString(there, StandardCharsets.UTF_8).equals(file.getValue());
      if (differs && !overwrite) {
        err.println(
            Problem.error(
                    "import/there",
                    Place.file(there.toString()),
                    "a different class already exists")
                .help("import into another folder, or say --overwrite to lose what is there"));
        any = true;
      }
    }
    return any;
  }

  private static Optional<Source> read(Path file, Kind kind, List<Problem> unreadable) {
    try {
      return Optional.of(new Source(file.toString(), InputFile.read(file, kind)));
    } catch (IOException e) {
      unreadable.add(InputFile.problem(file, kind, e));
      return Optional.empty();
    }
  }

  private static Optional<Source> page(String name, List<Problem> unreadable) {
    if (!name.startsWith("http://") && !name.startsWith("https://")) {
      return read(Path.of(name), Kind.METRICS, unreadable);
    }
    try {
      return Optional.of(new Source(Masking.address(name), fetch(URI.create(name))));
    } catch (IllegalArgumentException e) {
      // The message would contain the address with its password.
      unreadable.add(unreadable(name, "invalid address"));
    } catch (IOException e) {
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      unreadable.add(unreadable(name, reason));
    }
    return Optional.empty();
  }

  private static Problem unreadable(String address, String why) {
    return Problem.error(
            "import/metrics",
            Place.file(Masking.address(address)),
            "cannot read the metrics page: " + Masking.message(why))
        .help("give the URL that Prometheus scrapes, such as http://host:8080/metrics");
  }

  private static byte[] fetch(URI address) throws IOException {
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(Duration.ofSeconds(30))
            .header("Accept", "text/plain")
            .build();
    try {
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() != 200) {
          throw new IOException("the server returned HTTP status " + response.statusCode());
        }
        return InputFile.read(body, Kind.METRICS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
