package dev.tocsin.generator.imports;

import dev.tocsin.dsl.alertmanager.Fields;
import dev.tocsin.dsl.alertmanager.Secret;
import dev.tocsin.dsl.internal.Masking;
import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.schema.FieldSpec;
import dev.tocsin.dsl.schema.FieldType;
import dev.tocsin.dsl.schema.Schema;
import dev.tocsin.dsl.schema.StructSpec;
import dev.tocsin.generator.alertmanager.SecretUrls;
import dev.tocsin.generator.alertmanager.Variable;
import dev.tocsin.generator.rules.SourceGroup;
import dev.tocsin.generator.rules.SourceRule;
import dev.tocsin.generator.rules.SourceRule.Field;
import dev.tocsin.generator.source.Section;
import dev.tocsin.generator.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Takes the secrets out of a configuration: each field becomes a secret of its own, in a file that
 * Alertmanager reads, and a warning says what to put there. What Alertmanager cannot read from a
 * file is left out or masked, and so are secrets in rules. No value goes into a message.
 */
final class SecretTable {
  private static final String CHECK = "import/secret";
  private static final String VARIABLE = "import/variable";
  private static final Schema SCHEMA = Schema.alertmanager();

  /** Headers of HTTP that hold no key. */
  private static final Set<String> PUBLIC_HEADERS =
      Set.of("accept", "accept-language", "cache-control", "x-scope-orgid");

  /** Parameters and claims of OAuth that hold no key. */
  private static final Set<String> PUBLIC_PARAMETERS =
      Set.of(
          "aud",
          "audience",
          "client_assertion_type",
          "exp",
          "grant_type",
          "iat",
          "iss",
          "nbf",
          "resource",
          "response_type",
          "scope",
          "sub",
          "tenant");

  /** Maps from names of which only some are known to be public. */
  private static final Map<String, Set<String>> PUBLIC =
      Map.of("endpoint_params", PUBLIC_PARAMETERS, "claims", PUBLIC_PARAMETERS);

  private final String file;
  private final Section config;
  private final Names names;
  private final List<Problem> problems;
  private final Map<String, Known> byPath = new LinkedHashMap<>();

  /** All texts that are secret, so that no comment repeats one; the longest first. */
  private final Set<String> values =
      new TreeSet<>(
          Comparator.comparingInt(String::length)
              .reversed()
              .thenComparing(Comparator.naturalOrder()));

  /** The constants of the variables and secrets' files that the file names. */
  private final Map<String, String> named = new TreeMap<>();

  /** A secret and its constant. */
  record Known(String constant, Secret secret, boolean wasInClear) {}

  /** A value in the file, and its node. */
  private record At(@Nullable Object value, YamlNode node) {
    At field(String name) {
      return value instanceof Section section
          ? section
              .entry(name)
              .map(entry -> new At(entry.value(), entry.node()))
              .orElseGet(() -> new At(null, node))
          : new At(null, node);
    }

    At item(int i) {
      List<YamlNode> nodes = node.resolved().content();
      YamlNode there = value instanceof List<?> && i < nodes.size() ? nodes.get(i) : node;
      return new At(value instanceof List<?> all && i < all.size() ? all.get(i) : null, there);
    }

    At entry(String name) {
      List<YamlNode> content = node.resolved().content();
      for (int i = 0; i + 1 < content.size(); i += 2) {
        if (content.get(i).resolved().value().equals(name)) {
          return new At(value instanceof Map<?, ?> map ? map.get(name) : null, content.get(i + 1));
        }
      }
      return new At(value instanceof Map<?, ?> map ? map.get(name) : null, node);
    }
  }

  SecretTable(String file, Section config, Names names, List<Problem> problems) {
    this.file = file;
    this.config = config;
    this.names = names;
    this.problems = problems;
    reserve(config);
    named.replaceAll((name, none) -> names.constant(name, "_SECRET"));
  }

  /** Keeps the names of variables and secret files in this file for those secrets. */
  private void reserve(@Nullable Object value) {
    if (value instanceof Section section) {
      section.entries().forEach(entry -> reserve(entry.value()));
    } else if (value instanceof List<?> list) {
      list.forEach(this::reserve);
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(this::reserve);
    } else if (value instanceof String text) {
      Variable.in(text).ifPresent(variable -> named.put(variable.name(), ""));
      if (text.startsWith(Secret.FOLDER + "/")) {
        named.put(text.substring(Secret.FOLDER.length() + 1), "");
      }
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
            path -> {
              Optional<String> constant = secret.variable().map(named::get);
              return new Known(
                  constant.orElseGet(() -> names.constant(context, "_SECRET")), secret, false);
            })
        .constant();
  }

