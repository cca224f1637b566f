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

/** {@code tocsin import}: Java that says what rule files and configurations say. */
@Command(
    name = "import",
    description = {
      "Writes Java that says what rule files, a configuration of Alertmanager and a page of",
      "metrics say. What the typed language has no words for stays PromQL. Nothing that may be",
      "secret is written: each secret becomes a file, and a warning says what to put there.",
      "Exits with 0 when the classes are written, and with 1 when a file has errors; then nothing",
      "is written."
    },
    mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
  @Option(
      names = "--package",
      paramLabel = "PACKAGE",
      required = true,
      description = "The package of the classes.")
  private String packageName = "";

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      required = true,
      description = "The class that implements dev.tocsin.dsl.model.Monitoring.")
  private String className = "";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The folder of the sources, such as src/main/java.")
  private Path out = Path.of("");

  @Option(names = "--rules", paramLabel = "FILE", arity = "1..*", description = "Rule files.")
  private List<Path> rules = new ArrayList<>();

  @Option(
      names = "--alertmanager",
      paramLabel = "FILE",
      description = "A configuration of Alertmanager.")
  private @Nullable Path alertmanager;

  @Option(
      names = "--metrics",
      paramLabel = "FILE|URL",
      description = "What a service exports: a file with the page, or its address.")
  private @Nullable String metrics;

  @Option(names = "--overwrite", description = "Replace classes that are there and differ.")
  private boolean overwrite;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (rules.isEmpty() && alertmanager == null && metrics == null) {
      throw new ParameterException(
          spec.commandLine(), "What is to be imported? Name --rules, --alertmanager or --metrics.");
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
                    "import/there", Place.file(there.toString()), "there is another class already")
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
      // Its message has the address, a password in it included.
      unreadable.add(unreadable(name, "invalid address"));
    } catch (IOException e) {
      String said = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      unreadable.add(unreadable(name, said));
    }
    return Optional.empty();
  }

  private static Problem unreadable(String address, String why) {
    return Problem.error(
            "import/metrics",
            Place.file(Masking.address(address)),
            "the page cannot be read: " + Masking.message(why))
        .help("name the address that Prometheus scrapes, such as http://host:8080/metrics");
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
          throw new IOException("the service answers " + response.statusCode());
        }
        return InputFile.read(body, Kind.METRICS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
