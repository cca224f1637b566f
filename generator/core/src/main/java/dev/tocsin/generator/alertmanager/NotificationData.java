package dev.tocsin.generator.alertmanager;

import dev.tocsin.dsl.template.Node;
import dev.tocsin.dsl.template.Node.Operand;
import dev.tocsin.dsl.template.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a notification's template reads, and calls: its <a
 * href="https://prometheus.io/docs/alerting/latest/notifications/#data">data</a>, as far as the dot
 * still is the notification.
 */
final class NotificationData {
  private static final List<String> FIELDS =
      List.of(
          "Receiver",
          "Status",
          "Alerts",
          "NotificationReason",
          "GroupLabels",
          "CommonLabels",
          "CommonAnnotations",
          "ExternalURL");

  private final List<String> fields = new ArrayList<>();
  private final List<String> includes = new ArrayList<>();

  private NotificationData() {}

  /** The first field that a notification does not have, if there is one. */
  static Optional<String> unknownField(Template template) {
    return of(template).fields.stream().filter(name -> !FIELDS.contains(name)).findFirst();
  }

  /** What to write instead of such a field. */
  static String advice(String field) {
    return Words.nearest(field, FIELDS)
        .map(near -> "did you mean ." + near + "?")
        .orElse(
            "a notification has ." + String.join(", .", FIELDS) + "; an alert's are inside range");
  }

  /** The names of all templates that it calls, inside its definitions too. */
  static List<String> includes(Template template) {
    return of(template).includes;
  }

  private static NotificationData of(Template template) {
    NotificationData data = new NotificationData();
    data.nodes(template.nodes(), true);
    template.definitions().forEach(definition -> data.nodes(definition.body(), false));
    return data;
  }

  private void nodes(List<Node> nodes, boolean dotIsData) {
    for (Node node : nodes) {
      if (node instanceof Node.Action action) {
        pipeline(action.pipeline(), dotIsData);
      } else if (node instanceof Node.If choice) {
        pipeline(choice.condition(), dotIsData);
        nodes(choice.then(), dotIsData);
        nodes(choice.otherwise(), dotIsData);
      } else if (node instanceof Node.With with) {
        pipeline(with.value(), dotIsData);
        nodes(with.then(), false);
        nodes(with.otherwise(), dotIsData);
      } else if (node instanceof Node.Range range) {
        pipeline(range.elements(), dotIsData);
        nodes(range.body(), false);
        nodes(range.otherwise(), dotIsData);
      } else if (node instanceof Node.Include include) {
        includes.add(include.name());
        if (include.argument() != null) {
          pipeline(include.argument(), dotIsData);
        }
      }
    }
  }

  private void pipeline(Node.Pipeline pipeline, boolean dotIsData) {
    for (Node.Command command : pipeline.commands()) {
      for (Operand word : command.words()) {
        if (word instanceof Operand.Group group) {
          pipeline(group.pipeline(), dotIsData);
        } else if (dotIsData && word instanceof Operand.Field field) {
          fields.add(field.fields().get(0));
        }
      }
    }
  }
}