  // ---- taking secrets out ----

  /** The fields beside routes and receivers without what is secret. */
  Fields cleanRoot(Fields fields) {
    return clean(SCHEMA.root(), fields, new At(config, config.node()), "");
  }

  /**
   * An integration's fields without what is secret.
   *
   * @param kind such as {@code slack_configs}
   * @param index which of the receiver's of this kind it is
   */
  Fields clean(String receiver, String kind, int index, Fields fields) {
    return clean(
        SCHEMA.struct(kind.replaceAll("s$", "")),
        fields,
        receiver(receiver).field(kind).item(index),
        receiver + "_" + kind.replaceAll("_configs$", ""));
  }

  /** A receiver's labels without what may be secret. */
  Fields cleanLabels(String receiver, Fields labels) {
    At at = receiver(receiver).field("labels");
    return map(new FieldType.Scalar(FieldType.Kind.STRING), "labels", labels, at, "");
  }

  private At receiver(String name) {
    At all = new At(config, config.node()).field("receivers");
    for (int i = 0; all.value() instanceof List<?> list && i < list.size(); i++) {
      if (name.equals(all.item(i).field("name").value())) {
        return all.item(i);
      }
    }
    return new At(null, config.node());
  }

  private Fields clean(StructSpec struct, Fields fields, At at, String context) {
    Fields clean = Fields.NONE;
    for (Map.Entry<String, Object> entry : fields.asMap().entrySet()) {
      String name = entry.getKey();
      FieldSpec field = struct.fields().get(name);
      clean =
          field == null
              ? clean.with(name, entry.getValue())
              : clean(struct, field, entry.getValue(), at.field(name), context, clean);
    }
    return clean;
  }

  private Fields clean(
      StructSpec struct, FieldSpec field, Object value, At at, String context, Fields clean) {
    String name = field.name();
    if (value instanceof Secret secret) {
      return clean.with(name, inOurWords(secret));
    }
    if (struct.name().equals("sigv4") && name.equals("access_key")) {
      return clean; // Without its secret half, which is left out, it is refused.
    }
    if (field.type() instanceof FieldType.Scalar scalar && value instanceof String text) {
      return text(struct, field, scalar.kind(), text, at, context, clean);
    }
    if (field.type().isSecret()) {
      return name.equals("secrets")
          ? files(value, at, context, clean)
          : leftOut(name, value, at, clean);
    }
    Optional<Object> cleaned = value(field.type(), name, value, at, context);
    return cleaned.isPresent() ? clean.with(name, cleaned.get()) : clean;
  }

  /** A value whose type is not secret; empty where it must be left out. */
  private Optional<Object> value(FieldType type, String name, Object value, At at, String context) {
    if (value instanceof Fields below && type instanceof FieldType.StructOf part) {
      return Optional.of(clean(SCHEMA.struct(part.name()), below, at, context));
    }
    if (value instanceof Fields below) {
      FieldType element = type instanceof FieldType.MapOf map ? map.value() : type;
      return Optional.of(map(element, name, below, at, context));
    }
    if (value instanceof List<?> items) {
      FieldType element = type instanceof FieldType.ListOf list ? list.element() : type;
      List<Object> all = new ArrayList<>();
      for (int i = 0; i < items.size(); i++) {
        value(element, name, items.get(i), at.item(i), context).ifPresent(all::add);
      }
      return Optional.of(List.copyOf(all));
    }
    return Optional.of(value instanceof String text ? plain(name, text, at) : value);
  }

  private Fields map(FieldType element, String name, Fields items, At at, String context) {
    Fields all = Fields.NONE;
    for (Map.Entry<String, Object> item : items.asMap().entrySet()) {
      String key = item.getKey();
      At there = at.entry(key);
      boolean headers = element instanceof FieldType.StructOf;
      // Text beside an action may be a password with an action that prints nothing.
      boolean template =
          item.getValue() instanceof String text
              && text.contains("{{")
              && text.replaceAll("(?s)\\{\\{.*?}}", "").isBlank();
      Set<String> known = PUBLIC.get(name);
      boolean sensitive =
          known == null ? Masking.isSensitive(key) : !known.contains(key.toLowerCase(Locale.ROOT));
      if (headers && item.getValue() instanceof Fields below) {
        all = all.with(key, header(key, (FieldType.StructOf) element, below, there, context));
      } else if (sensitive && !template) {
        leftOut(name + "." + key, item.getValue(), there, all);
      } else {
        Optional<Object> clean = value(element, name + "." + key, item.getValue(), there, context);
        all = clean.isPresent() ? all.with(key, clean.get()) : all;
      }
    }
    return all;
  }

