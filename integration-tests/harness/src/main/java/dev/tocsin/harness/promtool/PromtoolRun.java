package dev.tocsin.harness.promtool;

import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.tools.Promtool;
import dev.tocsin.generator.tools.ToolReport;
import dev.tocsin.generator.tools.Toolbox;
import dev.tocsin.harness.report.Evidence;
import dev.tocsin.harness.report.Proof;
import dev.tocsin.harness.report.ProofReport;
import dev.tocsin.harness.report.ProofRun;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.EmptyLabels;
import dev.tocsin.harness.scenario.FiringLabels;
import dev.tocsin.harness.scenario.ProofMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** What promtool said of a {@link PromtoolTest}, case by case. */
final class PromtoolRun implements ProofRun {
  /** Patient with a busy machine. */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** Who is broken everywhere is broken in the same way. */
  private static final int EXPLAINED = 10;

  private final List<Proof> proofs;
  private final List<String> failures;
  private final Duration took;
  private final String version;

  private PromtoolRun(List<Proof> proofs, List<String> failures, Duration took, String version) {
    this.proofs = List.copyOf(proofs);
    this.failures = List.copyOf(failures);
    this.took = took;
    this.version = version;
  }

  static PromtoolRun of(PromtoolTest test, Toolbox tools, Path file) {
    try {
      if (!Files.readString(file).equals(test.text())) {
        throw new IllegalArgumentException(
            file + " is not the file of this test: write its text there before it is run");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the test file " + file + " cannot be read", e);
    }
    long start = System.nanoTime();
    ToolReport report = Promtool.of(tools).limitedTo(LIMIT).testRules(file);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    Path rules = file.toAbsolutePath().resolveSibling(test.ruleFile()).normalize();
    return new Reading(test, tools, report, rules, took).read();
  }

  /** One for each case, and one for each scenario that has a problem. */
  @Override
  public List<Proof> proofs() {
    return proofs;
  }

  /** What did not hold, each with what was expected, what came, and why; empty when all held. */
  @Override
  public List<String> failures() {
    return failures;
  }

  /** How long promtool took. */
  @Override
  public Duration took() {
    return took;
  }

  /** Makes proofs of a report. */
  private static final class Reading {
    private final PromtoolTest test;
    private final ToolReport report;
    private final Duration took;
    private final Duration each;
    private final Why why;
    private final Map<String, String> got;
    private final List<Proof> proofs = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final Set<String> explained = new HashSet<>();
    private boolean stopped;

    Reading(PromtoolTest test, Toolbox tools, ToolReport report, Path rules, Duration took) {
      this.test = test;
      this.report = report;
      this.took = took;
      this.each = took.dividedBy(Math.max(1, test.cases().size()));
      this.why = new Why(test, tools, rules);
      this.got = PromtoolOutput.got(report.run().output());
    }

    PromtoolRun read() {
      for (Problem problem : test.suite().problems()) {
        fail(
            Proof.of(
                alertOf(problem), "its promises", ProofMethod.PROMTOOL, Proof.Backend.PROMTOOL),
            problem.toString());
      }
      boolean broken = !report.ok() && got.isEmpty();
      for (PromtoolTest.Block block : test.blocks()) {
        for (Case one : block.cases()) {
          List<Expectation> expectations =
              block.expectations().stream()
                  .filter(expectation -> expectation.one().equals(one))
                  .toList();
          judge(one, expectations, broken);
        }
      }
      return new PromtoolRun(proofs, failures, took, report.version());
    }

    private static String alertOf(Problem problem) {
      int end = problem.message().indexOf(':');
      return end < 0 ? problem.message() : problem.message().substring(0, end);
    }

    /** The first failure of an alert in scenarios of its own, and in those of others. */
    private boolean toExplain(Expectation failed, String about) {
      boolean own = about.equals(failed.alert());
      String pair = (own ? failed.one().scenario().alert() : "") + " " + about;
      return explained.size() < EXPLAINED && explained.add(pair);
    }

    private void judge(Case one, List<Expectation> expectations, boolean broken) {
      Evidence evidence = new Evidence();
      List<String> wrong = new ArrayList<>();
      for (Expectation expectation : expectations) {
        String seen = got.get(expectation.key());
        if (broken) {
          continue;
        }
        if (seen == null) {
          evidence.held(
              expectation.words(),
              GoDuration.text(expectation.at())
                  + ": "
                  + expectation.expr()
                  + " gives "
                  + expectation.expected());
        } else {
          wrong.add(notified(expectation, seen));
        }
      }
      emptyLabels(one).forEach(empty -> wrong.add("  " + empty));
      Proof proof =
          Proof.of(
                  one.scenario().alert(), one.title(), ProofMethod.PROMTOOL, Proof.Backend.PROMTOOL)
              .ofKind(one.kind())
              .on(Map.of("promtool", report.version()))
              .seeing(evidence)
              .taking(each);
      if (broken) {
        String failure = one + " (" + one.name() + "): promtool did not run it";
        proofs.add(proof.failing(failure + "\n" + report.run().output().strip()));
        // It says why for all of them at once.
        failures.add(
            stopped ? failure + ", as above" : failure + "\n" + report.run().output().strip());
        stopped = true;
      } else if (wrong.isEmpty()) {
        proofs.add(proof);
      } else {
        fail(
            proof,
            one
                + " ("
                + one.name()
                + "), by promtool "
                + report.version()
                + "\n"
                + String.join("\n", wrong));
      }
    }

    /** promtool compares labels, and would have to be notified what each annotation says. */
    private List<String> emptyLabels(Case one) {
      Optional<SortedMap<String, String>> labels =
          FiringLabels.of(test.suite(), one, test.floats(), PromtoolTest::address).only();
      return one.fires() && labels.isPresent()
          ? test.suite().alert(one.scenario()).stream()
              .flatMap(rule -> EmptyLabels.of(rule, labels.get()).stream())
              .toList()
          : List.of();
    }

    private String notified(Expectation expectation, String seen) {
      String about = Why.about(expectation, seen);
      StringBuilder text = new StringBuilder();
      text.append("  expected: ").append(expectation.words());
      text.append("\n    at ").append(GoDuration.text(expectation.at())).append(' ');
      text.append(expectation.expr()).append(" gives ").append(expectation.expected());
      text.append("\n  but it gave ").append(Samples.readable(seen));
      if (toExplain(expectation, about)) {
        String name = about.equals(expectation.alert()) ? "" : about + ": ";
        why.of(expectation, about)
            .forEach(line -> text.append("\n  why: ").append(name).append(line));
      }
      return text.toString();
    }

    private void fail(Proof proof, String failure) {
      proofs.add(proof.failing(failure));
      failures.add(failure);
    }
  }

  @Override
  public void addTo(ProofReport report) {
    proofs.forEach(report::add);
  }

  @Override
  public String toString() {
    return summary();
  }

  @Override
  public String summary() {
    return String.format(
        Locale.ROOT,
        "promtool %s: %d of %d cases held in %.1f s",
        version,
        proofs.stream().filter(Proof::isOk).count(),
        proofs.size(),
        took.toMillis() / 1000.0);
  }
}
