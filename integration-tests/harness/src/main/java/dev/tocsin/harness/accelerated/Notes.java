package dev.tocsin.harness.accelerated;

import dev.tocsin.harness.receivers.AlertMention;
import dev.tocsin.harness.report.Evidence;
import dev.tocsin.harness.report.Evidence.Mark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What is written down while a case is judged: what does not hold, and evidence of what does. */
final class Notes {
  private final Recording seen;
  private final Evidence evidence = new Evidence();
  private final List<String> findings = new ArrayList<>();

  Notes(Recording seen) {
    this.seen = seen;
  }

  /** Something does not hold. */
  void found(String finding) {
    findings.add(finding);
  }

  void found(Collection<String> all) {
    findings.addAll(all);
  }

  /** How much does not hold so far. */
  int count() {
    return findings.size();
  }

  /** An expectation held. */
  void held(String expected, String seen) {
    evidence.held(expected, seen);
  }

  /** Something was seen that belongs on the timeline, about the alert of this name. */
  void saw(Mark mark, String alert, Instant at, String who, String what, Map<String, ?> details) {
    evidence.saw(mark, alert, at, seen.since(at), who, what, details);
  }

  /** A notification arrived about the alert of this name. */
  void arrived(AlertMention mention, String alert) {
    Instant at = mention.delivery().at();
    evidence.arrived(mention.delivery(), seen.since(at), alert, mention.resolved());
  }

  List<String> findings() {
    return findings;
  }

  Evidence evidence() {
    return evidence;
  }
}