  /** A header's values go into files, unless the header is known to be public. */
  private Fields header(String key, FieldType.StructOf type, Fields header, At at, String context) {
    StructSpec struct = SCHEMA.struct(type.name());
    boolean known = PUBLIC_HEADERS.contains(key.toLowerCase(Locale.ROOT));
    if (known || !(header.asMap().get("values") instanceof List<?> values)) {
      return clean(struct, header, at, context);
    }
    Fields rest = Fields.NONE;
    for (Map.Entry<String, Object> other : header.asMap().entrySet()) {
      rest = other.getKey().equals("values") ? rest : rest.with(other.getKey(), other.getValue());
    }
    return files(values, at.field("values"), context + "_" + key, clean(struct, rest, at, context));
  }

  private Fields text(
      StructSpec struct,
      FieldSpec field,
      FieldType.Kind kind,
      String text,
      At at,
      String context,
      Fields clean) {
    String name = field.name();
    boolean secret = !text.isEmpty() && SecretUrls.isSecret(field.type(), text);
    if (secret && name.equals("bearer_token")) {
      return clean.with(
          "authorization",
          Fields.NONE.with("credentials", taken(name, text, at, context + "_bearer_token")));
    }
    if (secret && struct.field(field.fileName()).isPresent()) {
      return clean.with(name, taken(name, text, at, context + "_" + name));
    }
    if (secret) {
      return leftOut(name, text, at, clean);
    }
    return clean.with(name, kind == FieldType.Kind.FILE ? text : plain(name, text, at));
  }

  /** A text that is not secret as a whole. */
  private String plain(String name, String text, At at) {
    Variable.whole(text)
        .or(() -> Variable.in(text))
        .ifPresent(
            variable ->
                problems.add(
                    Problem.warning(
                            VARIABLE,
                            place(at),
                            "\""
                                + name
                                + "\" contains the variable "
                                + variable.shown()
                                + ": Alertmanager expands no variables")
                        .help("write the value itself into the Java")));
    String clean = Masking.text(text);
    if (!clean.equals(text)) {
      values.add(text);
      problems.add(
          Problem.warning(
                  CHECK,
                  place(at),
                  "\"" + name + "\" may contain a secret, which the import takes out or masks")
              .help(
                  "write into the Java what is not secret, and give Alertmanager the rest in"
                      + " another way"));
    }
    return clean;
  }

  /** A secret in clear becomes a file, and one that a variable gives the file of that variable. */
  private Secret taken(String name, String value, At at, String context) {
    Optional<Variable> variable = Variable.whole(value);
    if (variable.isPresent()) {
      Secret secret = Secret.env(variable.get().name());
      constant(secret, context);
      problems.add(
          Problem.warning(
                  VARIABLE,
                  place(at),
                  "\""
                      + name
                      + "\" is the variable "
                      + variable.get().shown()
                      + ": Alertmanager expands no variables, so the Java reads "
                      + secret.path())
              .help(
                  "set "
                      + variable.get().name()
                      + " where the generated compose file runs, or put the secret into that file"
                      + " on Alertmanager's machine"));
      return secret;
    }
    String constant = names.constant(context, "_SECRET");
    Secret secret = Secret.env(constant);
    boolean masked = Masking.isMasked(value);
    byPath.put(secret.path(), new Known(constant, secret, !masked));
    String where =
        " that file on Alertmanager's machine, or into the variable "
            + constant
            + " of the generated compose file";
    if (masked) {
      problems.add(
          Problem.warning(
                  CHECK,
                  place(at),
                  "\"" + name + "\" is masked; the Java reads the secret from " + secret.path())
              .help("put the secret into" + where));
    } else {
      values.add(value);
      problems.add(
          Problem.warning(
                  CHECK,
                  place(at),
                  "\""
                      + name
                      + "\" is a secret in clear text; the Java reads it from "
                      + secret.path()
                      + " and does not contain it")
              .help(
                  "change the secret, as this file could be read, and put the new one into"
                      + where));
    }
    return secret;
  }

  private Fields leftOut(String name, Object value, At at, Fields clean) {
    remember(value);
    problems.add(
        Problem.warning(
                CHECK,
                place(at),
                "\""
                    + name
                    + "\" may contain a secret, and Alertmanager reads it from no file; the import"
                    + " leaves it out")
            .help("give Alertmanager the secret in another way, or set the field by hand"));
    return clean;
  }

