package dev.tocsin.generator.check;

import dev.tocsin.dsl.alertmanager.Fields;
import dev.tocsin.dsl.alertmanager.Integration;
import dev.tocsin.dsl.model.AlertmanagerConfig;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Receiver;
import dev.tocsin.dsl.origin.Origin;
import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.schema.FieldSpec;
import dev.tocsin.dsl.schema.FieldType;
import dev.tocsin.dsl.schema.Schema;
import dev.tocsin.dsl.schema.StructSpec;
import dev.tocsin.generator.alertmanager.SecretUrls;
import dev.tocsin.generator.alertmanager.Variable;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code secrets/literal}: no field contains a secret, or a variable, which Alertmanager does not
 * expand. Typed factories take a {@code Secret}; this checks the fields that are set by name.
 * Messages never repeat the value.
 */
final class SecretsCheck implements Check {
  static final String ID = "secrets/literal";

  private static final Schema SCHEMA = Schema.alertmanager();

  @Override
  public List<Problem> problems(MonitoringModel model) {
    List<Problem> problems = new ArrayList<>();
    model.alertmanager().ifPresent(config -> alertmanager(config, problems));
    return problems;
  }

  private static void alertmanager(AlertmanagerConfig config, List<Problem> problems) {
    Origin root = config.root().origin();
    fields(config.fields(), new At(SCHEMA.root(), root, "", problems));
    for (Receiver receiver : config.receivers()) {
      for (Integration integration : receiver.integrations()) {
        String where = "receiver \"" + receiver.name() + "\", " + integration.kind();
        StructSpec struct = SCHEMA.struct(integration.kind().replaceAll("s$", ""));
        fields(integration.fields(), new At(struct, receiver.origin(), where, problems));
      }
    }
  }

  /** Where one is, and the problems that were found. */
  private record At(StructSpec struct, Origin origin, String where, List<Problem> problems) {
    At below(StructSpec part, String field) {
      return new At(part, origin, where.isEmpty() ? field : where + ", " + field, problems);
    }
  }

  private static void fields(Fields fields, At at) {
    fields
        .asMap()
        .forEach(
            (name, value) ->
                at.struct.field(name).ifPresent(field -> value(field, field.type(), value, at)));
  }

  private static void value(FieldSpec field, FieldType type, Object value, At at) {
    if (type instanceof FieldType.StructOf struct && value instanceof Fields below) {
      fields(below, at.below(SCHEMA.struct(struct.name()), field.name()));
    } else if (type instanceof FieldType.ListOf list && value instanceof List<?> items) {
      items.forEach(item -> value(field, list.element(), item, at));
    } else if (type instanceof FieldType.MapOf map && value instanceof Fields items) {
      items.asMap().values().forEach(item -> value(field, map.value(), item, at));
    } else if (value instanceof String text) {
      text(field, type, text, at);
    }
  }

  private static void text(FieldSpec field, FieldType type, String text, At at) {
    String where = at.where + ": " + field.name();
    if (SecretUrls.isSecret(type, text)) {
      boolean file = at.struct.field(field.fileName()).isPresent();
      boolean certain = !SecretUrls.isWebhook(type);
      String message =
          certain
              ? where + " would be written to the file in clear text"
              : where
                  + " looks like a URL with a token, and would be written to the file in clear text";
      Place place = Place.of(at.origin);
      if (file) {
        Problem found =
            certain ? Problem.error(ID, place, message) : Problem.warning(ID, place, message);
        at.problems.add(found.help("use a Secret, such as Secret.env(\"NAME\")"));
      } else {
        at.problems.add(
            Problem.warning(ID, place, message + ", and Alertmanager cannot read it from a file")
                .help(
                    field
                        .instead()
                        .map(other -> "use " + other + " instead")
                        .orElse("protect the generated file like a secret")));
      }
    } else if (Variable.whole(text).isPresent()) {
      at.problems.add(
          Problem.error(
                  ID,
                  Place.of(at.origin),
                  where + " is a variable, and Alertmanager does not expand variables")
              .help("use the value itself, or a Secret"));
    }
  }
}
