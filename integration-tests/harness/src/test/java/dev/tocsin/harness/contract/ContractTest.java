package dev.tocsin.harness.contract;

import static dev.tocsin.dsl.metric.Label.JOB;
import static dev.tocsin.dsl.metric.Label.SEVERITY;
import static dev.tocsin.dsl.metric.Label.label;
import static dev.tocsin.dsl.metric.Metric.counter;
import static dev.tocsin.dsl.metric.Metric.gauge;
import static dev.tocsin.dsl.metric.Metric.histogram;
import static dev.tocsin.dsl.metric.Promql.by;
import static dev.tocsin.dsl.metric.Promql.promql;
import static dev.tocsin.dsl.metric.Quantity.count;
import static dev.tocsin.dsl.metric.Quantity.milliseconds;
import static dev.tocsin.dsl.metric.Quantity.quantity;
import static dev.tocsin.dsl.metric.Quantity.seconds;
import static dev.tocsin.dsl.model.Alert.plain;
import static dev.tocsin.dsl.model.MonitoringModel.monitoring;
import static dev.tocsin.dsl.model.RecordingRule.record;
import static dev.tocsin.dsl.model.RuleGroup.group;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.metric.Count;
import dev.tocsin.dsl.metric.Counter;
import dev.tocsin.dsl.metric.Gauge;
import dev.tocsin.dsl.metric.Histogram;
import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.metric.Seconds;
import dev.tocsin.dsl.metric.Unit;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Rule;
import dev.tocsin.dsl.problem.Problem;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A page that keeps the contract, and each way to break it, by name. */
class ContractTest {
  private interface Orders extends Unit {}

  private static final Label MODEL = label("model");
  private static final Label CODE = label("code");

  private static final Counter<Orders> ORDERS =
      counter("orders_total", Orders.class, MODEL, CODE).where(JOB.is("shop"));
  private static final Histogram<Seconds> WAIT =
      histogram("wait_seconds", Seconds.class, MODEL).where(JOB.is("shop"));
  private static final Gauge<Count> ACTIVE = gauge("active_orders", Count.class, MODEL);

  private static final MonitoringModel MODEL_OF_THE_SHOP =
      monitoring(
          "shop",
          group(
              "shop",
              plain("Failing")
                  .when(
                      ORDERS
                          .where(CODE.matches("5.."))
                          .rate(ofMinutes(5))
                          .sum(by(MODEL))
                          .isGreaterThan(quantity(1, Orders.class).perSecond()))
                  .annotation("summary", "{{ $labels.model }} fails"),
              plain("Slow")
                  .when(
                      WAIT.rate(ofMinutes(5))
                          .sum(by(MODEL))
                          .histogramQuantile(0.95)
                          .round(milliseconds(1))
                          .isGreaterThan(seconds(2))),
              plain("Busy").when(ACTIVE.isGreaterThan(count(10)))));

  private static final String PAGE =
      """
      # TYPE orders_total counter
      orders_total{model="a",code="200"} 7
      orders_total{model="a",code="500"} 0
      # TYPE wait_seconds histogram
      wait_seconds_bucket{model="a",le="1.0"} 1
      wait_seconds_bucket{model="a",le="2.0"} 1
      wait_seconds_bucket{model="a",le="5.0"} 1
      wait_seconds_bucket{model="a",le="+Inf"} 1
      wait_seconds_sum{model="a"} 1
      wait_seconds_count{model="a"} 1
      # TYPE active_orders gauge
      active_orders{model="a"} 3
      # TYPE max_active_orders gauge
      max_active_orders{model="a"} 32
      """;

  @Test
  void aSoundPageKeepsIt() {
    assertThat(problems(PAGE)).isEmpty();
    assertThat(contract(PAGE).table())
        .isEqualTo(
            """
            | metric | defined as | rules | exported by |
            |---|---|---|---|
            | active_orders | gauge of Count, by model | 1 | the shop 1.0 |
            | orders_total | counter of Orders, by model, code | 1 | the shop 1.0 |
            | wait_seconds_bucket | histogram of Seconds, by model | 1 | the shop 1.0 |
            """);
  }

