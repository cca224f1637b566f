package dev.tocsin.dsl.alertmanager;

import dev.tocsin.dsl.schema.FieldSpec;
import dev.tocsin.dsl.schema.FieldType;
import dev.tocsin.dsl.schema.FieldType.Kind;
import dev.tocsin.dsl.schema.Schema;
import dev.tocsin.dsl.schema.StructSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes the classes of the integrations and their parts from the table of fields. {@link
 * IntegrationSourcesTest} holds the sources against it, and writes them when it is asked to.
 */
final class IntegrationSources {
  /** The Java names of the table's structs; parts of integrations and integrations. */
  private static final Map<String, String> CLASSES = new TreeMap<>();

  /** Classes that are written by hand and take the rest of their withers from here. */
  static final Set<String> BY_HAND = Set.of("Email", "PagerDuty", "Slack", "Webhook");

  private static final Map<String, String> NAMES =
      Map.of(
          "class", "alertClass",
          "jira_config.fields", "issueFields",
          "fields", "shownFields",
          "short", "isShort");

  static {
    String table =
        "discord_config Discord email_config Email incidentio_config IncidentIo jira_config Jira"
            + " mattermost_config Mattermost msteams_config MsTeams msteamsv2_config MsTeamsV2"
            + " opsgenie_config OpsGenie pagerduty_config PagerDuty pushover_config Pushover"
            + " rocketchat_config RocketChat slack_config Slack sns_config Sns telegram_config"
            + " Telegram victorops_config VictorOps webex_config Webex webhook_config Webhook"
            + " wechat_config WeChat http_config HttpClient basic_auth BasicAuth authorization"
            + " Authorization oauth2 OAuth2 tls_config Tls http_header HttpHeader sigv4 SigV4"
            + " email_threading EmailThreading jira_field JiraField mattermost_attachment"
            + " MattermostAttachment mattermost_field MattermostField mattermost_priority"
            + " MattermostPriority mattermost_props MattermostProps opsgenie_responder"
            + " OpsGenieResponder pagerduty_image PagerDutyImage pagerduty_link PagerDutyLink"
            + " rocketchat_field RocketChatField rocketchat_action RocketChatAction slack_action"
            + " SlackAction slack_confirmation SlackConfirmation slack_field SlackField";
    String[] words = table.split(" ");
    for (int i = 0; i < words.length; i += 2) {
      CLASSES.put(words[i], words[i + 1]);
    }
  }

  private final StructSpec spec;
  private final String name;
  private final boolean integration;

  private IntegrationSources(StructSpec spec) {
    this.spec = spec;
    this.name = CLASSES.get(spec.name());
    this.integration = spec.name().endsWith("_config") && isIntegration(spec.name());
  }

  private static boolean isIntegration(String struct) {
    return Schema.alertmanager().struct("receiver").fields().values().stream()
        .anyMatch(
            field ->
                field.type() instanceof FieldType.ListOf list
                    && list.element().equals(new FieldType.StructOf(struct)));
  }

  /** The whole sources by class name, and for classes by hand what stands between the marks. */
  static Map<String, String> all(java.util.function.Function<String, String> handwritten) {
    Map<String, String> sources = new LinkedHashMap<>();
    CLASSES.forEach(
        (struct, name) -> {
          IntegrationSources writer = new IntegrationSources(Schema.alertmanager().struct(struct));
          sources.put(
              name,
              BY_HAND.contains(name) ? writer.withers(handwritten.apply(name)) : writer.source());
        });
    return sources;
  }

