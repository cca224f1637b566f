package dev.tocsin.harness.contract;

import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Collects problems, one for each fault and not one for each rule that it breaks. */
final class Findings {
  /** More users than these add nothing for a reader. */
  private static final int USERS_SHOWN = 4;

  private record Fault(
      Problem.Level level, String check, Place place, String message, String fix) {}

  private final Map<Fault, Set<String>> faults = new LinkedHashMap<>();

  void error(String check, Place place, String message, String fix, String user) {
    add(new Fault(Problem.Level.ERROR, check, place, message, fix), user);
  }

  void warning(String check, Place place, String message, String fix, String user) {
    add(new Fault(Problem.Level.WARNING, check, place, message, fix), user);
  }

  private void add(Fault fault, String user) {
    faults.computeIfAbsent(fault, key -> new TreeSet<>()).add(user);
  }

  /** All of them, by place. */
  List<Problem> problems() {
    return faults.entrySet().stream().map(e -> problem(e.getKey(), e.getValue())).sorted().toList();
  }

  private static Problem problem(Fault fault, Set<String> users) {
    String message = fault.message();
    List<String> shown = users.stream().filter(u -> !u.isEmpty()).limit(USERS_SHOWN).toList();
    if (!shown.isEmpty()) {
      int more = users.size() - shown.size();
      message +=
          "; used by " + String.join(", ", shown) + (more > 0 ? " and " + more + " more" : "");
    }
    Problem problem =
        fault.level() == Problem.Level.ERROR
            ? Problem.error(fault.check(), fault.place(), message)
            : Problem.warning(fault.check(), fault.place(), message);
    return problem.help(fault.fix());
  }
}
