package dev.tocsin.harness.accelerated;

import static dev.tocsin.dsl.alertmanager.Webhook.webhook;
import static dev.tocsin.dsl.metric.Promql.promql;
import static dev.tocsin.dsl.model.AlertmanagerConfig.alertmanager;
import static dev.tocsin.dsl.model.Inhibition.inhibit;
import static dev.tocsin.dsl.model.MonitoringModel.monitoring;
import static dev.tocsin.dsl.model.Receiver.receiver;
import static dev.tocsin.dsl.model.Route.route;
import static dev.tocsin.dsl.model.RuleGroup.group;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.AlertmanagerConfig;
import dev.tocsin.dsl.model.Inhibition;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Receiver;
import dev.tocsin.dsl.model.Route;
import dev.tocsin.harness.report.Evidence;
import dev.tocsin.harness.scenario.Suite;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What counts as exercised, by verdicts that are made up. */
class CoverageTest {
  private static final Label TEAM = Label.label("team");

  private static final Alert BAD =
      Alert.plain("Bad")
          .when(promql("bad > 1").exists())
          .label(TEAM, "llm")
          .label(Label.SEVERITY, "critical");

  private static final Alert POOR =
      Alert.plain("Poor")
          .when(promql("poor > 1").exists())
          .label(TEAM, "llm")
          .label(Label.SEVERITY, "warning");

  private static Receiver hook(String name) {
    return receiver(name, webhook(URI.create("http://" + name + ".example.org")));
  }

  private static MonitoringModel model(Route root, Inhibition... inhibitions) {
    return monitoring("shop", group("alerts", BAD, POOR))
        .alertmanager(alertmanager(root).inhibitRules(inhibitions));
  }

  private static Verdict holding(
      Alert alert, Map<Inhibition, Set<String>> muted, Route... through) {
    return new Verdict(
        alert.name(),
        List.of(alert),
        "",
        Optional.empty(),
        false,
        List.of(),
        new Evidence(),
        List.of(),
        List.of(),
        List.of(through),
        muted,
        Set.of(),
        1);
  }

  /** Its children take what is critical or warns, and an info goes to it. */
  private static final Route LLM =
      route(hook("llm"))
          .matchers(TEAM.is("llm"))
          .routes(
              route(hook("pager")).matchers(Label.SEVERITY.is("critical")),
              route(hook("chat")).matchers(Label.SEVERITY.is("warning")));

  @Test
  void aMiddleRouteIsDemandedForWhatItsChildrenLeave() {
    Route root = route(hook("all")).routes(LLM);
    MonitoringModel model = model(root);
    Verdict bad = holding(BAD, Map.of(), LLM.routes().get(0));
    Verdict poor = holding(POOR, Map.of(), LLM.routes().get(1));

    assertThat(Coverage.of(model, List.of(bad, poor)).missing())
        .anySatisfy(
            it ->
                assertThat(it)
                    .startsWith("route {team=\"llm\"} to llm")
                    .contains("{team=\"llm\"}"));

    Route rest = route(hook("rest")).matchers(Label.SEVERITY.isNot("critical"));
    Route full = LLM.withRoutes(List.of(LLM.routes().get(0), rest));
    assertThat(
            Coverage.of(
                    model(route(hook("all")).routes(full)),
                    List.of(bad, holding(POOR, Map.of(), rest)))
                .missing())
        .noneMatch(it -> it.startsWith("route {team=\"llm\"} to llm"));
  }

  @Test
  void theAlertThatNoChildOfAMiddleRouteMatchesIsPosted() {
    Suite suite = Suite.of(model(route(hook("all")).routes(LLM)));

    assertThat(DefaultRouteProbe.of(suite))
        .extracting(DefaultRouteProbe::name)
        .containsExactly(DefaultRouteProbe.NAME, DefaultRouteProbe.NAME + "2");
  }

