package dev.tocsin.generator.imports;

import dev.tocsin.dsl.Place;
import dev.tocsin.dsl.Problem;
import dev.tocsin.dsl.Secret;
import dev.tocsin.dsl.alertmanager.Fields;
import dev.tocsin.dsl.schema.FieldSpec;
import dev.tocsin.dsl.schema.FieldType;
import dev.tocsin.dsl.schema.Schema;
import dev.tocsin.dsl.schema.StructSpec;
import dev.tocsin.generator.alertmanager.Section;
import dev.tocsin.generator.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes what is secret out of a configuration: each value becomes a file that Alertmanager reads,
 * and a person is told what to put there. What Alertmanager reads from no file is left out. No
 * value goes into a message or anywhere else.
 */
final class SecretTable {
  private static final String CHECK = "import/secret";
  private static final Schema SCHEMA = Schema.alertmanager();
  private static final Pattern SENSITIVE =
      Pattern.compile("(?i).*(authorization|secret|passw|token|cookie|api-?_?key|credential).*");
  private static final Pattern ADDRESS = Pattern.compile("(?i)\\b[a-z][a-z0-9+.-]*://\\S+");
  private static final Pattern SETTING =
      Pattern.compile(
          "(?i)^(.*?\\b[a-z_]*(?:key|token|password|passwd|secret|credentials|url|webhook)[a-z_]*"
              + "[\"']?\\s*[:=])\\s*\\S.*$");

  private final String file;
  private final Names names;
  private final List<Problem> problems;
  private final Map<String, Place> places = new HashMap<>();
  private final Map<String, Known> byPath = new LinkedHashMap<>();
  private final Map<String, Secret> byValue = new HashMap<>();

  /** A secret and its constant. */
  record Known(String constant, Secret secret, boolean wasInClear) {}

  SecretTable(String file, Section config, Names names, List<Problem> problems) {
    this.file = file;
    this.names = names;
    this.problems = problems;
    find(config);
  }

  /** Notes where each text stands, so that messages can say it without the text. */
  private void find(Section section) {
    for (Section.Entry entry : section.entries()) {
      find(entry.value(), entry.node());
    }
  }

  private void find(@org.jspecify.annotations.Nullable Object value, YamlNode node) {
    if (value instanceof Section below) {
      find(below);
    } else if (value instanceof List<?> list) {
      list.forEach(item -> find(item, node));
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(item -> find(item, node));
    } else if (value instanceof String text) {
      places.putIfAbsent(text, Place.column(file, node.line(), node.column()));
    }
  }

  /** The secrets in the order in which they were met. */
  List<Known> all() {
    return List.copyOf(byPath.values());
  }

  /** The constant of a secret. */
  String constant(Secret secret, String context) {
    return byPath
        .computeIfAbsent(
            secret.path(),
            path ->
                new Known(
                    names.constant(secret.variable().orElse(context), "_SECRET"), secret, false))
        .constant();
  }

  // ---- taking secrets out ----

  /**
   * The same fields without what is secret.
   *
   * @param context words for the names of secrets, such as the receiver's name
   */
  Fields clean(StructSpec struct, Fields fields, String context) {
    Fields clean = Fields.NONE;
    for (Map.Entry<String, Object> entry : fields.asMap().entrySet()) {
      String name = entry.getKey();
      FieldSpec field = struct.fields().get(name);
      if (field == null) {
        clean = clean.with(name, entry.getValue());
        continue;
      }
      clean = clean(struct, field, entry.getValue(), context, clean);
    }
    return clean;
  }

  private Fields clean(
      StructSpec struct, FieldSpec field, Object value, String context, Fields clean) {
    String name = field.name();
    if (value instanceof Secret secret) {
      return clean.with(name, inOurWords(secret));
    }
    if (field.type() instanceof FieldType.Scalar scalar && value instanceof String text) {
      return text(struct, field, scalar.kind(), text, context, clean);
    }
    if (field.type().isSecret()) {
      return name.equals("secrets") ? files(value, context, clean) : leftOut(name, value, clean);
    }
    if (struct.name().equals("sigv4") && name.equals("access_key")) {
      return clean; // Without its secret half, which is left out, it is refused.
    }
    if (field.type() instanceof FieldType.StructOf part && value instanceof Fields below) {
      return clean.with(name, clean(SCHEMA.struct(part.name()), below, context));
    }
    if (field.type() instanceof FieldType.ListOf list
        && list.element() instanceof FieldType.StructOf part
        && value instanceof List<?> items) {
      List<Object> all = new ArrayList<>();
      for (Object item : items) {
        all.add(
            item instanceof Fields one ? clean(SCHEMA.struct(part.name()), one, context) : item);
      }
      return clean.with(name, List.copyOf(all));
    }
    if (field.type() instanceof FieldType.MapOf && value instanceof Fields items) {
      return map(field, items, context, clean);
    }
    return clean.with(name, value);
  }

  private Fields text(
      StructSpec struct,
      FieldSpec field,
      FieldType.Kind kind,
      String text,
      String context,
      Fields clean) {
    String name = field.name();
    boolean secret = kind.isSecret() && !text.isEmpty();
    if (secret && kind == FieldType.Kind.SECRET_TEMPLATE_URL && isPublic(text)) {
      secret = false;
    }
    if (struct.name().equals("sigv4") && name.equals("access_key")) {
      return clean;
    }
    if (secret && name.equals("bearer_token")) {
      return clean.with(
          "authorization", Fields.NONE.with("credentials", taken(text, context + "_bearer_token")));
    }
    if (secret && struct.field(field.fileName()).isPresent()) {
      return clean.with(name, taken(text, context + "_" + name));
    }
    if (secret) {
      return leftOut(name, text, clean);
    }
    String plain = withoutUser(text, kind, name);
    return clean.with(name, plain);
  }

