package dev.tocsin.language;

import static dev.tocsin.dsl.metric.Metric.gauge;
import static dev.tocsin.dsl.metric.Promql.promql;
import static dev.tocsin.dsl.metric.Quantity.count;
import static dev.tocsin.dsl.model.Alert.plain;
import static dev.tocsin.dsl.model.Inhibition.inhibit;
import static dev.tocsin.dsl.model.Receiver.receiver;
import static dev.tocsin.dsl.model.RecordingRule.record;
import static dev.tocsin.dsl.model.Route.route;
import static dev.tocsin.dsl.model.RuleGroup.group;
import static dev.tocsin.dsl.model.TimeInterval.timeInterval;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tocsin.dsl.metric.Count;
import dev.tocsin.dsl.metric.Gauge;
import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.origin.Origin;
import dev.tocsin.dsl.promql.Expr;
import java.util.List;
import org.junit.jupiter.api.Test;

class OriginTest {
  private static final Gauge<Count> QUEUE = gauge("queue", Count.class);

  @Test
  void everyDefinitionHasItsLine() {
    int here = line();
    Alert alert = plain("A").when(QUEUE.isGreaterThan(count(1)));
    List<Origin> origins =
        List.of(
            alert.origin(),
            record("a:b").expr(QUEUE).origin(),
            group("g").origin(),
            receiver("r").origin(),
            route(receiver("r")).origin(),
            timeInterval("t").origin(),
            inhibit(alert).whileFiring(alert).equal(Label.JOB).origin());
    assertThat(origins.get(0)).hasToString("OriginTest.java:" + (here + 1));
    assertThat(origins)
        .allSatisfy(
            origin -> {
              assertThat(origin.fileName()).isEqualTo("OriginTest.java");
              assertThat(origin.line()).isBetween(here + 1, here + 11);
            });
  }

  @Test
  void theLineIsNoPartOfWhatIsSaid() {
    Alert one = plain("A").when(QUEUE.isGreaterThan(count(1)));
    Alert other = plain("A").when(QUEUE.isGreaterThan(count(1)));
    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    assertThat(one.origin().line()).isNotEqualTo(other.origin().line());
  }

  @Test
  void aWrongRawExpressionIsReportedWithItsLine() {
    int here = line();
    Expr raw = promql("rat(x[5m])").expr();
    assertThat(raw)
        .isInstanceOfSatisfying(
            Expr.Verbatim.class, text -> assertThat(text.origin().line()).isEqualTo(here + 1));
  }

  @Test
  void whatTheLanguageRefusesHasItsLine() {
    int here = line();
    Throwable refused = catchThrowable(() -> plain(""));
    assertThat(Origin.of(refused)).hasToString("OriginTest.java:" + (here + 1));
  }

  @Test
  void whatIsReadFromAFileHasThatFilesLine() {
    Origin outer = Origin.at("rules.yml", 3);
    Alert alert =
        Origin.whileReading(
            outer,
            () -> {
              Throwable failure =
                  catchThrowable(
                      () ->
                          Origin.whileReading(
                              Origin.at("other.yml", 1),
                              () -> {
                                throw new IllegalStateException("stop");
                              }));
              assertThat(failure).hasMessage("stop");
              return plain("A").when(QUEUE.isGreaterThan(count(1)));
            });

    assertThat(alert.origin()).hasToString("rules.yml:3");
    assertThat(plain("B").when(QUEUE.isGreaterThan(count(1))).origin().fileName())
        .isEqualTo("OriginTest.java");
  }

  private static int line() {
    return StackWalker.getInstance()
        .walk(frames -> frames.skip(1).findFirst())
        .orElseThrow()
        .getLineNumber();
  }
}
