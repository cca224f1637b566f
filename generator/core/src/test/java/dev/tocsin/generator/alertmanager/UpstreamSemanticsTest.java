package dev.tocsin.generator.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dsl.promql.MatchOp;
import dev.tocsin.dsl.promql.Matcher;
import dev.tocsin.dsl.routing.InhibitionRule;
import dev.tocsin.dsl.routing.MatcherSyntax;
import dev.tocsin.dsl.routing.MatcherSyntax.Reading;
import dev.tocsin.dsl.routing.RouteSpec;
import dev.tocsin.dsl.routing.RoutingTree;
import dev.tocsin.dsl.routing.TimeSpec;
import dev.tocsin.dsl.schema.Schema;
import dev.tocsin.generator.source.Decoder;
import dev.tocsin.generator.source.Section;
import dev.tocsin.generator.source.SourceProblems;
import dev.tocsin.generator.yaml.YamlDocument;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Alertmanager 0.33.1's own cases for matchers, routes, inhibitions and time intervals. */
class UpstreamSemanticsTest {
  private static final DateTimeFormatter RFC822Z =
      DateTimeFormatter.ofPattern("dd MMM yy HH:mm Z", Locale.ENGLISH);

  // Matchers

  @Test
  void matchers() {
    List<String> wrong = new ArrayList<>();
    int checked = 0;
    for (JsonNode line : Corpora.lines("upstream/alertmanager_matcher_cases.jsonl")) {
      String group = line.get("group").asText();
      String test = line.get("test").asText();
      JsonNode one = line.get("case");
      Optional<Boolean> right = matcher(group, test, one);
      if (right.isPresent()) {
        checked++;
        if (!right.get()) {
          wrong.add(line.toString());
        }
      }
    }
    System.out.printf("Alertmanager's matcher cases: %d checked%n", checked);
    assertThat(wrong).isEmpty();
    assertThat(checked).isGreaterThan(100);
  }

  private static Optional<Boolean> matcher(String group, String test, JsonNode one) {
    String input = one.path("input").asText();
    switch (test) {
      case "TestIsValidClassicLabelName" -> {
        return Optional.of(
            MatcherSyntax.CLASSIC.isValidLabelName(input) == one.get("expected").asBoolean());
      }
      case "TestIsValidUTF8LabelName" -> {
        return Optional.of(
            MatcherSyntax.UTF8.isValidLabelName(input) == one.get("expected").asBoolean());
      }
      case "TestMatcherString" -> {
        Matcher matcher =
            Matcher.of(one.get("name").asText(), op(one.get("op")), one.get("value").asText());
        return Optional.of(matcher.toString().equals(one.get("want").asText()));
      }
      case "TestFallbackMatcherParser" -> {
        return Optional.of(same(MatcherSyntax.FALLBACK.parseOne(input), one, true));
      }
      case "TestFallbackMatchersParser" -> {
        return Optional.of(same(MatcherSyntax.FALLBACK.parse(input), one, true));
      }
      case "TestCompliance" -> {
        // Where both parsers take a text, they agree, unless the case is one where they differ.
        Reading classic = MatcherSyntax.CLASSIC.parse(input);
        Reading utf8 = MatcherSyntax.UTF8.parse(input);
        boolean differ = one.path("skip").asBoolean(false);
        return differ || !classic.isValid() || !utf8.isValid()
            ? Optional.empty()
            : Optional.of(classic.matchers().equals(utf8.matchers()));
      }
      case "TestMatchers" -> {
        MatcherSyntax syntax =
            group.startsWith("pkg_labels") ? MatcherSyntax.CLASSIC : MatcherSyntax.UTF8;
        return Optional.of(same(syntax.parse(input), one, syntax == MatcherSyntax.CLASSIC));
      }
      case "TestMatcher" -> {
        if (group.equals("pkg_labels_matcher_test")) {
          JsonNode args = one.get("matcher").get("args");
          String value = args.get(args.size() - 1).asText();
          Matcher matcher = Matcher.of("label", op(args.get(args.size() - 2)), value);
          return Optional.of(
              matcher.matches(one.get("value").asText()) == one.get("match").asBoolean());
        }
        return Optional.of(sameOne(MatcherSyntax.UTF8.parse(input), one));
      }
      default -> {
        return Optional.empty(); // the lexer's and JSON's own cases
      }
    }
  }

