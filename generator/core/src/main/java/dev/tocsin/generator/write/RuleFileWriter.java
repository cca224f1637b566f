package dev.tocsin.generator.write;

import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Rule;
import dev.tocsin.dsl.model.RuleGroup;
import dev.tocsin.dsl.schema.Schema;
import dev.tocsin.generator.fmt.CanonicalYaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the <a
 * href="https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/">rule file</a>.
 */
public final class RuleFileWriter {
  /** The annotation that names an alert's runbook page. */
  public static final String RUNBOOK_URL = "runbook_url";

  private RuleFileWriter() {}

  /** The text of {@code production-alerts.yml}. */
  public static String write(MonitoringModel model, List<String> head) {
    List<Object> groups = new ArrayList<>();
    for (RuleGroup group : model.groups()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("name", group.name());
      group.interval().ifPresent(period -> fields.put("interval", GoDuration.text(period)));
      group.queryOffset().ifPresent(time -> fields.put("query_offset", GoDuration.text(time)));
      if (group.limit() != 0) {
        fields.put("limit", group.limit());
      }
      if (!group.labels().isEmpty()) {
        fields.put("labels", group.labels());
      }
      fields.put("rules", group.rules().stream().map(rule -> rule(rule, model)).toList());
      groups.add(fields);
    }
    return CanonicalYaml.of(head, Map.of("groups", groups), Schema.rules());
  }

  private static Map<String, Object> rule(Rule rule, MonitoringModel model) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(rule instanceof Alert ? "alert" : "record", rule.name());
    fields.put("expr", ExpressionText.of(rule.expr()));
    if (rule instanceof Alert alert) {
      if (!alert.forDuration().isZero()) {
        fields.put("for", GoDuration.text(alert.forDuration()));
      }
      if (!alert.keepFiringFor().isZero()) {
        fields.put("keep_firing_for", GoDuration.text(alert.keepFiringFor()));
      }
    }
    if (!rule.labels().isEmpty()) {
      fields.put("labels", rule.labels());
    }
    if (rule instanceof Alert alert) {
      Map<String, String> annotations = annotations(alert, model);
      if (!annotations.isEmpty()) {
        fields.put("annotations", annotations);
      }
    }
    return fields;
  }

  /** The annotations as they are written: the alert's own, and the address of its runbook. */
  public static Map<String, String> annotations(Alert alert, MonitoringModel model) {
    Map<String, String> annotations = new TreeMap<>(alert.annotations());
    alert
        .runbook()
        .ifPresent(
            runbook ->
                model
                    .runbookBase()
                    .ifPresent(
                        base ->
                            annotations.put(
                                RUNBOOK_URL,
                                base.toString().replaceFirst("/*$", "/")
                                    + runbook.slug()
                                    + ".md")));
    return annotations;
  }
}
