package dev.tocsin.harness.rehearsal;

import dev.tocsin.dsl.alertmanager.Fields;
import dev.tocsin.dsl.alertmanager.Integration;
import dev.tocsin.dsl.model.AlertmanagerConfig;
import dev.tocsin.dsl.model.Receiver;
import dev.tocsin.dsl.schema.FieldSpec;
import dev.tocsin.dsl.schema.FieldType;
import dev.tocsin.dsl.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The last look at a rehearsed configuration: whatever the table of fields calls an address must be
 * on loopback, or the rehearsal is refused. It knows nothing of how addresses are changed, so that
 * what is forgotten there is found here, and no rehearsal notifies a real receiver.
 */
final class Addresses {
  private static final Set<FieldType.Kind> KINDS =
      Set.of(
          FieldType.Kind.URL,
          FieldType.Kind.SECRET_URL,
          FieldType.Kind.SECRET_TEMPLATE_URL,
          FieldType.Kind.PROXY_URL,
          FieldType.Kind.HOST_PORT);

  private static final String LOOPBACK = "127.0.0.1:";

  private final Changes changes;

  private Addresses(Changes changes) {
    this.changes = changes;
  }

  /** Refuses what would lead off the machine; without its value, which may be a secret. */
  static void check(AlertmanagerConfig config, Changes changes) {
    Addresses addresses = new Addresses(changes);
    addresses.check(config.fields(), "config", "alertmanager.yml");
    for (Receiver receiver : config.receivers()) {
      for (Integration integration : receiver.integrations()) {
        addresses.check(
            integration.fields(),
            integration.kind().replaceFirst("s$", ""),
            "receiver " + receiver.name() + ": " + integration.kind());
      }
    }
  }

  /** Whether values of this type are addresses. */
  static boolean isAddress(FieldType type) {
    return type instanceof FieldType.Scalar scalar && KINDS.contains(scalar.kind());
  }

  private void check(Fields fields, String struct, String place) {
    for (Map.Entry<String, Object> entry : fields.asMap().entrySet()) {
      Schema.alertmanager()
          .struct(struct)
          .field(entry.getKey())
          .map(FieldSpec::type)
          .ifPresent(type -> check(entry.getValue(), type, place + ": " + entry.getKey()));
    }
  }

  private void check(Object value, FieldType type, String place) {
    if (value instanceof List<?> list && type instanceof FieldType.ListOf of) {
      list.forEach(item -> check(item, of.element(), place));
    } else if (value instanceof Fields fields && type instanceof FieldType.StructOf struct) {
      check(fields, struct.name(), place);
    } else if (value instanceof Fields fields && type instanceof FieldType.MapOf map) {
      fields.asMap().forEach((name, item) -> check(item, map.value(), place + ": " + name));
    } else if (value instanceof String address
        && isAddress(type)
        && !address.isEmpty()
        && !address.replaceFirst("^http://", "").startsWith(LOOPBACK)) {
      changes.refuse(
          place
              + " would still lead off this machine, which is a defect of the harness: the"
              + " rehearsal knows no sink for it");
    }
  }
}