  /** As the newer parser's {@code Matcher}: braces allowed, exactly one matcher. */
  private static boolean sameOne(Reading reading, JsonNode one) {
    boolean single = reading.isValid() && reading.matchers().size() == 1;
    String error = one.path("err").asText(one.path("error").asText(""));
    if (!error.isEmpty()) {
      return !single;
    }
    return single && List.of(expected(one.get("expected"))).equals(reading.matchers());
  }

  private static boolean same(Reading reading, JsonNode one, boolean exactMessage) {
    String error = one.path("err").asText(one.path("error").asText(""));
    if (!error.isEmpty()) {
      return !reading.isValid()
          && (!exactMessage
              || reading.error().orElseThrow().equals(error)
              || reading.error().orElseThrow().startsWith(error));
    }
    if (!reading.isValid()) {
      return false;
    }
    JsonNode expected = one.has("expected") ? one.get("expected") : one.get("want");
    if (expected == null || expected.isNull()) {
      return !one.has("expected") || reading.matchers().isEmpty();
    }
    if (expected.path("_call").asText().startsWith("(Go")) {
      return true; // what it expects was code
    }
    List<Matcher> wanted = new ArrayList<>();
    if (expected.has("_call")) {
      wanted.add(expected(expected));
    } else {
      expected.path("_items").forEach(item -> wanted.add(expected(item)));
    }
    return reading.matchers().equals(wanted);
  }

  private static Matcher expected(JsonNode call) {
    JsonNode args = call.get("args");
    return Matcher.of(args.get(2).asText(), op(args.get(1)), args.get(3).asText());
  }

  private static MatchOp op(JsonNode id) {
    return switch (id.get("_id").asText().replace("labels.", "")) {
      case "MatchEqual" -> MatchOp.EQUAL;
      case "MatchNotEqual" -> MatchOp.NOT_EQUAL;
      case "MatchRegexp" -> MatchOp.MATCHES;
      default -> MatchOp.NOT_MATCHES;
    };
  }

  // Routes

  private static Section section(String struct, String yaml) {
    YamlDocument document = YamlDocument.read(yaml.getBytes(StandardCharsets.UTF_8));
    SourceProblems findings = SourceProblems.hidingSecrets(struct, document, Schema.alertmanager());
    Decoder decoder = AlertmanagerFile.decoder(Schema.alertmanager(), findings);
    Section section =
        decoder.section(Schema.alertmanager().struct(struct), document.root().orElseThrow());
    ConfigRules.checkSections(section, findings);
    assertThat(findings.anyError()).describedAs("%s", findings.all()).isFalse();
    return section;
  }

  @Test
  void routes() {
    int checked = 0;
    for (JsonNode line : Corpora.lines("upstream/alertmanager_route_cases.jsonl")) {
      RouteSpec root = ConfigSemantics.route(section("route", line.get("tree").asText()));
      RoutingTree tree = RoutingTree.of(root);
      Map<String, String> labels = new LinkedHashMap<>();
      line.get("labels")
          .fields()
          .forEachRemaining(l -> labels.put(l.getKey(), l.getValue().asText()));
      List<RoutingTree.Node> found = tree.match(labels);
      assertThat(found)
          .describedAs("%s", line)
          .extracting(RoutingTree.Node::receiver)
          .containsExactlyElementsOf(texts(line.get("receivers")));
      assertThat(found)
          .describedAs("%s", line)
          .extracting(RoutingTree.Node::key)
          .containsExactlyElementsOf(texts(line.get("keys")));
      for (int i = 0; i < found.size(); i++) {
        JsonNode options = line.get("opts").get(i);
        RoutingTree.Node node = found.get(i);
        assertThat(node.groupByAll()).isEqualTo(options.get("GroupByAll").asBoolean());
        if (options.get("GroupBy").has("args")) {
          assertThat(node.groupBy())
              .isEqualTo(new TreeSet<>(texts(options.get("GroupBy").get("args"))));
        }
        assertThat(node.groupWait())
            .isEqualTo(duration(options.get("GroupWait"), Duration.ofSeconds(30)));
        assertThat(node.groupInterval())
            .isEqualTo(duration(options.get("GroupInterval"), Duration.ofMinutes(5)));
        assertThat(node.repeatInterval())
            .isEqualTo(duration(options.get("RepeatInterval"), Duration.ofHours(4)));
      }
      checked++;
    }
    System.out.printf("Alertmanager's route cases: %d%n", checked);
    assertThat(checked).isPositive();
  }

  private static List<String> texts(JsonNode array) {
    List<String> all = new ArrayList<>();
    array.forEach(item -> all.add(item.asText()));
    return all;
  }

