package dev.tocsin.harness.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tocsin.generator.Generator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Compares the files that ship with those that are rehearsed, leaf by leaf: whatever a {@link
 * Rehearsal} means to change, nothing else may come out different.
 */
public final class Differences {
  /** Where the files may differ: the file's name and the path in it, without positions. */
  private static final Map<String, Pattern> ALLOWED =
      Map.of(
          Generator.RULES,
          Pattern.compile("groups\\.(interval|rules\\.(expr|for|keep_firing_for))"),
          Generator.PROMETHEUS,
          Pattern.compile(
              "global\\.(scrape_interval|scrape_timeout|evaluation_interval)"
                  + "|(alerting\\.alertmanagers|scrape_configs)\\.static_configs\\.targets"),
          Generator.ALERTMANAGER,
          Pattern.compile(
              "global\\.(pagerduty_url|smtp_smarthost|smtp_require_tls)"
                  + "|.*_file"
                  + "|route\\.(routes\\.)*(group_wait|group_interval|repeat_interval)"
                  + "|route\\.(routes\\.)*mute_time_intervals"
                  + "|receivers\\.webhook_configs\\.url"
                  + "|receivers\\.pagerduty_configs\\.url"
                  + "|receivers\\.email_configs\\.(smarthost|require_tls)"
                  + "|time_intervals(\\..*)?"));

  private Differences() {}

  /**
   * Where rehearsed files differ from shipped ones and must not.
   *
   * @param shipped texts by name; files that no server reads are left out
   * @param rehearsed texts by name
   * @return one line for each place, with both values
   */
  public static List<String> unexplained(
      Map<String, String> shipped, Map<String, String> rehearsed) {
    YAMLMapper mapper = new YAMLMapper();
    List<String> found = new ArrayList<>();
    for (Map.Entry<String, Pattern> allowed : ALLOWED.entrySet()) {
      String file = allowed.getKey();
      try {
        compare(
            file,
            "",
            mapper.readTree(shipped.getOrDefault(file, "")),
            mapper.readTree(rehearsed.getOrDefault(file, "")),
            allowed.getValue(),
            found);
      } catch (IOException e) {
        throw new UncheckedIOException(file + " is no YAML", e);
      }
    }
    return found.stream().sorted().collect(Collectors.toList());
  }

  private static void compare(
      String file,
      String path,
      JsonNode shipped,
      JsonNode rehearsed,
      Pattern allowed,
      List<String> found) {
    if (shipped.equals(rehearsed) || allowed.matcher(path).matches()) {
      return;
    }
    if (shipped.isObject() && rehearsed.isObject()) {
      TreeSet<String> names = new TreeSet<>();
      shipped.fieldNames().forEachRemaining(names::add);
      rehearsed.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        compare(
            file,
            path.isEmpty() ? name : path + "." + name,
            shipped.path(name),
            rehearsed.path(name),
            allowed,
            found);
      }
    } else if (shipped.isArray() && rehearsed.isArray() && shipped.size() == rehearsed.size()) {
      for (int i = 0; i < shipped.size(); i++) {
        compare(file, path, shipped.path(i), rehearsed.path(i), allowed, found);
      }
    } else {
      found.add(file + ": " + path + ": " + text(shipped) + " -> " + text(rehearsed));
    }
  }

  private static String text(JsonNode node) {
    return node instanceof MissingNode ? "(nothing)" : node.toString();
  }
}
