package dev.tocsin.dsl.routing;

import dev.tocsin.dsl.promql.MatchOp;
import dev.tocsin.dsl.promql.Matcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which of many routes side by side can take an alert at all: most ask for one value of one label,
 * and only those that ask for the alert's own have to be asked.
 */
final class ChildIndex {
  private final Map<String, Map<String, List<Integer>>> byLabel = new HashMap<>();
  private final int[] others;

  /**
   * @param children the matchers of each route
   */
  ChildIndex(List<List<Matcher>> children) {
    List<Integer> rest = new ArrayList<>();
    for (int i = 0; i < children.size(); i++) {
      Matcher key = null;
      for (Matcher matcher : children.get(i)) {
        // A missing label is empty: what asks for "" may take alerts that say nothing.
        if (key == null && matcher.op() == MatchOp.EQUAL && !matcher.value().isEmpty()) {
          key = matcher;
        }
      }
      if (key == null) {
        rest.add(i);
      } else {
        byLabel
            .computeIfAbsent(key.name(), name -> new HashMap<>())
            .computeIfAbsent(key.value(), value -> new ArrayList<>())
            .add(i);
      }
    }
    others = rest.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The places of the routes to ask, in their order. */
  int[] candidates(Map<String, String> labels) {
    int[] found = others;
    for (Map.Entry<String, Map<String, List<Integer>>> label : byLabel.entrySet()) {
      String value = labels.get(label.getKey());
      List<Integer> more = value == null ? null : label.getValue().get(value);
      if (more != null) {
        int size = found.length;
        found = Arrays.copyOf(found, size + more.size());
        for (int i : more) {
          found[size++] = i;
        }
      }
    }
    if (found != others) {
      Arrays.sort(found);
    }
    return found;
  }
}
