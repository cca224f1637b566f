package dev.tocsin.dsl.alertmanager;

import dev.tocsin.dsl.schema.FieldSpec;
import dev.tocsin.dsl.schema.FieldType;
import dev.tocsin.dsl.schema.FieldType.Kind;
import dev.tocsin.dsl.schema.JavaNames;
import dev.tocsin.dsl.schema.Schema;
import dev.tocsin.dsl.schema.StructSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Writes the classes of the integrations and their parts from the table of fields. {@link
 * IntegrationSourcesTest} holds the sources against it, and writes them when it is asked to.
 */
final class IntegrationSources {
  /** Structs that are classes of another kind, where objects take the place of names. */
  static final Set<String> OTHERWISE =
      Set.of(
          "config",
          "route",
          "inhibit_rule",
          "time_interval",
          "time_spec",
          "time_range",
          "receiver");

  /** Classes that are written by hand and take the rest of their withers from here. */
  static final Set<String> BY_HAND = Set.of("Email", "PagerDuty", "Slack", "Webhook");

  private final Schema schema;
  private final StructSpec spec;
  private final String name;
  private final boolean integration;

  private IntegrationSources(Schema schema, StructSpec spec) {
    this.schema = schema;
    this.spec = spec;
    this.name = JavaNames.className(spec.name());
    this.integration = spec.name().endsWith("_config") && isIntegration(spec.name());
  }

  private boolean isIntegration(String struct) {
    return schema.struct("receiver").fields().values().stream()
        .anyMatch(
            field ->
                field.type() instanceof FieldType.ListOf list
                    && list.element().equals(new FieldType.StructOf(struct)));
  }

  /** The whole sources by class name, and for classes by hand what stands between the marks. */
  static Map<String, String> all(Schema schema, UnaryOperator<String> handwritten) {
    Map<String, String> sources = new TreeMap<>();
    for (StructSpec struct : schema.structs()) {
      if (!OTHERWISE.contains(struct.name())) {
        IntegrationSources writer = new IntegrationSources(schema, struct);
        String name = writer.name;
        sources.put(
            name,
            BY_HAND.contains(name) ? writer.withers(handwritten.apply(name)) : writer.source());
      }
    }
    return sources;
  }

  /**
   * The fields that no factory and no wither sets, though their spelling is today's and no secret
   * stands for them: they are secrets that Alertmanager reads from no file.
   */
  static List<String> notInJava(Schema schema) {
    List<String> all = new ArrayList<>();
    for (StructSpec struct : schema.structs()) {
      if (OTHERWISE.contains(struct.name())) {
        continue;
      }
      IntegrationSources writer = new IntegrationSources(schema, struct);
      for (FieldSpec field : struct.fields().values()) {
        if (writer.value(field).isEmpty()
            && !writer.isFileOfSecret(field)
            && field.deprecated().isEmpty()) {
          all.add(struct.name() + "." + field.name());
        }
      }
    }
    return all;
  }