  private void remember(Object value) {
    if (value instanceof Fields fields) {
      fields.asMap().values().forEach(this::remember);
    } else if (value instanceof List<?> list) {
      list.forEach(this::remember);
    } else if (value instanceof String text) {
      values.add(text);
    }
  }

  private Fields files(Object value, At at, String context, Fields clean) {
    List<Object> files = new ArrayList<>();
    if (clean.asMap().get("files") instanceof List<?> before) {
      files.addAll(before);
    }
    if (value instanceof List<?> items) {
      for (int i = 0; i < items.size(); i++) {
        String text = String.valueOf(items.get(i));
        files.add(taken("http_headers", text, at.item(i), context + "_header").path());
      }
    }
    return clean.with("files", List.copyOf(files));
  }

  private Place place(At at) {
    return Place.column(file, at.node().line(), at.node().column());
  }

  /** A file that the generated compose file makes is named by its variable. */
  private static Secret inOurWords(Secret secret) {
    String variable = secret.path().substring(secret.path().lastIndexOf('/') + 1);
    boolean ours =
        secret.path().equals(Secret.FOLDER + "/" + variable)
            && variable.matches("[A-Za-z_][A-Za-z0-9_]*");
    return ours ? Secret.env(variable) : secret;
  }

  // ---- rules ----

  /** The groups of a rule file, with masks in place of what may be secret. */
  static List<SourceGroup> masked(String file, List<SourceGroup> groups, List<Problem> problems) {
    return groups.stream().map(group -> masked(file, group, problems)).toList();
  }

  private static SourceGroup masked(String file, SourceGroup group, List<Problem> problems) {
    return new SourceGroup(
        group.node(),
        group.name(),
        group.interval(),
        group.queryOffset(),
        group.limit(),
        masked(file, group.labels(), problems),
        group.rules().stream().map(rule -> masked(file, rule, problems)).toList());
  }

  private static SourceRule masked(String file, SourceRule rule, List<Problem> problems) {
    return new SourceRule(
        rule.node(),
        rule.record(),
        rule.alert(),
        expression(file, rule.expr(), problems),
        rule.pending(),
        rule.keepFiring(),
        masked(file, rule.labels(), problems),
        masked(file, rule.annotations(), problems));
  }

  /** In an expression, only addresses are masked: other texts select series. */
  private static @Nullable Field expression(
      String file, @Nullable Field field, List<Problem> problems) {
    if (field == null) {
      return null;
    }
    return masked(
        file,
        "expr",
        field,
        Masking.message(field.text()),
        "select the series by another label: with the mask, the expression selects none",
        problems);
  }

  private static Map<String, Field> masked(
      String file, Map<String, Field> fields, List<Problem> problems) {
    Map<String, Field> all = new LinkedHashMap<>();
    fields.forEach(
        (name, field) -> {
          String clean = Masking.value(name, field.text());
          all.put(
              name,
              masked(file, name, field, clean, "write into the Java what is public", problems));
        });
    return all;
  }

  private static Field masked(
      String file, String name, Field field, String clean, String help, List<Problem> problems) {
    if (clean.equals(field.text())) {
      return field;
    }
    problems.add(
        Problem.warning(
                CHECK,
                Place.column(file, field.node().line(), field.node().column()),
                "\"" + name + "\" may contain a secret, which the import masks")
            .help(help));
    return new Field(clean, field.key(), field.node());
  }

  // ---- comments ----

  /** Masks this file's comments, and in them all secrets that were found in the fields. */
  UnaryOperator<String> comments() {
    return comments(file, values, problems);
  }

  /**
   * Masks a file's comments.
   *
   * @param values texts that are known to be secret
   */
  static UnaryOperator<String> comments(
      String file, Collection<String> values, List<Problem> problems) {
    AtomicBoolean said = new AtomicBoolean();
    return line -> {
      String clean = line;
      for (String value : values) {
        clean = value.length() < 4 ? clean : clean.replace(value, Masking.MASK);
      }
      clean = Masking.comment(clean);
      if (!clean.equals(line) && !said.getAndSet(true)) {
        problems.add(
            Problem.warning(
                    CHECK,
                    Place.file(file),
                    "comments may contain secrets; the Java has "
                        + Masking.MASK
                        + " in the place of those parts")
                .help("compare the comments in the Java with those of the file"));
      }
      return clean;
    };
  }
}