  private static String camel(String snake) {
    StringBuilder out = new StringBuilder();
    for (String word : snake.split("_")) {
      out.append(
          out.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return out.toString();
  }

  private String method(FieldSpec field) {
    String own = NAMES.get(spec.name() + "." + field.name());
    return own != null ? own : NAMES.getOrDefault(field.name(), camel(field.name()));
  }

  /** The fields that the factory asks for. */
  private List<FieldSpec> arguments() {
    List<FieldSpec> all = new ArrayList<>();
    for (FieldSpec field : spec.fields().values()) {
      boolean first =
          spec.groups().stream()
              .anyMatch(
                  group ->
                      group.atLeastOne()
                          && group.atMostOne()
                          && group.fields().get(0).equals(field.name()));
      if (field.required() || field.argument() || first) {
        all.add(field);
      }
    }
    return all;
  }

  private String source() {
    StringBuilder out = new StringBuilder("package dev.tocsin.dsl.alertmanager;\n\n");
    String body = body();
    Map<String, String> imports = new TreeMap<>();
    imports.put("Secret", "dev.tocsin.dsl.Secret");
    imports.put("URI", "java.net.URI");
    imports.put("Duration", "java.time.Duration");
    imports.put("Map", "java.util.Map");
    imports.put("List", "java.util.List");
    imports.values().stream()
        .sorted()
        .filter(
            type -> {
              String simple = type.substring(type.lastIndexOf('.') + 1);
              return body.matches("(?s).*\\b" + simple + "\\b[ .<].*");
            })
        .forEach(type -> out.append("import ").append(type).append(";\n"));
    return out.append('\n').append(body).toString();
  }

  private String body() {
    StringBuilder out = new StringBuilder();
    String anchor = spec.name().equals("http_config") ? "http_config" : spec.name();
    out.append("/**\n * ");
    out.append(
        integration
            ? "Tells by what Alertmanager's <a href=\"https://prometheus.io/docs/alerting/latest/configuration/#"
                + anchor
                + "\">"
                + spec.name()
                + "</a> describes. Written from the table of fields."
            : "Alertmanager's {@code " + spec.name() + "}. Written from the table of fields.");
    if (integration && isFalse("send_resolved")) {
      out.append(
          " Alertmanager does not tell it of resolved alerts by default; this does, unless {@link"
              + " #withoutResolved} is asked for.");
    }
    out.append("\n */\npublic final class ").append(name).append(" extends ");
    out.append(integration ? "Integration" : "Part").append(" {\n");
    out.append("private ").append(name).append("(Fields fields) { super(fields); }\n\n");
    factory(out);
    out.append(withers(""));
    if (integration) {
      out.append("@Override public ").append(name).append(" withFields(Fields others) {");
      out.append("return new ").append(name).append("(others); }\n\n");
      out.append("@Override public String kind() { return \"")
          .append(spec.name())
          .append("s\"; }\n");
    } else {
      out.append("/** Any other field, as Alertmanager names it. */\npublic ").append(name);
      out.append(" with(String field, Object value) { return new ").append(name);
      out.append("(fields().with(field, value)); }\n");
    }
    return out.append("}\n").toString();
  }

  private boolean isFalse(String field) {
    return spec.field(field).flatMap(FieldSpec::defaultValue).filter("false"::equals).isPresent();
  }

  private void factory(StringBuilder out) {
    List<FieldSpec> arguments = arguments();
    List<String> parameters = new ArrayList<>();
    StringBuilder chain = new StringBuilder("Fields.NONE");
    StringBuilder doc = new StringBuilder();
    for (FieldSpec field : arguments) {
      Value value = value(field).orElseThrow(() -> new IllegalStateException(field.toString()));
      parameters.add(value.type + " " + camel(field.name()));
      chain.append(".with(\"").append(field.name()).append("\", ");
      chain.append(value.convert(camel(field.name()))).append(")");
      doc.append(" * @param ").append(camel(field.name())).append(" {@code ");
      doc.append(field.name()).append("}\n");
    }
    if (integration) {
      chain.append(".with(\"send_resolved\", true)");
    }
    out.append("/**\n * ").append(integration ? "Tells by it" : "One").append(" with ");
    out.append(arguments.isEmpty() ? "nothing set" : "what it needs").append(".\n");
    if (doc.length() > 0) {
      out.append(" *\n").append(doc);
    }
    out.append(" */\npublic static ").append(name).append(' ');
    out.append(name.substring(0, 1).toLowerCase(Locale.ROOT)).append(name.substring(1));
    out.append('(').append(String.join(", ", parameters)).append(") { return new ").append(name);
    out.append('(').append(chain).append("); }\n\n");
  }

  private String withers(String handwritten) {
    StringBuilder out = new StringBuilder();
    List<FieldSpec> arguments = BY_HAND.contains(name) ? List.of() : arguments();
    for (FieldSpec field : spec.fields().values()) {
      boolean skipped =
          arguments.contains(field)
              || isFileOfSecret(field)
              || field.deprecated().isPresent()
              || handwritten.matches("(?s).*public " + name + " " + method(field) + "\\(.*");
      Optional<Value> value = value(field);
      if (field.name().equals("send_resolved")) {
        if (!handwritten.contains("withoutResolved()")) {
          out.append("/** Tells of firing alerts only. */\npublic ").append(name);
          out.append(" withoutResolved() { return with(\"send_resolved\", false); }\n\n");
        }
        continue;
      }
      if (skipped || value.isEmpty()) {
        continue;
      }
      out.append("/** Sets {@code ").append(field.name()).append('}').append(value.get().note);
      field
          .since()
          .ifPresent(since -> out.append("; from Alertmanager ").append(since).append(" on"));
      out.append(". */\npublic ").append(name).append(' ').append(method(field)).append('(');
      out.append(value.get().parameter).append(" value) { return with(\"").append(field.name());
      out.append("\", ").append(value.get().convert("value")).append("); }\n\n");
    }
    if (integration && !handwritten.contains(" with(String field")) {
      out.append("/** Any other field, as Alertmanager names it. */\npublic ").append(name);
      out.append(" with(String field, Object value) {");
      out.append("return withFields(fields().with(field, value)); }\n\n");
    }
    return out.toString();
  }

  /** The file beside a secret: {@link dev.tocsin.dsl.Secret}s are written there. */
  private boolean isFileOfSecret(FieldSpec field) {
    if (!field.name().endsWith("_file")) {
      return false;
    }
    String base = field.name().substring(0, field.name().length() - "_file".length());
    return spec.field(base).filter(found -> found.type().isSecret()).isPresent();
  }

  /** How Java gives a field's value: its type, as a parameter, and what becomes of it. */
  private record Value(String type, String parameter, String before, String behind, String note) {
    static Value of(String type) {
      return new Value(type, type, "", "", "");
    }

    static Value of(String type, String before, String behind, String note) {
      return new Value(type, type, before, behind, note);
    }

    String convert(String variable) {
      return before + variable + behind;
    }
  }

  private Optional<Value> value(FieldSpec field) {
    FieldType type = field.type();
    if (type.isSecret()) {
      // Only what Alertmanager reads from a file can be a secret here.
      boolean file = spec.field(field.fileName()).isPresent();
      return file && type instanceof FieldType.Scalar
          ? Optional.of(Value.of("Secret"))
          : Optional.empty();
    }
    if (type instanceof FieldType.Scalar scalar) {
      return scalar(scalar.kind());
    }
    if (type instanceof FieldType.Choice choice) {
      return Optional.of(Value.of("String", "", "", ": " + String.join(", ", choice.words())));
    }
    if (type instanceof FieldType.StructOf struct) {
      return Optional.of(Value.of(CLASSES.get(struct.name()), "", ".fields()", ""));
    }
    if (type instanceof FieldType.ListOf list) {
      if (list.element() instanceof FieldType.StructOf struct) {
        String part = CLASSES.get(struct.name());
        return Optional.of(
            new Value(
                part + "...", part + "...", "Values.parts(", ")", ", in place of those before"));
      }
      return Optional.of(new Value("String...", "String...", "List.of(", ")", ""));
    }
    FieldType below = ((FieldType.MapOf) type).value();
    if (below instanceof FieldType.StructOf struct) {
      return Optional.of(
          Value.of(
              "Map<String, " + CLASSES.get(struct.name()) + ">", "Values.partsByName(", ")", ""));
    }
    boolean any = below instanceof FieldType.Scalar scalar && scalar.kind() == Kind.ANY;
    return Optional.of(
        Value.of(any ? "Map<String, ?>" : "Map<String, String>", "Values.map(", ")", ", by name"));
  }

  private static Optional<Value> scalar(Kind kind) {
    return Optional.of(
        switch (kind) {
          case BOOL -> Value.of("boolean");
          case INT -> Value.of("long");
          case UINT -> Value.of("long", "", "", ", not below 0");
          case URL -> Value.of("URI", "", ".toString()", "");
          case PROXY_URL -> Value.of("URI", "", ".toString()", "");
          case GO_DURATION, TEXT_DURATION -> Value.of("Duration", "GoText.of(", ")", "");
          case DURATION -> Value.of("Duration");
          case FILE -> Value.of("String", "", "", ", a path on Alertmanager's machine");
          case ANY -> Value.of("Object", "Values.any(", ")", "");
          case HOST_PORT -> Value.of("String", "", "", ", as host:port");
          default -> Value.of("String");
        });
  }
}