  private String source() {
    StringBuilder out = new StringBuilder("package dev.tocsin.dsl.alertmanager;\n\n");
    String body = body();
    Map<String, String> imports = new TreeMap<>();
    imports.put("GoDuration", "dev.tocsin.dsl.go.GoDuration");
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
            ? "An integration, as Alertmanager's <a"
                + " href=\"https://prometheus.io/docs/alerting/latest/configuration/#"
                + anchor
                + "\">"
                + spec.name()
                + "</a> describes it. Written from the table of fields."
            : "Alertmanager's {@code " + spec.name() + "}. Written from the table of fields.");
    List<String> inClear = inClear();
    if (!inClear.isEmpty()) {
      out.append(" Alertmanager reads {@code ").append(String.join("}, {@code ", inClear));
      out.append("} from no file: {@link #with} sets it in clear text, which is warned of.");
    }
    if (integration && isFalse("send_resolved")) {
      out.append(
          " Alertmanager does not notify it of resolved alerts by default; this does, unless {@link"
              + " #sendResolved} is false.");
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

  /** The secrets that cannot be a {@link dev.tocsin.dsl.alertmanager.Secret}. */
  private List<String> inClear() {
    return spec.fields().values().stream()
        .filter(field -> value(field).isEmpty() && field.deprecated().isEmpty())
        .map(FieldSpec::name)
        .toList();
  }

  private boolean isFalse(String field) {
    return spec.field(field).flatMap(FieldSpec::defaultValue).filter("false"::equals).isPresent();
  }

  private void factory(StringBuilder out) {
    List<String> parameters = new ArrayList<>();
    StringBuilder chain = new StringBuilder("Fields.NONE");
    StringBuilder doc = new StringBuilder();
    List<FieldSpec> arguments = new ArrayList<>(spec.asked());
    // What takes any number of values can only come last.
    arguments.sort(Comparator.comparing(field -> field.type() instanceof FieldType.ListOf));
    for (FieldSpec field : arguments) {
      Value value = value(field).orElseThrow(() -> new IllegalStateException(field.toString()));
      parameters.add(value.type + " " + JavaNames.camel(field.name()));
      chain.append(".with(\"").append(field.name()).append("\", ");
      chain.append(value.convert(JavaNames.camel(field.name()))).append(")");
      doc.append(" * @param ").append(JavaNames.camel(field.name())).append(" {@code ");
      doc.append(field.name()).append("}").append(value.note).append("\n");
    }
    if (integration) {
      chain.append(".with(\"send_resolved\", true)");
    }
    out.append("/**\n * ").append(integration ? "Creates one" : "One").append(" with ");
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
    List<FieldSpec> arguments = BY_HAND.contains(name) ? List.of() : spec.asked();
    for (FieldSpec field : spec.fields().values()) {
      boolean skipped =
          arguments.contains(field)
              || isFileOfSecret(field)
              || field.deprecated().isPresent()
              || handwritten.matches(
                  "(?s).*public "
                      + name
                      + " "
                      + JavaNames.word(spec.name(), field.name())
                      + "\\(.*");
      Optional<Value> value = value(field);
      if (field.name().equals("send_resolved")) {
        if (!handwritten.contains("sendResolved(")) {
          out.append(
                  "/** {@code send_resolved}: whether resolved notifications are sent. */\npublic ")
              .append(name);
          out.append(" sendResolved(boolean value) { return with(\"send_resolved\", value); }\n\n");
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
      out.append(". */\npublic ")
          .append(name)
          .append(' ')
          .append(JavaNames.word(spec.name(), field.name()))
          .append('(');
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

  /** The file beside a secret: {@link dev.tocsin.dsl.alertmanager.Secret}s are written there. */
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
      if (field.required() && !file) {
        String note = ", which stands in the file for all to read: Alertmanager reads it from none";
        return Optional.of(Value.of("String", "", "", note));
      }
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
      return Optional.of(Value.of(JavaNames.className(struct.name()), "", ".fields()", ""));
    }
    if (type instanceof FieldType.ListOf list) {
      if (list.element() instanceof FieldType.StructOf struct) {
        String part = JavaNames.className(struct.name());
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
              "Map<String, " + JavaNames.className(struct.name()) + ">",
              "Values.partsByName(",
              ")",
              ""));
    }
    boolean any = below instanceof FieldType.Scalar scalar && scalar.kind() == Kind.ANY;
    return Optional.of(
        Value.of(any ? "Map<String, ?>" : "Map<String, String>", "Fields.of(", ")", ", by name"));
  }

  private static Optional<Value> scalar(Kind kind) {
    return Optional.of(
        switch (kind) {
          case BOOL -> Value.of("boolean");
          case INT -> Value.of("long");
          case FLOAT -> Value.of("double");
          case UINT -> Value.of("long", "", "", ", not below 0");
          case URL -> Value.of("URI", "", ".toString()", "");
          case PROXY_URL -> Value.of("URI", "", ".toString()", "");
          case GO_DURATION, TEXT_DURATION -> Value.of("Duration", "GoDuration.goText(", ")", "");
          case DURATION -> Value.of("Duration");
          case FILE -> Value.of("String", "", "", ", a path on Alertmanager's machine");
          case ANY -> Value.of("Object", "Values.any(", ")", "");
          case HOST_PORT -> Value.of("String", "", "", ", as host:port");
          default -> Value.of("String");
        });
  }
}
