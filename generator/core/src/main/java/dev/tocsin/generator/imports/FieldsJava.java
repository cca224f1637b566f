package dev.tocsin.generator.imports;

import dev.tocsin.dsl.alertmanager.Fields;
import dev.tocsin.dsl.alertmanager.Integration;
import dev.tocsin.dsl.alertmanager.Part;
import dev.tocsin.dsl.alertmanager.Secret;
import dev.tocsin.dsl.schema.FieldSpec;
import dev.tocsin.dsl.schema.FieldType;
import dev.tocsin.dsl.schema.JavaNames;
import dev.tocsin.dsl.schema.Schema;
import dev.tocsin.dsl.schema.StructSpec;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Writes what is made of fields: integrations and their parts. It looks for the typed word of each
 * field, and takes it where it gives the very same field; what has none is set by its name.
 */
final class FieldsJava {
  private static final Schema SCHEMA = Schema.alertmanager();
  private static final String LANGUAGE = "dev.tocsin.dsl.alertmanager.";

  /** What factories that are written by hand ask for. */
  private static final Map<String, List<String>> ARGUMENTS =
      Map.of(
          "email_config", List.of("to"),
          "pagerduty_config", List.of("routing_key"),
          "slack_config", List.of("channel", "api_url"),
          "webhook_config", List.of("url"));

  private final BiFunction<Secret, String, Code> secrets;
  private final Map<String, Code> texts;

  /**
   * @param secrets the constant of a secret, by it and by words for its name
   * @param texts the constants of texts that are in several places
   */
  FieldsJava(BiFunction<Secret, String, Code> secrets, Map<String, Code> texts) {
    this.secrets = secrets;
    this.texts = Map.copyOf(texts);
  }

  private Term text(String value) {
    Code constant = texts.get(value);
    return constant == null ? Term.text(value) : Term.of(constant, value);
  }

  /** An integration with these fields, which hold no secret in clear. */
  Term integration(Integration kind, Fields fields, String context) {
    StructSpec struct = SCHEMA.struct(kind.kind().replaceAll("s$", ""));
    Class<?> type = kind.getClass();
    Term made;
    try {
      made = factory(struct, type, fields, context);
    } catch (Untyped e) {
      Term literal = Term.of(Code.classLiteral(type.getName()), type);
      made = Term.call(UnitType.UNKNOWN, Integration.class, "bare", literal);
    }
    Fields before = ((Integration) made.value()).fields();
    boolean told = before.asMap().containsKey("send_resolved");
    if (told && !fields.asMap().containsKey("send_resolved") && isSilentByDefault(struct)) {
      made = made.call(UnitType.UNKNOWN, "sendResolved", Term.of(Code.atom("false"), false));
    }
    return withers(struct, made, fields, context);
  }

  private static boolean isSilentByDefault(StructSpec struct) {
    return struct
        .field("send_resolved")
        .flatMap(FieldSpec::defaultValue)
        .orElse("")
        .equals("false");
  }

  /**
   * A part with these fields.
   *
   * @throws Untyped where it has no class, or its factory asks for what is not there
   */
  Term part(StructSpec struct, Fields fields, String context) {
    Class<?> type;
    try {
      type = Class.forName(LANGUAGE + JavaNames.className(struct.name()));
    } catch (ClassNotFoundException e) {
      throw new Untyped("no class of " + struct.name());
    }
    Term made = withers(struct, factory(struct, type, fields, context), fields, context);
    if (!fieldsOf(made).equals(fields)) {
      throw new Untyped("the factory of " + struct.name() + " says more");
    }
    return made;
  }

  private static Fields fieldsOf(Term term) {
    return term.value() instanceof Integration integration
        ? integration.fields()
        : ((Part) term.value()).fields();
  }

  // ---- factories ----

  private static List<String> arguments(StructSpec struct) {
    List<String> byHand = ARGUMENTS.get(struct.name());
    return byHand != null ? byHand : struct.asked().stream().map(FieldSpec::name).toList();
  }

