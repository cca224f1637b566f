package dev.tocsin.harness.compressed;

import static dev.tocsin.dsl.MonitoringModel.monitoring;
import static dev.tocsin.dsl.RuleGroup.group;
import static dev.tocsin.dsl.alertmanager.AlertmanagerConfig.alertmanager;
import static dev.tocsin.dsl.alertmanager.Inhibition.whileFiring;
import static dev.tocsin.dsl.alertmanager.Receiver.receiver;
import static dev.tocsin.dsl.alertmanager.Route.to;
import static dev.tocsin.dsl.alertmanager.Webhook.webhook;
import static dev.tocsin.dsl.metric.Promql.promql;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.Alert;
import dev.tocsin.dsl.Label;
import dev.tocsin.dsl.MonitoringModel;
import dev.tocsin.dsl.alertmanager.AlertmanagerConfig;
import dev.tocsin.dsl.alertmanager.Inhibition;
import dev.tocsin.dsl.alertmanager.Receiver;
import dev.tocsin.dsl.alertmanager.Route;
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
          .labelled(TEAM, "llm")
          .labelled(Label.SEVERITY, "critical");

  private static final Alert POOR =
      Alert.plain("Poor")
          .when(promql("poor > 1").exists())
          .labelled(TEAM, "llm")
          .labelled(Label.SEVERITY, "warning");

  private static Receiver hook(String name) {
    return receiver(name, webhook(URI.create("http://" + name + ".example.org")));
  }

  private static MonitoringModel model(Route root, Inhibition... inhibitions) {
    return monitoring("shop", group("alerts", BAD, POOR))
        .notifying(alertmanager(root).inhibiting(inhibitions));
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
      to(hook("llm"))
          .when(TEAM.is("llm"))
          .with(
              to(hook("pager")).when(Label.SEVERITY.is("critical")),
              to(hook("chat")).when(Label.SEVERITY.is("warning")));

  @Test
  void aMiddleRouteIsDemandedForWhatItsChildrenLeave() {
    Route root = to(hook("all")).with(LLM);
    MonitoringModel model = model(root);
    Verdict bad = holding(BAD, Map.of(), LLM.children().get(0));
    Verdict poor = holding(POOR, Map.of(), LLM.children().get(1));

    assertThat(Coverage.of(model, List.of(bad, poor)).missing())
        .anySatisfy(
            it ->
                assertThat(it)
                    .startsWith("route {team=\"llm\"} to llm")
                    .contains("{team=\"llm\"}"));

    Route rest = to(hook("rest")).when(Label.SEVERITY.isNot("critical"));
    Route full = LLM.withChildren(List.of(LLM.children().get(0), rest));
    assertThat(
            Coverage.of(
                    model(to(hook("all")).with(full)), List.of(bad, holding(POOR, Map.of(), rest)))
                .missing())
        .noneMatch(it -> it.startsWith("route {team=\"llm\"} to llm"));
  }

  @Test
  void whatTheChildrenOfAMiddleRouteLeaveIsToldToAlertmanager() {
    Suite suite = Suite.of(model(to(hook("all")).with(LLM)));

    assertThat(DefaultRouteProbe.of(suite))
        .extracting(DefaultRouteProbe::name)
        .containsExactly(DefaultRouteProbe.NAME, DefaultRouteProbe.NAME + "2");
  }

  @Test
  void labelsForAMiddleRouteKeepToAllMatchersOnTheWayAndBesideIt() {
    Route inner =
        to(hook("inner"))
            .when(Label.JOB.matches("node.*|blackbox"), TEAM.isNot("x"))
            .with(to(hook("leaf")).when(Label.INSTANCE.is("")));
    Route root = to(hook("all")).with(to(hook("first")).when(TEAM.isNot("y")), inner);

    Map<String, String> labels = CatchAllLabelSearch.labels(root, inner, "Some").orElseThrow();
    assertThat(labels).containsEntry("team", "y").containsKey("instance");
    assertThat(labels.get("job")).matches("node.*|blackbox");
    Route all = to(hook("every"));
    assertThat(CatchAllLabelSearch.labels(to(hook("all")).with(all), all, "Some")).isPresent();
    Route closed = to(hook("closed")).with(all);
    assertThat(CatchAllLabelSearch.labels(to(hook("root")).with(closed), closed, "Some")).isEmpty();
  }

  /** It would mute what cases are about, or be muted by it. */
  @Test
  void nothingIsToldThatAnInhibitionConcerns() {
    Route root = to(hook("all")).with(LLM);
    AlertmanagerConfig config =
        alertmanager(root).inhibiting(whileFiring(TEAM.is("llm")).mute(POOR).sharing(Label.JOB));
    assertThat(CatchAllLabelSearch.harmless(config, LLM, "Some").orElseThrow()).containsKey("job");

    AlertmanagerConfig bare =
        alertmanager(root).inhibiting(whileFiring(TEAM.is("llm")).mute(POOR).sharing(TEAM));
    assertThat(CatchAllLabelSearch.harmless(bare, LLM, "Some")).isEmpty();
  }

  /** It fired by the other branch, which has the label that is printed. */
  @Test
  void aBranchWithoutALabelThatIsPrintedIsNotExercised() {
    Route leaf = to(hook("leaf"));
    Alert gone =
        Alert.plain("Gone")
            .when(promql("up{job=\"shop\"} == 0 or absent(up{job=\"shop\"})").exists())
            .annotated("summary", "{{ $labels.instance }} is gone");
    MonitoringModel model = model(leaf).withGroups(List.of(group("g", gone)));

    assertThat(Coverage.of(model, List.of(holding(gone, Map.of(), leaf))).missing())
        .singleElement()
        .asString()
        .contains("alert Gone", "{{ $labels.instance }}", "`absent(up{job=\"shop\"})`");
  }

  /** What a list of targets names and nothing tries could be lost unnoticed. */
  @Test
  void whatIsExercisedInPartIsTold() {
    Route leaf = to(hook("leaf")).when(TEAM.is("llm"));
    Alert down = Alert.plain("Down").when(promql("up == 0").exists()).labelled(TEAM, "llm");
    Inhibition both = whileFiring(down).mute(BAD, POOR).sharing(TEAM);
    MonitoringModel model =
        model(to(hook("all")).with(leaf), both).withGroups(List.of(group("g", BAD, POOR, down)));
    Verdict told =
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
                told));
    assertThat(coverage.missing()).isEmpty();
    assertThat(coverage.notes())
        .hasSize(2)
        .anySatisfy(it -> assertThat(it).contains("told Alertmanager itself", "route to all"))
        .anySatisfy(it -> assertThat(it).contains("was seen to mute Poor, and not Bad"));
  }

  @Test
  void twoRoutesThatSayTheSameAreTwo() {
    Route first = to(hook("chat")).when(TEAM.is("llm")).continuing();
    Route second = to(hook("chat")).when(TEAM.is("llm")).continuing();
    MonitoringModel model = model(to(hook("all")).with(first, second));

    assertThat(Coverage.of(model, List.of(holding(BAD, Map.of(), first))).missing())
        .filteredOn(it -> it.startsWith("route {team="))
        .hasSize(1);
    assertThat(Coverage.of(model, List.of(holding(BAD, Map.of(), first, second))).missing())
        .noneMatch(it -> it.startsWith("route {team="));
  }
}
