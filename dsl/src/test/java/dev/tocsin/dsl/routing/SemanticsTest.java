package dev.tocsin.dsl.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.dsl.promql.MatchOp;
import dev.tocsin.dsl.promql.Matcher;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SemanticsTest {
  private static final MatcherSyntax FALLBACK = MatcherSyntax.FALLBACK;

  @Test
  void theNewerSyntaxIsReadFirstThenTheOlder() {
    assertThat(FALLBACK.parse("{foo=bar, bar=~\"b.*\"}").matchers())
        .containsExactly(
            Matcher.of("foo", MatchOp.EQUAL, "bar"), Matcher.of("bar", MatchOp.MATCHES, "b.*"));
    MatcherSyntax.Reading onlyClassic = FALLBACK.parse("foo=bar baz");
    assertThat(onlyClassic.matchers()).containsExactly(Matcher.of("foo", MatchOp.EQUAL, "bar baz"));
    assertThat(onlyClassic.warning()).isPresent();
    assertThat(FALLBACK.parse("foo🙂=bar").matchers())
        .containsExactly(Matcher.of("foo🙂", MatchOp.EQUAL, "bar"));
  }

  @Test
  void whereBothSyntaxesDisagreeTheOlderWins() {
    MatcherSyntax.Reading reading = FALLBACK.parse("{foo=\"\\xf0\\x9f\\x99\\x82\"}");
    assertThat(reading.matchers())
        .containsExactly(Matcher.of("foo", MatchOp.EQUAL, "\\xf0\\x9f\\x99\\x82"));
    assertThat(reading.warning()).isPresent();
    assertThat(MatcherSyntax.UTF8.parse("foo=\"\\xf0\\x9f\\x99\\x82\"").matchers())
        .containsExactly(Matcher.of("foo", MatchOp.EQUAL, "🙂"));
  }

  @Test
  void whatNeitherReadsIsReportedInTheOldersWords() {
    assertThat(FALLBACK.parse("foo!bar").error()).hasValue("bad matcher format: foo!bar");
    assertThat(FALLBACK.parse("foo=~\"[a\"").error())
        .hasValue("error parsing regexp: missing closing ]: `[a)$`");
    assertThat(FALLBACK.parseOne("{foo=bar}").error())
        .hasValue("unexpected open or close brace: {foo=bar}");
  }

  private static RouteSpec route(
      String receiver, String matchers, List<String> groupBy, boolean more, RouteSpec... below) {
    return new RouteSpec(
        Optional.of(receiver).filter(name -> !name.isEmpty()),
        FALLBACK.parse(matchers).matchers(),
        Optional.of(groupBy).filter(labels -> !labels.isEmpty()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        more,
        List.of(below));
  }

  @Test
  void anAlertTakesTheFirstChildAndGoesOnPastOnesThatContinue() {
    RoutingTree tree =
        RoutingTree.of(
            route(
                "default",
                "",
                List.of("alertname"),
                false,
                route("a", "team=a", List.of(), true),
                route("", "team=~a|b", List.of("..."), false, route("b2", "x=y", List.of(), false)),
                route("never", "team=a", List.of(), false)));
    assertThat(tree.match(Map.of("team", "a")))
        .extracting(RoutingTree.Node::receiver)
        .containsExactly("a", "default");
    assertThat(tree.match(Map.of("team", "z"))).containsExactly(tree.root());
    RoutingTree.Node deep = tree.match(Map.of("team", "b", "x", "y")).get(0);
    assertThat(deep.receiver()).isEqualTo("b2");
    assertThat(deep.groupByAll()).isTrue();
    assertThat(deep.groupKey(Map.of("team", "b", "x", "y")))
        .isEqualTo("{}/{team=~\"a|b\"}/{x=\"y\"}:{team=\"b\", x=\"y\"}");
    assertThat(tree.explain(Map.of("team", "b", "x", "z")))
        .extracting(visit -> visit.outcome().toString() + visit.deciding().map(Object::toString))
        .containsExactly(
            "PASSED_ONOptional.empty",
            "REFUSEDOptional[team=\"a\"]",
            "TAKENOptional.empty",
            "REFUSEDOptional[x=\"y\"]");
  }

  @Test
  void labelsMissingOnBothSidesAgree() {
    InhibitionRule rule =
        new InhibitionRule(
            "",
            FALLBACK.parse("severity=critical").matchers(),
            FALLBACK.parse("severity=warning").matchers(),
            List.of("cluster"));
    Map<String, String> warning = Map.of("severity", "warning");
    assertThat(rule.mutes(Map.of("severity", "critical"), warning)).isTrue();
    assertThat(rule.mutes(Map.of("severity", "critical", "cluster", "a"), warning)).isFalse();
    assertThat(rule.mutes(Map.of("severity", "critical", "cluster", ""), warning)).isTrue();
  }

  @Test
  void anAlertThatIsSourceAndTargetDoesNotInhibitItself() {
    InhibitionRule rule =
        new InhibitionRule(
            "", FALLBACK.parse("a=b").matchers(), FALLBACK.parse("c=d").matchers(), List.of());
    Map<String, String> both = Map.of("a", "b", "c", "d");
    assertThat(rule.mutes(both, both)).isFalse();
    assertThat(rule.mutes(Map.of("a", "b"), both)).isTrue();
    assertThat(rule.mutes(both, Map.of("c", "d"))).isTrue();
  }

  private static InhibitionRule rule(String source, String target, String... equal) {
    return new InhibitionRule(
        "", FALLBACK.parse(source).matchers(), FALLBACK.parse(target).matchers(), List.of(equal));
  }

  /** Each case was played on Alertmanager 0.25.0, 0.28.1 and 0.33.1. */
  @Test
  void anAlertThatMatchesBothSidesNeedsASourceThatIsNoTarget() {
    Map<String, String> warning = Map.of("severity", "warning");
    assertThat(rule("severity=warning", "severity=warning").couldMute(warning)).isFalse();
    assertThat(rule("severity=warning", "severity=warning").neverMutes()).isPresent();
    InhibitionRule wider = rule("severity=~\"critical|warning\"", "severity=warning");
    assertThat(wider.couldMute(warning)).isTrue();
    assertThat(wider.mutes(Map.of("severity", "critical"), warning)).isTrue();
    assertThat(wider.mutes(warning, warning)).isFalse();
    assertThat(wider.neverMutes()).isEmpty();
    InhibitionRule agreeing =
        rule("severity=~\"critical|warning\"", "severity=warning", "severity");
    assertThat(agreeing.couldMute(warning)).isFalse();
    assertThat(agreeing.neverMutes()).isPresent();
    InhibitionRule narrower = rule("k=~\"x|y\"", "k=~\"x|y|z\"");
    assertThat(narrower.couldMute(Map.of("k", "x"))).isFalse();
    assertThat(narrower.couldMute(Map.of("k", "z"))).isTrue();
    assertThat(narrower.neverMutes()).isEmpty();
    assertThat(rule("a!=b", "a=~\".+\"").couldMute(Map.of("a", "c"))).isTrue();
    assertThat(rule("a=b", "a=c", "a").neverMutes()).isPresent();
    assertThat(rule("a=b", "a=c").neverMutes()).isEmpty();
  }

  private static TimeSpec at(String start, String end, String zone) {
    return new TimeSpec(
        Optional.of(List.of(TimeSpec.times(start, end))),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(TimeSpec.location(zone)));
  }

  @Test
  void clocksThatGoForwardAndBackAreFollowed() {
    TimeSpec hour = at("02:00", "03:00", "Europe/Berlin");
    // 2026-03-29: there is no hour from two to three. 2026-10-25: there are two.
    assertThat(hour.contains(Instant.parse("2026-03-29T00:59:00Z"))).isFalse();
    assertThat(hour.contains(Instant.parse("2026-03-29T01:00:00Z"))).isFalse();
    assertThat(hour.contains(Instant.parse("2026-10-25T00:30:00Z"))).isTrue();
    assertThat(hour.contains(Instant.parse("2026-10-25T01:30:00Z"))).isTrue();
    assertThat(hour.contains(Instant.parse("2026-10-25T02:00:00Z"))).isFalse();
  }

  @Test
  void aMonthThatLosesAnHourIsADayShortAsInAlertmanager() {
    TimeSpec last =
        new TimeSpec(
            Optional.empty(),
            Optional.empty(),
            Optional.of(List.of(TimeSpec.daysOfMonth("-1"))),
            Optional.empty(),
            Optional.empty(),
            Optional.of(ZoneId.of("Europe/Berlin")));
    assertThat(last.contains(Instant.parse("2026-03-30T12:00:00Z"))).isTrue();
    assertThat(last.contains(Instant.parse("2026-03-31T12:00:00Z"))).isFalse();
    assertThat(last.contains(Instant.parse("2026-05-31T12:00:00Z"))).isTrue();
  }

  @Test
  void zonesAreThoseOfTheTimeZoneDatabase() {
    assertThat(TimeSpec.location("Australia/Sydney")).isEqualTo(ZoneId.of("Australia/Sydney"));
    assertThat(TimeSpec.location("EST").getRules().isFixedOffset()).isTrue();
    assertThatThrownBy(() -> TimeSpec.location("GMT+5")).hasMessage("unknown time zone GMT+5");
  }

  /** The shortcut for plain spellings says what the whole parsers say: a blank keeps it out. */
  @Test
  void plainMatchersAreReadAsAllOthers() {
    Random random = new Random(5);
    List<String> names = List.of("a", "_b9", "A_b", "9a", "a-b", "ä", "a:b", "");
    List<String> operators = List.of("=", "!=", "=~", "!~", "==", "=!", "~", "");
    List<String> values =
        List.of(
            "\"x\"",
            "\"\"",
            "x",
            "\"a b\"",
            "\"a\\\"b\"",
            "\"[a\"",
            "\"a|b.*\"",
            "\"a,b\"",
            "\"{a}\"",
            "\"a{2}\"",
            "\"a",
            "a\"",
            "\"a\"b",
            "\"ü\"",
            "\"a\\d\"",
            "\" a \"",
            "\"#\"",
            "\"'\"",
            "\"=\"",
            "\"~\"");
    int plain = 0;
    for (int i = 0; i < 5000; i++) {
      String text =
          names.get(random.nextInt(names.size()))
              + operators.get(random.nextInt(operators.size()))
              + values.get(random.nextInt(values.size()));
      MatcherSyntax.Reading reading = FALLBACK.parse(text);
      MatcherSyntax.Reading slow = FALLBACK.parse(" " + text);
      assertThat(reading.matchers()).describedAs(text).isEqualTo(slow.matchers());
      assertThat(reading.warning().isPresent()).isEqualTo(slow.warning().isPresent());
      assertThat(reading.isValid()).describedAs(text).isEqualTo(slow.isValid());
      plain += reading.isValid() ? 1 : 0;
    }
    assertThat(plain).isPositive();
  }

  /** {@code match} asks only routes that can take the alert, {@code explain} asks all. */
  @Test
  void theIndexTakesNothingAway() {
    Random random = new Random(11);
    for (int tree = 0; tree < 300; tree++) {
      RoutingTree routes = RoutingTree.of(randomRoute(random, 3, true));
      for (int i = 0; i < 20; i++) {
        Map<String, String> labels = new TreeMap<>();
        for (String name : List.of("a", "b", "c")) {
          if (random.nextInt(4) > 0) {
            labels.put(name, List.of("x", "y", "zz", "").get(random.nextInt(4)));
          }
        }
        List<String> asked =
            routes.explain(labels).stream()
                .filter(visit -> visit.outcome() == RoutingTree.Outcome.TAKEN)
                .map(visit -> visit.node().id())
                .toList();
        assertThat(routes.match(labels)).extracting(RoutingTree.Node::id).isEqualTo(asked);
      }
    }
  }

  private static RouteSpec randomRoute(Random random, int depth, boolean root) {
    List<String> matchers =
        List.of("", "a=x", "a=y", "b=zz", "b=\"\"", "c!=x", "a=~\"x|y\"", "b=~z.*");
    String text = root ? "" : matchers.get(random.nextInt(matchers.size()));
    if (!root && random.nextInt(3) == 0) {
      text += (text.isEmpty() ? "" : ",") + matchers.get(1 + random.nextInt(matchers.size() - 1));
    }
    RouteSpec[] below = new RouteSpec[depth == 0 ? 0 : random.nextInt(6)];
    for (int i = 0; i < below.length; i++) {
      below[i] = randomRoute(random, depth - 1, false);
    }
    return route("r", text, List.of(), random.nextBoolean(), below);
  }
}
