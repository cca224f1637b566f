package dev.tocsin.cli;

import dev.tocsin.cli.drill.Drill;
import dev.tocsin.cli.drill.DrillException;
import dev.tocsin.cli.drill.DrillReport;
import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.promql.MatchOp;
import dev.tocsin.dsl.routing.MatcherSyntax;
import dev.tocsin.generator.alertmanager.AlertmanagerFile;
import dev.tocsin.generator.input.InputFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tocsin drill}: sends a marked test alert and follows it to its receivers. */
@Command(
    name = "drill",
    description = {
      "Sends a marked test alert to a running Alertmanager (API v2) and follows it to"
          + " its receivers.",
      "The receivers get real notifications. Prints the expected receivers, what"
          + " suppressed the alert, and how many notifications were delivered or failed;"
          + " then resolves the alert. Exits with 0 only if every expected receiver was"
          + " notified."
    },
    mixinStandardHelpOptions = true)
final class DrillCommand implements Callable<Integer> {
  @Option(
      names = "--alertmanager",
      paramLabel = "URL",
      required = true,
      description = "URL of Alertmanager, such as http://127.0.0.1:9093.")
  @SuppressWarnings("NullAway.Init")
  private String alertmanager;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = {
        "Alertmanager configuration to take the expected receivers from.",
        "Default: the configuration that the server runs."
      })
  private @Nullable Path config;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      description = {
        "Longest time to wait for the notifications, such as 2m30s.",
        "Default: the longest group_wait of the matching routes plus 30s."
      })
  private @Nullable String limit;

  @Option(
      names = "--basic-auth-file",
      paramLabel = "FILE",
      description = "File whose first line is USER:PASSWORD.")
  private @Nullable Path basicAuth;

  @Option(
      names = "--headers-file",
      paramLabel = "FILE",
      description = "File with HTTP headers for each request, one NAME: VALUE per line.")
  private @Nullable Path headersFile;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description = {
        "PEM file with the CA certificates to trust for TLS. Default: the CA"
            + " certificates of the Java installation."
      })
  private @Nullable Path authority;

  @Parameters(
      paramLabel = "LABEL=VALUE",
      arity = "0..*",
      description = "Labels of the alert, such as severity=critical.")
  private List<String> labels = new ArrayList<>();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Drill drill = Drill.on(address(), labels()).sending(headers());
    if (limit != null) {
      drill = drill.waiting(duration(limit));
    }
    if (authority != null) {
      try {
        drill = drill.trusting(authority);
      } catch (IOException e) {
        throw wrong("cannot use --ca-file " + authority + ": " + e.getMessage());
      }
    }
    if (config != null) {
      Optional<AlertmanagerFile> file = read(config, err);
      if (file.isEmpty()) {
        return Tocsin.PROBLEMS;
      }
      drill = drill.expecting(file.get());
    }
    try {
      DrillReport report = drill.hold();
      report.lines().forEach(out::println);
      out.flush();
      return report.notified() ? Tocsin.DONE : Tocsin.PROBLEMS;
    } catch (DrillException e) {
      err.println("tocsin drill: " + e.getMessage());
      err.flush();
      return Tocsin.PROBLEMS;
    }
  }

  private URI address() {
    URI uri;
    try {
      uri = new URI(alertmanager);
    } catch (URISyntaxException e) {
      throw wrong("invalid address in --alertmanager: write it as in http://127.0.0.1:9093");
    }
    if (uri.getHost() == null
        || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
      throw wrong("invalid address in --alertmanager: write it as in http://127.0.0.1:9093");
    }
    if (uri.getRawUserInfo() != null || uri.getRawQuery() != null) {
      throw wrong(
          "--alertmanager must not contain a user, password, query or fragment: other users of the"
              + " machine can see the command line; use --basic-auth-file");
    }
    return uri;
  }

  private Map<String, String> labels() {
    Map<String, String> all = new TreeMap<>();
    for (String text : labels) {
      MatcherSyntax.Reading reading = MatcherSyntax.FALLBACK.parseOne(text);
      if (!reading.isValid() || reading.matchers().get(0).op() != MatchOp.EQUAL) {
        throw wrong("invalid label \"" + text + "\": write name=value");
      }
      all.put(reading.matchers().get(0).name(), reading.matchers().get(0).value());
    }
    return all;
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new TreeMap<>();
    if (headersFile != null) {
      for (String line : lines(headersFile)) {
        int colon = line.indexOf(':');
        if (colon > 0) {
          headers.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
        } else if (!line.isBlank()) {
          throw wrong("invalid header in " + headersFile + ": write NAME: VALUE");
        }
      }
    }
    if (basicAuth != null) {
      List<String> lines = lines(basicAuth);
      if (lines.isEmpty() || !lines.get(0).contains(":")) {
        throw wrong("the first line of " + basicAuth + " must be USER:PASSWORD");
      }
      headers.put(
          "Authorization",
          "Basic "
              + Base64.getEncoder().encodeToString(lines.get(0).getBytes(StandardCharsets.UTF_8)));
    }
    return headers;
  }

  private List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw wrong("cannot read " + file);
    }
  }

  private Duration duration(String text) {
    return GoDuration.parse(text)
        .filter(duration -> !duration.isZero())
        .orElseThrow(
            () -> wrong("invalid duration \"" + text + "\" in --for: write it as in 2m30s"));
  }

  private Optional<AlertmanagerFile> read(Path path, PrintWriter err) {
    AlertmanagerFile file;
    try {
      file =
          AlertmanagerFile.read(path.toString(), InputFile.read(path, InputFile.Kind.ALERTMANAGER));
    } catch (IOException e) {
      throw wrong(InputFile.problem(path, InputFile.Kind.ALERTMANAGER, e).toString());
    }
    if (file.isAccepted()) {
      return Optional.of(file);
    }
    file.problems().stream().filter(Problem::isError).forEach(err::println);
    err.flush();
    return Optional.empty();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