  @Test
  void aRenamedMetric() {
    assertThat(
            only(
                PAGE.replace("orders_total{", "order_total{")
                    .replace("TYPE orders_total", "TYPE order_total")))
        .startsWith("ContractTest.java:")
        .contains(
            ": error: metric `orders_total` is not on the page of job shop (the shop 1.0);"
                + " used by Failing (ContractTest.java:")
        .endsWith(
            "[contract/metric]\n    fix: did you mean `order_total`? Rename it there or here");
  }

  @Test
  void aMetricThatIsNamedButHasNoSeries() {
    assertThat(only(PAGE.replaceAll("(?m)^active_orders.*\n", "")))
        .contains("which names it but has no series of it")
        .contains("start its series at 0");
  }

  @Test
  void anotherType() {
    assertThat(only(PAGE.replace("TYPE orders_total counter", "TYPE orders_total gauge")))
        .contains(
            "metric `orders_total` is used as a counter, but the page of job shop (the shop 1.0)"
                + " says gauge; used by Failing")
        .contains("[contract/type]");
  }

  @Test
  void noType() {
    for (String nothing : List.of("", "# TYPE orders_total untyped\n")) {
      List<Problem> problems =
          problems(nothing + PAGE.replace("# TYPE orders_total counter\n", ""));
      assertThat(problems)
          .singleElement()
          .asString()
          .startsWith("ContractTest.java:")
          .contains(
              ": warning: metric `orders_total` is used as a counter, and the page of job shop (the"
                  + " shop 1.0) does not say what it is; used by Failing")
          .contains("[contract/type]\n    fix: let the exporter write its `# TYPE`");
    }
  }

  @Test
  void anotherUnit() {
    assertThat(problems("# UNIT wait_seconds milliseconds\n" + PAGE))
        .singleElement()
        .asString()
        .contains(
            "metric `wait_seconds_bucket` is defined in Seconds, but the page of job shop (the"
                + " shop 1.0) says milliseconds")
        .contains("[contract/unit]");
  }

