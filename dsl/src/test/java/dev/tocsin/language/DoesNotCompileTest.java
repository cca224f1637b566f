package dev.tocsin.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The common mistakes do not compile, each for the reason that it should, and their like does. */
class DoesNotCompileTest {
  @TempDir Path folder;

  private static final String CLASS =
      """
      import static dev.tocsin.dsl.Tocsin.*;
      import static java.time.Duration.*;
      import dev.tocsin.dsl.metric.*;
      import dev.tocsin.dsl.model.*;

      class Definition {
        static final Label MODEL = label("model");
        static final Gauge<Count> QUEUE = gauge("queue", COUNT, MODEL);
        static final Counter<Count> REQUESTS = counter("requests_total", COUNT, MODEL);
        static final Histogram<Seconds> TTFT = histogram("ttft_seconds", SECONDS, MODEL);
        static final Runbook PAGE =
            runbook("page").symptoms("s").investigation("i").resolution("r").escalation("e");
        static final Alert SLOW =
            warning("Slow")
                .when(TTFT.rate(ofMinutes(5)).sum(by(MODEL)).histogramQuantile(0.95).isGreaterThan(seconds(2)))
                .forDuration(ofMinutes(5))
                .summary("slow")
                .description("very slow")
                .runbook(PAGE);
        static final Receiver TEAM = receiver("team", slack("#a", env("URL")));

        Object mistake = %s;
      }
      """;

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of(
            "rate of a gauge",
            "REQUESTS.rate(ofMinutes(5))",
            "QUEUE.rate(ofMinutes(5))",
            "cannot find symbol"),
        Arguments.of(
            "quantile of a counter",
            "TTFT.rate(ofMinutes(5)).sum(by(MODEL)).histogramQuantile(0.9)",
            "REQUESTS.quantile(0.9, ofMinutes(5), by(MODEL))",
            "cannot find symbol"),
        Arguments.of(
            "comparing seconds with a ratio",
            "TTFT.rate(ofMinutes(5)).sum(by(MODEL)).histogramQuantile(0.9).isGreaterThan(seconds(2))",
            "TTFT.rate(ofMinutes(5)).sum(by(MODEL)).histogramQuantile(0.9).isGreaterThan(percent(2))",
            "Ratio> cannot be converted to"),
        Arguments.of(
            "comparing with a bare number",
            "QUEUE.isGreaterThan(count(5))",
            "QUEUE.isGreaterThan(5)",
            "int cannot be converted to"),
        Arguments.of(
            "adding seconds to a count",
            "QUEUE.plus(QUEUE)",
            "QUEUE.plus(TTFT.sum().value())",
            "Seconds> cannot be converted to"),
        Arguments.of(
            "an alert without a comparison",
            "warning(\"A\").when(QUEUE.isGreaterThan(count(5)))",
            "warning(\"A\").when(QUEUE)",
            "incompatible types"),
        Arguments.of(
            "a house alert without a runbook",
            "group(\"g\", warning(\"A\").when(QUEUE.isGreaterThan(count(5)))"
                + ".forDuration(ofMinutes(1)).summary(\"s\").description(\"d\").runbook(PAGE))",
            "group(\"g\", warning(\"A\").when(QUEUE.isGreaterThan(count(5)))"
                + ".forDuration(ofMinutes(1)).summary(\"s\").description(\"d\"))",
            "NeedsRunbook cannot be converted to"),
        Arguments.of(
            "a house alert without a description",
            "warning(\"A\").when(QUEUE.isGreaterThan(count(5))).immediately().summary(\"s\").description(\"d\")",
            "warning(\"A\").when(QUEUE.isGreaterThan(count(5))).immediately().summary(\"s\").runbook(PAGE)",
            "cannot find symbol"),
        Arguments.of(
            "a receiver named by a string",
            "route(TEAM)",
            "route(\"team\")",
            "String cannot be converted to dev.tocsin.dsl.model.Receiver"),
        Arguments.of(
            "an alert named by a string",
            "inhibit(SLOW).whileFiring(SLOW).equal(MODEL)",
            "inhibit(SLOW).whileFiring(\"Slow\").equal(MODEL)",
            "no suitable method found"),
        Arguments.of(
            "a label named by a string",
            "inhibit(SLOW).whileFiring(SLOW).equal(MODEL)",
            "inhibit(SLOW).whileFiring(SLOW).equal(\"model\")",
            "String cannot be converted to dev.tocsin.dsl.metric.Label"),
        Arguments.of(
            "a runbook named by a string",
            "warning(\"A\").when(QUEUE.isGreaterThan(count(5))).immediately().summary(\"s\").description(\"d\")"
                + ".runbook(PAGE)",
            "warning(\"A\").when(QUEUE.isGreaterThan(count(5))).immediately().summary(\"s\").description(\"d\")"
                + ".runbook(\"page\")",
            "String cannot be converted to dev.tocsin.dsl.model.Runbook"),
        Arguments.of(
            "a secret written as a literal",
            "pagerDuty(env(\"KEY\"))",
            "pagerDuty(\"4f0b1c\")",
            "String cannot be converted to dev.tocsin.dsl.alertmanager.Secret"),
        Arguments.of(
            "a webhook's secret address written as a literal",
            "slack(\"#a\", env(\"URL\"))",
            "slack(\"#a\", \"https://hooks.example/T0/B0/x\")",
            "String cannot be converted to dev.tocsin.dsl.alertmanager.Secret"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void mistake(String what, String right, String wrong, String reason) {
    assertThat(errors(right)).as("%s: the right way compiles", what).isEmpty();
    assertThat(errors(wrong)).as(what).hasSize(1).first().asString().contains(reason);
  }

  private List<String> errors(String expression) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    JavaFileObject source =
        new SimpleJavaFileObject(
            URI.create("string:///Definition.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return CLASS.formatted(expression);
          }
        };
    compiler
        .getTask(
            new StringWriter(),
            null,
            found,
            List.of("-proc:none", "-Xlint:none", "-d", folder.toString()),
            null,
            List.of(source))
        .call();
    return found.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .map(diagnostic -> diagnostic.getMessage(Locale.ENGLISH))
        .toList();
  }
}
