package dev.tocsin.generator.alertmanager;

import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.go.GoRegexp;
import dev.tocsin.dsl.go.GoUrl;
import dev.tocsin.dsl.promql.MatchOp;
import dev.tocsin.dsl.promql.Matcher;
import dev.tocsin.dsl.routing.MatcherSyntax;
import dev.tocsin.dsl.routing.TimeSpec;
import dev.tocsin.dsl.schema.FieldType;
import dev.tocsin.generator.source.Decoder;
import dev.tocsin.generator.source.GoYaml;
import dev.tocsin.generator.source.SourceProblems;
import dev.tocsin.generator.yaml.YamlNode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What Alertmanager's Go types accept: durations, addresses, matchers, times. */
final class ConfigValues implements Decoder.Values {
  private static final String VALUE = "config/value";

  private final SourceProblems findings;

  ConfigValues(SourceProblems findings) {
    this.findings = findings;
  }

  @Override
  public void check(FieldType.Kind kind, String name, YamlNode node) {
    String text = node.value();
    switch (kind) {
      case DURATION -> {
        if (GoDuration.parse(text).isEmpty()) {
          findings.error(
              VALUE,
              node,
              "invalid duration \"" + text + "\"",
              "write whole numbers with units, such as 30s, 5m, 1h30m or 7d");
        }
      }
      case GO_DURATION -> {
        if (GoYaml.V2.integer(node).isEmpty() && !GoDuration.isGoDuration(text)) {
          findings.error(
              VALUE, node, "invalid duration \"" + text + "\"", "write it such as 30s or 1h30m");
        }
      }
      case TEXT_DURATION -> {
        if (!GoDuration.isGoDuration(text)) {
          findings.error(
              VALUE, node, "invalid duration \"" + text + "\"", "write it such as 30s or 1h30m");
        }
      }
      case URL -> url(name, node, true);
      case SECRET_URL -> {
        if (!text.equals("<secret>")) {
          url(name, node, false);
        }
      }
      case SECRET_TEMPLATE_URL -> {
        if (text.contains("{{")) {
          GoTemplates.problem(text)
              .ifPresent(
                  problem ->
                      findings.error(
                          VALUE, node, "invalid template in \"" + name + "\": " + problem));
        } else if (!text.isEmpty() && !text.equals("<secret>") && !isNullWord(node)) {
          url(name, node, false);
        }
      }
      case PROXY_URL ->
          GoUrl.parse(text)
              .error()
              .filter(error -> !text.isEmpty())
              .ifPresent(
                  error ->
                      findings.error(VALUE, node, "invalid address in \"" + name + "\": " + error));
      case HOST_PORT -> hostPort(name, node);
      case REGEX -> regex(node);
      case MATCHERS -> matchers(node);
      case LOCATION -> attempt(node, () -> TimeSpec.location(text));
      case WEEKDAYS -> attempt(node, () -> TimeSpec.weekdays(text));
      case DAYS_OF_MONTH -> attempt(node, () -> TimeSpec.daysOfMonth(text));
      case MONTHS -> attempt(node, () -> TimeSpec.months(text));
      case YEARS -> attempt(node, () -> TimeSpec.years(text));
      default -> {}
    }
  }

  @Override
  public void checkName(FieldType type, String name, YamlNode key, YamlNode value) {
    boolean regex =
        type instanceof FieldType.Scalar scalar && scalar.kind() == FieldType.Kind.REGEX;
    if (!regex && !name.equals("match") && !name.endsWith("_match")) {
      return;
    }
    if (!MatcherSyntax.isClassicLabelName(key.value())) {
      findings.error(
          VALUE,
          key,
          "invalid label name \"" + key.value() + "\" in \"" + name + "\"",
          "use matchers, which take any name in quotes");
    }
    if (regex && value.isNull()) {
      findings.error(VALUE, key, "\"" + key.value() + "\" has no regular expression");
    }
  }

  /** A null in quotes: Go's yaml.v2 takes it past the type's own reader, as it is. */
  private static boolean isNullWord(YamlNode node) {
    return !node.isPlain() && (node.value().equals("~") || node.value().equals("null"));
  }

  private void url(String name, YamlNode node, boolean shown) {
    GoUrl url = GoUrl.parse(node.value());
    String subject = "\"" + name + "\"" + (shown ? " \"" + node.value() + "\"" : "");
    String help = "write all of it, such as https://example.com/path";
    if (Variable.in(node.value()).isPresent()) {
      help =
          "Alertmanager expands no variables: put the address into a file and use "
              + name
              + "_file";
    }
    if (url.error().isPresent()) {
      findings.error(VALUE, node, subject + " is not a valid address: " + url.error().get(), help);
    } else if (!url.scheme().equals("http") && !url.scheme().equals("https")) {
      findings.error(VALUE, node, subject + " does not start with http:// or https://", help);
    } else if (url.host().isEmpty()) {
      findings.error(VALUE, node, subject + " has no host", help);
    }
  }

  private void hostPort(String name, YamlNode node) {
    String text = node.value();
    if (text.isEmpty()) {
      return;
    }
    int colon = text.lastIndexOf(':');
    boolean bracket = text.startsWith("[");
    int end = text.indexOf(']');
    boolean valid =
        colon >= 0
            && colon < text.length() - 1
            && (bracket
                ? end > 0
                    && end + 1 == colon
                    && text.indexOf('[', 1) < 0
                    && text.indexOf(']', end + 1) < 0
                : text.indexOf(':') == colon && text.indexOf('[') < 0 && end < 0);
    if (!valid) {
      findings.error(
          VALUE,
          node,
          "invalid \"" + name + "\" \"" + text + "\": it must be a host and a port",
          "write host:port, such as smtp.example.com:587");
    }
  }

  private void regex(YamlNode node) {
    GoRegexp.checkAnchored(node.value())
        .ifPresent(
            error ->
                findings.error(
                    "config/matcher", node, "\"" + node.value() + "\" is refused: " + error));
  }

  private void matchers(YamlNode node) {
    MatcherSyntax.Reading reading = MatcherSyntax.FALLBACK.parse(node.value());
    reading
        .error()
        .ifPresent(
            error ->
                findings.error(
                    "config/matcher",
                    node,
                    "matcher `" + node.value() + "` cannot be read: " + error,
                    "write it such as severity=\"critical\" or instance=~\"web.+\""));
    reading
        .warning()
        .ifPresent(
            warning ->
                findings.warning(
                    "config/matcher-syntax",
                    node,
                    "matcher `" + node.value() + "`: " + warning,
                    doubled(reading.matchers())
                        .orElse("put the value into double quotes and double its backslashes")));
  }

  /** What to write for {@code severity == critical}, whose value begins with a sign. */
  private static Optional<String> doubled(List<Matcher> matchers) {
    return matchers.stream()
        .filter(matcher -> matcher.op() == MatchOp.EQUAL && matcher.value().startsWith("="))
        .findFirst()
        .map(
            matcher ->
                "write "
                    + matcher.name()
                    + "=\""
                    + matcher.value().substring(1).strip()
                    + "\" with a single =: now the value is \""
                    + matcher.value()
                    + "\"");
  }

  private void attempt(YamlNode node, Runnable reading) {
    try {
      reading.run();
    } catch (IllegalArgumentException e) {
      findings.error(VALUE, node, Objects.requireNonNullElse(e.getMessage(), "no such value"));
    }
  }
}