  /** A secret in clear becomes a file. */
  private Secret taken(String value, String context) {
    Secret known = byValue.get(value);
    if (known != null) {
      return known;
    }
    String constant = names.constant(context, "_SECRET");
    Secret secret = Secret.env(constant);
    byValue.put(value, secret);
    byPath.put(secret.path(), new Known(constant, secret, true));
    problems.add(
        Problem.warning(
                CHECK,
                places.getOrDefault(value, Place.file(file)),
                "a secret stands here in clear text; the Java takes it from "
                    + secret.path()
                    + " instead, and does not hold it")
            .help(
                "change the secret, as this file could be read, and put the new one into that file"
                    + " on Alertmanager's machine, or into the variable "
                    + constant
                    + " of the generated compose file"));
    return secret;
  }

  private Fields leftOut(String name, Object value, Fields clean) {
    Object first = value;
    while (first instanceof Fields fields && !fields.asMap().isEmpty()) {
      first = fields.asMap().values().iterator().next();
    }
    if (first instanceof List<?> list && !list.isEmpty()) {
      first = list.get(0);
    }
    problems.add(
        Problem.warning(
                CHECK,
                places.getOrDefault(String.valueOf(first), Place.file(file)),
                "\""
                    + name
                    + "\" holds a secret, and Alertmanager reads it from no file; it is left out")
            .help("give Alertmanager the secret in another way, or set the field by hand"));
    return clean;
  }

  private Fields files(Object value, String context, Fields clean) {
    List<Object> files = new ArrayList<>();
    if (clean.asMap().get("files") instanceof List<?> before) {
      files.addAll(before);
    }
    if (value instanceof List<?> items) {
      items.forEach(item -> files.add(taken(String.valueOf(item), context + "_header").path()));
    }
    return clean.with("files", List.copyOf(files));
  }

  private Fields map(FieldSpec field, Fields items, String context, Fields clean) {
    FieldType element = ((FieldType.MapOf) field.type()).value();
    Fields all = Fields.NONE;
    for (Map.Entry<String, Object> item : items.asMap().entrySet()) {
      boolean sensitive = SENSITIVE.matcher(item.getKey()).matches();
      if (element instanceof FieldType.StructOf part && item.getValue() instanceof Fields below) {
        Fields one = clean(SCHEMA.struct(part.name()), below, context);
        if (sensitive && one.asMap().get("values") instanceof List<?> values) {
          Fields rest = Fields.NONE;
          for (Map.Entry<String, Object> other : one.asMap().entrySet()) {
            if (!other.getKey().equals("values")) {
              rest = rest.with(other.getKey(), other.getValue());
            }
          }
          one = files(values, context + "_" + item.getKey(), rest);
        }
        all = all.with(item.getKey(), one);
      } else if (sensitive && Set.of("endpoint_params", "claims").contains(field.name())) {
        leftOut(field.name() + "." + item.getKey(), item.getValue(), all);
      } else {
        all = all.with(item.getKey(), item.getValue());
      }
    }
    return clean.with(field.name(), all);
  }

  /** A file that the generated compose file makes is named by its variable. */
  private static Secret inOurWords(Secret secret) {
    String variable = secret.path().substring(secret.path().lastIndexOf('/') + 1);
    boolean ours =
        secret.path().equals(Secret.FOLDER + "/" + variable)
            && variable.matches("[A-Za-z_][A-Za-z0-9_]*");
    return ours ? Secret.env(variable) : secret;
  }

  // ---- addresses ----

  /** Whether an address holds nothing that looks like a key. */
  private static boolean isPublic(String address) {
    if (address.contains("@") || address.contains("?") || address.contains("#")) {
      return false;
    }
    String path = address.replaceFirst("^[a-zA-Z]+://[^/]*", "");
    for (String part : path.split("/")) {
      boolean digits = part.chars().anyMatch(Character::isDigit);
      if (part.length() >= 24 || (digits && part.length() >= 12)) {
        return false;
      }
    }
    return !address.toLowerCase(Locale.ROOT).matches(".*(hooks\\.|webhook\\.office|/services/).*");
  }

  /** An address without the name and password in it. */
  private String withoutUser(String text, FieldType.Kind kind, String name) {
    boolean address = kind == FieldType.Kind.URL || kind == FieldType.Kind.PROXY_URL;
    Matcher user = Pattern.compile("^([a-zA-Z][a-zA-Z0-9+.-]*://)[^/@]*:[^/]*@").matcher(text);
    if (!address || !user.find()) {
      return text;
    }
    leftOut(name + "'s password", text, Fields.NONE);
    return user.group(1) + text.substring(user.end());
  }

  /** A comment without what may be a secret. */
  static String comment(String line) {
    Matcher setting = SETTING.matcher(line);
    return setting.matches()
        ? setting.group(1) + " …"
        : ADDRESS
            .matcher(line)
            .replaceAll(
                found -> isPublic(found.group()) ? Matcher.quoteReplacement(found.group()) : "…");
  }

  /** A comment without what may be a secret, or is one of those that were found. */
  String withoutSecrets(String line) {
    String clean = comment(line);
    for (String value : byValue.keySet()) {
      clean = value.length() < 4 ? clean : clean.replace(value, "…");
    }
    return clean;
  }
}