  private static Duration duration(JsonNode value, Duration otherwise) {
    if (!value.has("_go")) {
      return otherwise;
    }
    String[] parts = value.get("_go").asText().split(" \\* time\\.");
    long count = Long.parseLong(parts[0]);
    return switch (parts[1]) {
      case "Second" -> Duration.ofSeconds(count);
      case "Minute" -> Duration.ofMinutes(count);
      default -> Duration.ofHours(count);
    };
  }

  // Inhibitions

  private static InhibitionRule rule(String source, String target, String... equal) {
    return new InhibitionRule(
        "",
        MatcherSyntax.FALLBACK.parse(source).matchers(),
        MatcherSyntax.FALLBACK.parse(target).matchers(),
        List.of(equal));
  }

  private static Map<String, String> labels(JsonNode set) {
    Map<String, String> labels = new LinkedHashMap<>();
    set.fields()
        .forEachRemaining(
            label -> {
              if (!label.getKey().startsWith("_")) {
                labels.put(label.getKey(), label.getValue().asText());
              }
            });
    return labels;
  }

  @Test
  void inhibitions() {
    // The alerts and rules are those of upstream's test functions; the cases hold the rest.
    List<Map<String, String>> firing =
        List.of(Map.of("s1", "1", "t1", "2", "e", "1"), Map.of("s2", "1", "t2", "1", "e", "1"));
    int checked = 0;
    for (JsonNode line : Corpora.lines("upstream/alertmanager_inhibit_cases.jsonl")) {
      JsonNode one = line.get("case");
      switch (line.get("test").asText()) {
        case "TestInhibitRuleMatches", "TestInhibitRuleMatchers" -> {
          boolean negated = line.get("test").asText().equals("TestInhibitRuleMatchers");
          List<InhibitionRule> rules =
              List.of(rule("s1=1", negated ? "t1!=1" : "t1=1", "e"), rule("s2=1", "t2=1", "e"));
          Map<String, String> target = labels(one.get("target"));
          boolean muted =
              rules.stream()
                  .anyMatch(rule -> firing.stream().anyMatch(source -> rule.mutes(source, target)));
          assertThat(muted).describedAs("%s", line).isEqualTo(one.get("expected").asBoolean());
          checked++;
        }
        case "TestInhibitRuleHasEqual" -> {
          InhibitionRule rule =
              rule("", "", texts(one.get("equal").get("_items")).toArray(new String[0]));
          Map<String, String> input = labels(one.get("input"));
          boolean muted = false;
          for (JsonNode initial : one.get("initial")) {
            JsonNode alert = initial.get("Alert");
            boolean resolved = alert.get("EndsAt").toString().contains("-time");
            // Two alerts that match both sides do not mute each other; here nothing matches.
            boolean equal =
                rule.equal().stream()
                    .allMatch(
                        label ->
                            labels(alert.get("Labels"))
                                .getOrDefault(label, "")
                                .equals(input.getOrDefault(label, "")));
            muted |= equal && !resolved;
          }
          assertThat(muted).describedAs("%s", line).isEqualTo(one.get("result").asBoolean());
          checked++;
        }
        case "TestInhibit" -> {
          InhibitionRule rule = rule("s=1", "t=1", "e");
          boolean fires =
              one.get("alerts").toString().contains("[false]")
                  && !one.get("alerts").toString().contains("[true]");
          List<Map<String, String>> sources =
              fires ? List.of(Map.of("s", "1", "e", "f")) : List.of();
          for (JsonNode expected : one.get("expected")) {
            boolean muted = rule.mutedBy(labels(expected.get("lbls")), sources).isPresent();
            assertThat(muted).describedAs("%s", line).isEqualTo(expected.get("muted").asBoolean());
          }
          checked++;
        }
        default -> {}
      }
    }
    System.out.printf("Alertmanager's inhibition cases: %d%n", checked);
    assertThat(checked).isPositive();
  }

  // Time intervals

