package dev.tocsin.harness.rehearsal;

import dev.tocsin.dsl.alertmanager.Fields;
import dev.tocsin.dsl.alertmanager.Secret;
import dev.tocsin.dsl.schema.FieldSpec;
import dev.tocsin.dsl.schema.FieldType;
import dev.tocsin.dsl.schema.Schema;
import dev.tocsin.dsl.schema.StructSpec;
import dev.tocsin.harness.receivers.Sinks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What must differ in any part that has fields, by the table of fields: secrets, files that hold
 * them, and proxies.
 */
final class FieldRehearsal {
  /** By struct and field: proxies and TLS. */
  private static final Map<String, Change.Reason> REMOVED =
      Map.of(
          "http_config.tls_config", Change.Reason.TLS,
          "http_config.proxy_url", Change.Reason.NETWORK,
          "http_config.no_proxy", Change.Reason.NETWORK,
          "http_config.proxy_from_environment", Change.Reason.NETWORK,
          "http_config.proxy_connect_header", Change.Reason.NETWORK,
          "http_config.oauth2", Change.Reason.NETWORK,
          "email_config.tls_config", Change.Reason.TLS,
          "email_config.force_implicit_tls", Change.Reason.TLS,
          "global.smtp_tls_config", Change.Reason.TLS,
          "global.smtp_force_implicit_tls", Change.Reason.TLS);

  private static final Set<String> MAIL_SERVERS = Set.of("smtp_smarthost", "smarthost");
  private static final String MADE = "(made for this run)";

  private final Sinks sinks;
  private final String folder;
  private final RunSecrets secrets;
  private final Changes changes;

  /** The run's file by the path of the shipped one and what it holds. */
  private final Map<String, String> files = new HashMap<>();

  FieldRehearsal(Sinks sinks, String folder, RunSecrets secrets, Changes changes) {
    this.sinks = sinks;
    this.folder = folder;
    this.secrets = secrets;
    this.changes = changes;
  }

  /** Whether a rehearsal may change this field, wherever it is. */
  static boolean mayDiffer(String struct, FieldSpec field) {
    return field.type().isSecret()
        || field.type() instanceof FieldType.Scalar scalar && scalar.kind() == FieldType.Kind.FILE
        || REMOVED.containsKey(struct + "." + field.name())
        || struct.equals("http_header") && field.name().equals("files");
  }

  /**
   * @param struct what the fields are those of, in the table
   * @param owner whose they are, such as {@code receiver on-call}
   */
  Fields of(Fields shipped, String struct, String place, String owner) {
    StructSpec spec = Schema.alertmanager().struct(struct);
    Fields rehearsed = Fields.NONE;
    for (Map.Entry<String, Object> entry : shipped.asMap().entrySet()) {
      String name = entry.getKey();
      Object value = entry.getValue();
      String here = place + ": " + name;
      Change.Reason removal = REMOVED.get(struct + "." + name);
      if (removal != null) {
        String said =
            value instanceof Fields || value instanceof List
                ? "set"
                : Shown.of(struct, name, value);
        changes.note(removal, here, name.contains("proxy") ? "set" : said, "(nothing)");
        continue;
      }
      Optional<FieldSpec> field = spec.field(name);
      rehearsed =
          rehearsed.with(name, field.isPresent() ? value(field.get(), value, here, owner) : value);
    }
    return rehearsed;
  }

  private Object value(FieldSpec field, Object value, String place, String owner) {
    if (value instanceof Secret secret) {
      return file(secret.path(), field.name(), place + "_file", owner, "");
    }
    if (field.type() instanceof FieldType.Scalar scalar
        && scalar.kind() == FieldType.Kind.FILE
        && value instanceof String path) {
      String base = field.name().replaceFirst("_file$", "");
      String content = base.equals("chat_id") ? "1" : "";
      return file(path, base, place, owner, content).path();
    }
    if (MAIL_SERVERS.contains(field.name())) {
      changes.note(Change.Reason.ADDRESS, place, String.valueOf(value), sinks.mailAddress());
      return sinks.mailAddress();
    }
    return typed(field.type(), field.name(), value, place, owner);
  }

  private Object typed(FieldType type, String name, Object value, String place, String owner) {
    if (type instanceof FieldType.StructOf struct && value instanceof Fields nested) {
      return of(nested, struct.name(), place, owner);
    }
    if (type instanceof FieldType.ListOf list && value instanceof List<?> items) {
      List<Object> all = new ArrayList<>();
      for (Object item : items) {
        if (place.contains(": http_headers: ") && name.equals("files")) {
          all.add(file(String.valueOf(item), "header", place, owner, "").path());
        } else {
          all.add(typed(list.element(), name, item, place, owner));
        }
      }
      return List.copyOf(all);
    }
    if (type instanceof FieldType.MapOf map && value instanceof Fields items) {
      Fields all = Fields.NONE;
      for (Map.Entry<String, Object> item : items.asMap().entrySet()) {
        all =
            all.with(
                item.getKey(),
                typed(map.value(), name, item.getValue(), place + ": " + item.getKey(), owner));
      }
      return all;
    }
    if (type.isSecret() && value instanceof String) {
      return secret(name, place, owner);
    }
    return value;
  }

  /** A value of this run for a secret that replaces it the configuration itself. */
  private String secret(String name, String place, String owner) {
    String called = place.startsWith("global") ? "global " + name : name + " of " + owner;
    String token = secrets.token(called);
    changes.note(Change.Reason.SECRET, place, Shown.HIDDEN, MADE);
    return switch (name) {
      case "slack_api_url", "api_url" -> sinks.slackUrl(token, called);
      case "routing_key", "service_key" -> {
        sinks.learnRoutingKey(token, called);
        yield token;
      }
      default -> token;
    };
  }

  /**
   * The run's file for one that production has.
   *
   * @param content what it must hold; empty for what its field asks for
   */
  Secret file(String path, String field, String place, String owner, String content) {
    boolean own = !content.isEmpty();
    String key = path + "\n" + (own ? owner : purpose(field));
    String file = files.get(key);
    if (file == null) {
      file = free(path);
      files.put(key, file);
      String token = secrets.token();
      String value = own ? content : secretValue(field, token, file);
      secrets.put(file, value, own ? content.substring(content.lastIndexOf('/') + 1) : token);
    }
    Secret rehearsed = Secret.file(folder + "/" + file);
    changes.note(Change.Reason.SECRET, place, path, rehearsed.path());
    return rehearsed;
  }

  /** A name that no other file of the run has. */
  private String free(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    String free = name;
    for (int i = 2; secrets.has(free); i++) {
      free = name + "-" + i;
    }
    return free;
  }

  /** What decides on the content of a file: the same one may be used for several fields. */
  private static String purpose(String field) {
    return switch (field) {
      case "api_url", "slack_api_url" -> "slack";
      case "url" -> "webhook";
      case "routing_key", "service_key" -> "pagerduty";
      default -> "";
    };
  }

  /** What the file holds: where the real one holds an address, that of a sink. */
  private String secretValue(String field, String token, String file) {
    return switch (purpose(field)) {
      case "slack" -> sinks.slackUrl(token, file);
      case "webhook" -> sinks.webhookUrl(token, file);
      case "pagerduty" -> {
        sinks.learnRoutingKey(token, file);
        yield token;
      }
      default -> token;
    };
  }
}