  private Term factory(StructSpec struct, Class<?> type, Fields fields, String context) {
    List<List<Term>> choices = new ArrayList<>(List.of(List.of()));
    for (String name : arguments(struct)) {
      Object value = fields.asMap().get(name);
      if (value == null) {
        throw new Untyped("no " + name);
      }
      FieldSpec field = struct.fields().get(name);
      if (field == null) {
        throw new Untyped("no field " + name);
      }
      List<List<Term>> more = new ArrayList<>();
      for (List<Term> before : choices) {
        for (List<Term> words : words(field, value, context)) {
          List<Term> one = new ArrayList<>(before);
          one.addAll(words);
          more.add(one);
        }
      }
      choices = more;
    }
    String simple = type.getSimpleName();
    String factory = simple.substring(0, 1).toLowerCase(Locale.ROOT) + simple.substring(1);
    for (List<Term> choice : choices) {
      Optional<Term> made = tried(() -> Term.call(UnitType.UNKNOWN, type, factory, choice));
      if (made.isPresent() && isPartOf(made.get(), fields)) {
        return made.get();
      }
    }
    throw new Untyped("no factory of " + simple);
  }

  /** Whether a factory set nothing but what is asked for. */
  private static boolean isPartOf(Term made, Fields fields) {
    return fieldsOf(made).asMap().entrySet().stream()
        .allMatch(
            field ->
                field.getKey().equals("send_resolved")
                    || field.getValue().equals(fields.asMap().get(field.getKey())));
  }

  private static Optional<Term> tried(Supplier<Term> making) {
    try {
      return Optional.of(making.get());
    } catch (Untyped e) {
      return Optional.empty();
    }
  }

  // ---- withers ----

  private Term withers(StructSpec struct, Term term, Fields fields, String context) {
    Term made = term;
    for (Map.Entry<String, Object> field : fields.asMap().entrySet()) {
      Object there = fieldsOf(made).asMap().get(field.getKey());
      if (!field.getValue().equals(there)) {
        made = wither(struct, made, field.getKey(), field.getValue(), context);
      }
    }
    return made;
  }

  private Term wither(StructSpec struct, Term term, String name, Object value, String context) {
    FieldSpec field = struct.fields().get(name);
    if (name.equals("send_resolved") && value.equals(false)) {
      Optional<Term> made =
          tried(
              () ->
                  term.call(UnitType.UNKNOWN, "sendResolved", Term.of(Code.atom("false"), false)));
      if (made.isPresent()) {
        return made.get();
      }
    }
    if (field != null) {
      String word = JavaNames.word(struct.name(), name);
      for (List<Term> words : words(field, value, context)) {
        Optional<Term> made = tried(() -> term.call(UnitType.UNKNOWN, word, words));
        if (made.isPresent()
            && made.get().value().getClass() == term.value().getClass()
            && value.equals(fieldsOf(made.get()).asMap().get(name))) {
          return made.get();
        }
      }
    }
    return term.call(UnitType.UNKNOWN, "with", Term.text(name), raw(value, context + "_" + name));
  }

  /** The ways to say a value as arguments of a typed word. */
  private List<List<Term>> words(FieldSpec field, Object value, String context) {
    List<List<Term>> all = new ArrayList<>();
    if (value instanceof String text) {
      all.add(List.of(text(text)));
      uri(text).ifPresent(uri -> all.add(List.of(uri)));
      milliseconds(text).ifPresent(duration -> all.add(List.of(Durations.of(duration))));
    } else if (value instanceof Duration duration) {
      all.add(List.of(Durations.of(duration)));
    } else if (value instanceof Fields below) {
      fields(field.type(), below, context).ifPresent(term -> all.add(List.of(term)));
    } else if (value instanceof List<?> items) {
      list(field.type(), items, context).ifPresent(all::add);
    } else {
      all.add(List.of(raw(value, context + "_" + field.name())));
    }
    return all;
  }