  @Test
  void timeIntervals() {
    int checked = 0;
    for (JsonNode line : Corpora.lines("upstream/alertmanager_timeinterval_cases.jsonl")) {
      JsonNode one = line.get("case");
      if (one.has("timeInterval")) {
        TimeSpec spec = spec(one.get("timeInterval"));
        one.get("validTimeStrings").forEach(t -> assertThat(spec.contains(at(t))).isTrue());
        one.get("invalidTimeStrings").forEach(t -> assertThat(spec.contains(at(t))).isFalse());
        checked++;
      } else if (one.has("timeString")) {
        boolean fails =
            !AlertmanagerFile.errorsOf("time_range", one.get("timeString").asText()).isEmpty();
        assertThat(fails).describedAs("%s", line).isEqualTo(one.get("expectError").asBoolean());
        checked++;
      } else if (one.has("in")) {
        yamlCase(line, one);
        checked++;
      } else if (one.has("mutedBy")) {
        JsonNode date = one.get("now").get("args");
        ZoneId zone =
            date.get(7).get("_id").asText().equals("sydney")
                ? ZoneId.of("Australia/Sydney")
                : ZoneOffset.UTC;
        Instant now =
            LocalDateTime.of(
                    date.get(0).asInt(),
                    date.get(1).asInt(),
                    date.get(2).asInt(),
                    date.get(3).asInt(),
                    date.get(4).asInt())
                .atZone(zone)
                .toInstant();
        List<String> muted = new ArrayList<>();
        eveningsAndWeekends()
            .forEach(
                (name, spec) -> {
                  if (spec.contains(now)) {
                    muted.add(name);
                  }
                });
        assertThat(muted).describedAs("%s", line).isEqualTo(texts(one.get("mutedBy")));
        checked++;
      }
    }
    System.out.printf("Alertmanager's time interval cases: %d%n", checked);
    assertThat(checked).isGreaterThan(20);
  }

  private static void yamlCase(JsonNode line, JsonNode one) {
    String yaml = one.get("in").asText();
    boolean list = yaml.contains("\n- ");
    String whole = list ? "name: x\ntime_intervals:\n" + yaml.replace("---\n", "") : yaml;
    String struct = list ? "time_interval" : "time_spec";
    List<?> errors = AlertmanagerFile.errorsOf(struct, whole);
    assertThat(errors.isEmpty())
        .describedAs("%s %s", line, errors)
        .isNotEqualTo(one.path("expectError").asBoolean(false));
    if (errors.isEmpty()) {
      Section section = section(struct, whole);
      List<TimeSpec> specs =
          list
              ? section.sections("time_intervals").stream().map(ConfigSemantics::time).toList()
              : List.of(ConfigSemantics.time(section));
      one.path("contains").forEach(t -> assertThat(specs).anyMatch(spec -> spec.contains(at(t))));
      one.path("excludes").forEach(t -> assertThat(specs).noneMatch(spec -> spec.contains(at(t))));
    }
  }

  private static Instant at(JsonNode text) {
    return OffsetDateTime.parse(text.asText(), RFC822Z).toInstant();
  }

  private static TimeSpec spec(JsonNode interval) {
    return new TimeSpec(
        ranges(interval, "Times", r -> range(r, "StartMinute", "EndMinute")),
        ranges(interval, "Weekdays", r -> range(r.get(0), "Begin", "End")),
        ranges(interval, "DaysOfMonth", r -> range(r.get(0), "Begin", "End")),
        ranges(interval, "Months", r -> range(r.get(0), "Begin", "End")),
        ranges(interval, "Years", r -> range(r.get(0), "Begin", "End")),
        interval.has("Location")
            ? Optional.of(
                ZoneId.of(
                    interval.get("Location").get("_items").get(0).get("args").get(0).asText()))
            : Optional.empty());
  }

  private static TimeSpec.Range range(JsonNode node, String begin, String end) {
    return new TimeSpec.Range(node.get(begin).asInt(), node.get(end).asInt());
  }

  private static Optional<List<TimeSpec.Range>> ranges(
      JsonNode interval, String field, Function<JsonNode, TimeSpec.Range> reading) {
    if (!interval.has(field)) {
      return Optional.empty();
    }
    List<TimeSpec.Range> all = new ArrayList<>();
    interval.get(field).forEach(item -> all.add(reading.apply(item)));
    return Optional.of(all);
  }

  private static Map<String, TimeSpec> eveningsAndWeekends() {
    Optional<ZoneId> sydney = Optional.of(ZoneId.of("Australia/Sydney"));
    Map<String, TimeSpec> all = new LinkedHashMap<>();
    all.put(
        "evenings",
        new TimeSpec(
            Optional.of(
                List.of(TimeSpec.times("00:00", "09:00"), TimeSpec.times("17:00", "24:00"))),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            sydney));
    all.put(
        "weekends",
        new TimeSpec(
            Optional.empty(),
            Optional.of(List.of(TimeSpec.weekdays("saturday"), TimeSpec.weekdays("sunday"))),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            sydney));
    return all;
  }
}