  @Test
  void labelsForAMiddleRouteMeetAllMatchersOnThePathAndBesideIt() {
    Route inner =
        route(hook("inner"))
            .matchers(Label.JOB.matches("node.*|blackbox"), TEAM.isNot("x"))
            .routes(route(hook("leaf")).matchers(Label.INSTANCE.is("")));
    Route root = route(hook("all")).routes(route(hook("first")).matchers(TEAM.isNot("y")), inner);

    Map<String, String> labels = CatchAllLabelSearch.labels(root, inner, "Some").orElseThrow();
    assertThat(labels).containsEntry("team", "y").containsKey("instance");
    assertThat(labels.get("job")).matches("node.*|blackbox");
    Route all = route(hook("every"));
    assertThat(CatchAllLabelSearch.labels(route(hook("all")).routes(all), all, "Some")).isPresent();
    Route closed = route(hook("closed")).routes(all);
    assertThat(CatchAllLabelSearch.labels(route(hook("root")).routes(closed), closed, "Some"))
        .isEmpty();
  }

  /** It would mute what cases are about, or be muted by it. */
  @Test
  void nothingThatAnInhibitionConcernsIsReported() {
    Route root = route(hook("all")).routes(LLM);
    AlertmanagerConfig config =
        alertmanager(root).inhibitRules(inhibit(POOR).whileFiring(TEAM.is("llm")).equal(Label.JOB));
    assertThat(CatchAllLabelSearch.harmless(config, LLM, "Some").orElseThrow()).containsKey("job");

    AlertmanagerConfig bare =
        alertmanager(root).inhibitRules(inhibit(POOR).whileFiring(TEAM.is("llm")).equal(TEAM));
    assertThat(CatchAllLabelSearch.harmless(bare, LLM, "Some")).isEmpty();
  }

  /** It fired by the other branch, which has the label that is printed. */
  @Test
  void aBranchWithoutALabelThatIsPrintedIsNotExercised() {
    Route leaf = route(hook("leaf"));
    Alert gone =
        Alert.plain("Gone")
            .when(promql("up{job=\"shop\"} == 0 or absent(up{job=\"shop\"})").exists())
            .annotation("summary", "{{ $labels.instance }} is gone");
    MonitoringModel model = model(leaf).withGroups(List.of(group("g", gone)));

    assertThat(Coverage.of(model, List.of(holding(gone, Map.of(), leaf))).missing())
        .singleElement()
        .asString()
        .contains("alert Gone", "{{ $labels.instance }}", "`absent(up{job=\"shop\"})`");
  }

  /** What a list of targets names and nothing tries could be lost unnoticed. */
  @Test
  void whatIsCoveredInPartIsReported() {
    Route leaf = route(hook("leaf")).matchers(TEAM.is("llm"));
    Alert down = Alert.plain("Down").when(promql("up == 0").exists()).label(TEAM, "llm");
    Inhibition both = inhibit(BAD, POOR).whileFiring(down).equal(TEAM);
    MonitoringModel model =
        model(route(hook("all")).routes(leaf), both)
            .withGroups(List.of(group("g", BAD, POOR, down)));
    Verdict notified =
        new Verdict(
            DefaultRouteProbe.NAME,
            List.of(),
            "",
            Optional.empty(),
            false,
            List.of(),
            new Evidence(),
            List.of(),
            List.of(),
            List.of(model.alertmanager().orElseThrow().root()),
            Map.of(),
            Set.of(),
            1);

    Coverage coverage =
        Coverage.of(
            model,
            List.of(
                holding(BAD, Map.of(), leaf),
                holding(POOR, Map.of(both, Set.of("Poor")), leaf),
                holding(down, Map.of(), leaf),
                notified));
    assertThat(coverage.missing()).isEmpty();
    assertThat(coverage.notes())
        .hasSize(2)
        .anySatisfy(it -> assertThat(it).contains("posted to Alertmanager", "route to all"))
        .anySatisfy(it -> assertThat(it).contains("muted Poor, but not Bad"));
  }

  @Test
  void twoRoutesThatSayTheSameAreTwo() {
    Route first = route(hook("chat")).matchers(TEAM.is("llm")).continueMatching();
    Route second = route(hook("chat")).matchers(TEAM.is("llm")).continueMatching();
    MonitoringModel model = model(route(hook("all")).routes(first, second));

    assertThat(Coverage.of(model, List.of(holding(BAD, Map.of(), first))).missing())
        .filteredOn(it -> it.startsWith("route {team="))
        .hasSize(1);
    assertThat(Coverage.of(model, List.of(holding(BAD, Map.of(), first, second))).missing())
        .noneMatch(it -> it.startsWith("route {team="));
  }
}