  @Test
  void aLabelThatIsGone() {
    assertThat(problems(PAGE.replaceAll("(orders_total.)model=\"a\",", "$1")))
        .extracting(Problem::toString)
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .contains(
                        "metric `orders_total` is defined with the label `model`, which none of its"
                            + " series on the page of job shop (the shop 1.0) carries")
                    .contains("fix: its labels are code"))
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .contains("Failing works with the label `model`, in `sum by (model)`, which")
                    .contains("fix: they carry code, instance, job"))
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .contains("annotation summary of alert \"Failing\": label model is never"))
        .hasSize(3);
  }

  @Test
  void aLabelOfARawExpressionThatIsGone() {
    Contract raw =
        Contract.of(
                monitoring(
                    "raw",
                    group(
                        "raw",
                        plain("Raw")
                            .when(
                                promql(
                                        "sum by (modle) (rate(orders_total{cod=~\"5..\"}[5m])) > 0"
                                            + " unless on (colour) active_orders")
                                    .exists()))))
            .against("shop", PAGE);

    assertThat(raw.problems())
        .extracting(Problem::message)
        .anySatisfy(
            message ->
                assertThat(message)
                    .contains("is asked for the label `cod`, which none of its series"))
        .anySatisfy(message -> assertThat(message).contains("works with the label `modle`"))
        .anySatisfy(message -> assertThat(message).contains("works with the label `colour`"))
        .hasSize(3);
    assertThat(raw.problems())
        .anySatisfy(p -> assertThat(p.help()).contains("did you mean `code`?"));
  }

  @Test
  void aLabelOfATemplateThatIsGone() {
    Alert alert =
        plain("Full")
            .when(promql("active_orders > 1").exists())
            .annotation("summary", "{{ $labels.colour }} on {{ $labels.instance }}");

    assertThat(Contract.of(monitoring("t", group("t", alert))).against("shop", PAGE).problems())
        .singleElement()
        .asString()
        .contains("annotation summary of alert \"Full\"")
        .contains("colour");
  }

  @Test
  void aValueThatNoSeriesHas() {
    assertThat(only(PAGE.replaceAll("(?m)^orders_total.*500.*\n", "")))
        .contains(
            "metric `orders_total` is selected by `code=~\"5..\"`, but `code` has, on the page of"
                + " job shop (the shop 1.0), only 200")
        .contains("[contract/value]");
  }

  /** Which spelling a Prometheus stores, its version decides, and not the page. */
  @Test
  void aBoundaryIsFoundAsExportedAndAsPrometheus3SpellsIt() {
    String page = PAGE.replace("le=\"5.0\"", "le=\"5\"");
    for (String boundary : List.of("5", "5.0")) {
      Alert slow =
          plain("Slow")
              .when(promql("rate(wait_seconds_bucket{le=\"" + boundary + "\"}[5m]) > 1").exists());
      assertThat(Contract.of(monitoring("t", group("t", slow))).against("shop", page).problems())
          .isEmpty();
    }
    Alert other =
        plain("Slow").when(promql("rate(wait_seconds_bucket{le=\"7.0\"}[5m]) > 1").exists());
    assertThat(Contract.of(monitoring("t", group("t", other))).against("shop", page).problems())
        .hasSize(1);
  }

  @Test
  void aHistogramWithoutABoundaryAtTheThreshold() {
    assertThat(only(PAGE.replace("le=\"2.0\"", "le=\"2.5\"")))
        .contains("a quantile of histogram `wait_seconds` is compared with 2, which is no boundary")
        .contains("[contract/boundary]")
        .contains("the next ones are 1 and 2.5");
  }

  @Test
  void aHistogramWhoseLastFiniteBucketIsBelowTheThreshold() {
    String cut = PAGE.replaceAll("(?m)^.*le=\"[25].0\".*\n", "");
    assertThat(problems(cut))
        .extracting(Problem::check)
        .containsExactlyInAnyOrder("contract/boundary", "contract/last-bucket");
    assertThat(only(PAGE.replaceAll("(?m)^.*le=\"5.0\".*\n", "")))
        .contains(
            "a quantile of histogram `wait_seconds` is compared with 2, but its last finite bucket"
                + " on the page of job shop (the shop 1.0) ends at 2: no quantile can be above")
        .contains("[contract/last-bucket]");
  }

  @Test
  void aHistogramWithoutAFiniteBucket() {
    assertThat(only(PAGE.replaceAll("(?m)^.*le=\"[0-9.]+\".*\n", "")))
        .contains(
            "a quantile of histogram `wait_seconds` is compared with 2, but it has no finite bucket"
                + " on the page of job shop (the shop 1.0): every quantile of it is NaN; used by"
                + " Slow")
        .contains("[contract/last-bucket]");
  }

  @Test
  void aGoodHistogramHidesNoBadOneBesideIt() {
    String both = PAGE + bad(PAGE, "b") + bad(PAGE, "c") + bad(PAGE, "d");

    assertThat(only(both))
        .contains(
            "`wait_seconds` is compared with 2, but its last finite bucket on series {model=\"b\"},"
                + " {model=\"c\"} and 1 more on the page of job shop (the shop 1.0) ends at 2")
        .contains("[contract/last-bucket]");
  }

  @Test
  void aHistogramThatNoRuleReadsMayBeAsItLikes() {
    MonitoringModel ofOne =
        monitoring(
            "one",
            group(
                "one",
                plain("Slow")
                    .when(
                        WAIT.where(MODEL.isNot("b"))
                            .rate(ofMinutes(5))
                            .sum(by(MODEL))
                            .histogramQuantile(0.95)
                            .isGreaterThan(seconds(2)))));

    assertThat(Contract.of(ofOne).against("shop", PAGE + bad(PAGE, "b")).problems()).isEmpty();
    assertThat(Contract.of(ofOne).against("shop", PAGE + bad(PAGE, "c")).problems()).hasSize(1);
  }

  /** The page's histogram once more, of another model, and without what is past 2 s. */
  private static String bad(String page, String model) {
    return page.lines()
            .filter(line -> line.startsWith("wait_seconds") && !line.contains("le=\"5.0\""))
            .map(line -> line.replace("model=\"a\"", "model=\"" + model + "\""))
            .collect(Collectors.joining("\n"))
        + "\n";
  }

  @Test
  void aThresholdOnARecordedQuantile() {
    Rule recorded =
        record("model:wait:p95")
            .expr(WAIT.rate(ofMinutes(5)).sum(by(MODEL)).histogramQuantile(0.95));
    Alert alert = plain("Slow").when(promql("1000 * model:wait:p95 > 3000").exists());

    assertThat(
            Contract.of(monitoring("r", group("r", recorded, alert)))
                .against("shop", PAGE)
                .problems())
        .singleElement()
        .asString()
        .contains("is compared with 3, which is no boundary");
  }

  @Test
  void aThresholdThatIsNotBelowTheLimit() {
    assertThat(only(PAGE.replace("max_active_orders{model=\"a\"} 32", "max_active_orders 10")))
        .contains(
            "`active_orders` is compared with 10, but `max_active_orders` on the page of job shop"
                + " (the shop 1.0) is 10: it can never be exceeded")
        .contains("[contract/limit]");
    assertThat(contract(PAGE).limiting("passive_orders", "max_active_orders").problems())
        .singleElement()
        .asString()
        .contains("no rule asks whether `passive_orders` is above a number");
  }

  @Test
  void eachPageOfAJobMustKeepIt() {
    assertThat(contract(PAGE).against("shop", "the shop 2.0", "x 1\n").problems())
        .extracting(Problem::message)
        .allMatch(message -> message.contains("the shop 2.0"))
        .hasSize(4);
  }

  @Test
  void whatPrometheusMakesItself() {
    Alert alert =
        plain("Own")
            .when(
                promql(
                        "up{job=\"shop\"} == 0 or ALERTS{alertstate=\"burning\"}"
                            + " or ALERTS{severity=\"critical\"} or up{colour=\"red\"}")
                    .exists())
            .label(SEVERITY, "warning");

    assertThat(Contract.of(monitoring("o", group("o", alert))).problems())
        .extracting(Problem::message)
        .anySatisfy(m -> assertThat(m).contains("`alertstate=\"burning\"`", "firing, pending"))
        .anySatisfy(m -> assertThat(m).contains("`severity=\"critical\"`", "only warning"))
        .anySatisfy(m -> assertThat(m).contains("asked for the label `colour`"))
        .hasSize(3);
  }

  @Test
  void withoutAPageNothingIsKept() {
    assertThat(Contract.of(MODEL_OF_THE_SHOP).problems())
        .extracting(Problem::message)
        .allMatch(message -> message.contains("cannot be checked: no page was given"))
        .hasSize(3);
    assertThat(Contract.of(MODEL_OF_THE_SHOP).against("shop", "<html>").problems())
        .extracting(Problem::check)
        .contains("contract/page", "contract/metric");
  }

  private static Contract contract(String page) {
    return Contract.of(MODEL_OF_THE_SHOP)
        .against("shop", "the shop 1.0", page)
        .limiting("active_orders", "max_active_orders");
  }

  private static List<Problem> problems(String page) {
    return contract(page).problems();
  }

  private static String only(String page) {
    List<Problem> problems = problems(page);
    assertThat(problems).hasSize(1);
    return problems.get(0).toString();
  }
}