  private static Optional<Term> uri(String text) {
    try {
      URI uri = URI.create(text);
      return Optional.of(
          Term.of(
              new Code.Invoke(
                  Optional.of(
                      new Code.Atom("URI", Optional.of(new Code.Import("java.net.URI", "")))),
                  "create",
                  List.of(Code.text(text)),
                  Optional.empty()),
              uri));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A duration as Go writes it, where it is whole seconds or milliseconds. */
  private static Optional<Long> milliseconds(String text) {
    var found = Pattern.compile("(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?").matcher(text);
    if (text.isEmpty() || !found.matches()) {
      return Optional.empty();
    }
    long sum = 0;
    long[] units = {3_600_000, 60_000, 1_000};
    for (int i = 0; i < units.length; i++) {
      String count = found.group(i + 1);
      sum += count == null ? 0 : Long.parseLong(count) * units[i];
    }
    return Optional.of(sum);
  }

  private Optional<Term> fields(FieldType type, Fields below, String context) {
    if (type instanceof FieldType.StructOf struct) {
      return tried(() -> part(SCHEMA.struct(struct.name()), below, context));
    }
    if (!(type instanceof FieldType.MapOf map)) {
      return Optional.empty();
    }
    Map<String, Object> values = new LinkedHashMap<>();
    List<Code> codes = new ArrayList<>();
    for (Map.Entry<String, Object> item : below.asMap().entrySet()) {
      Optional<Term> one =
          item.getValue() instanceof Fields part
              ? fields(map.value(), part, context)
              : Optional.of(plain(item.getValue()));
      if (one.isEmpty()) {
        return Optional.empty();
      }
      values.put(item.getKey(), one.get().value());
      codes.add(Code.text(item.getKey()));
      codes.add(one.get().code());
    }
    return values.size() > 10
        ? Optional.empty()
        : Optional.of(Term.of(collection("Map", codes), values));
  }

  /** Texts, numbers, truths, and lists of them. */
  private Term plain(Object value) {
    if (value instanceof String text) {
      return text(text);
    }
    if (value instanceof List<?> list) {
      List<Term> items = list.stream().map(this::plain).toList();
      return Term.of(
          collection("List", items.stream().map(Term::code).toList()),
          items.stream().map(Term::value).toList());
    }
    return number(value);
  }

  private Optional<List<Term>> list(FieldType type, List<?> items, String context) {
    FieldType element = type instanceof FieldType.ListOf list ? list.element() : type;
    List<Term> all = new ArrayList<>();
    for (Object item : items) {
      Optional<Term> one =
          item instanceof Fields below ? fields(element, below, context) : Optional.of(plain(item));
      if (one.isEmpty()) {
        return Optional.empty();
      }
      all.add(one.get());
    }
    return Optional.of(all);
  }

  // ---- raw fields ----

  /** A value as {@code with} takes it. */
  Term raw(Object value, String context) {
    if (value instanceof String text) {
      return text(text);
    }
    if (value instanceof Secret secret) {
      return Term.of(secrets.apply(secret, context), secret);
    }
    if (value instanceof Duration duration) {
      return Durations.of(duration);
    }
    if (value instanceof Fields below) {
      Term made = Term.of(new Code.Atom("Fields.NONE", importOf(Fields.class)), Fields.NONE);
      for (Map.Entry<String, Object> field : below.asMap().entrySet()) {
        made =
            made.call(
                UnitType.UNKNOWN,
                "with",
                Term.text(field.getKey()),
                raw(field.getValue(), context + "_" + field.getKey()));
      }
      return made;
    }
    if (value instanceof List<?> list) {
      List<Term> items = list.stream().map(item -> raw(item, context)).toList();
      return Term.of(
          collection("List", items.stream().map(Term::code).toList()),
          items.stream().map(Term::value).toList());
    }
    return number(value);
  }

  /** A number or a truth. Fields tell an int from a long. */
  private static Term number(Object value) {
    String text = String.valueOf(value);
    if (value instanceof Long) {
      text += "L";
    } else if (value instanceof Double number && !Double.isFinite(number)) {
      text =
          "Double."
              + (number.isNaN() ? "NaN" : number > 0 ? "POSITIVE_INFINITY" : "NEGATIVE_INFINITY");
    }
    return Term.of(Code.atom(text), value);
  }

  private static Optional<Code.Import> importOf(Class<?> type) {
    return Optional.of(new Code.Import(type.getName(), ""));
  }

  private static Code collection(String type, List<Code> items) {
    return new Code.Invoke(
        Optional.of(new Code.Atom(type, Optional.of(new Code.Import("java.util." + type, "")))),
        "of",
        items,
        Optional.empty());
  }
}
