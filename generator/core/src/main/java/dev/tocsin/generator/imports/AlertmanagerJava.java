package dev.tocsin.generator.imports;

import dev.tocsin.dsl.alertmanager.EventRecorder;
import dev.tocsin.dsl.alertmanager.Fields;
import dev.tocsin.dsl.alertmanager.Global;
import dev.tocsin.dsl.alertmanager.Integration;
import dev.tocsin.dsl.alertmanager.Secret;
import dev.tocsin.dsl.alertmanager.Tracing;
import dev.tocsin.dsl.go.GoRegexp;
import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.AlertmanagerConfig;
import dev.tocsin.dsl.model.Inhibition;
import dev.tocsin.dsl.model.Receiver;
import dev.tocsin.dsl.model.Route;
import dev.tocsin.dsl.model.TimeInterval;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.promql.MatchOp;
import dev.tocsin.dsl.promql.Matcher;
import dev.tocsin.dsl.schema.Schema;
import dev.tocsin.generator.alertmanager.AlertmanagerFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes a configuration of Alertmanager: its secrets and receivers, and how alerts are routed. */
final class AlertmanagerJava {
  private static final Schema SCHEMA = Schema.alertmanager();

  /** From this length on a text that is repeated is a constant. */
  private static final int LONG_TEXT = 50;

  private final String packageName;
  private final Names types;
  private final Vocabulary vocabulary;
  private final Map<String, RulesJava.AlertRef> byName = new HashMap<>();
  private final Map<String, RulesJava.AlertRef> byExpression = new HashMap<>();
  private final List<Problem> problems;
  private final Names names;

  private final JavaClass routing;
  private final List<JavaClass> classes = new ArrayList<>();
  private final Map<String, Code> receivers = new HashMap<>();
  private final Map<String, Code> intervals = new HashMap<>();
  private final List<JavaClass.Member> texts = new ArrayList<>();

  AlertmanagerJava(
      String packageName,
      String prefix,
      Names types,
      Vocabulary vocabulary,
      Map<String, List<RulesJava.AlertRef>> alerts,
      List<Problem> problems) {
    this.packageName = packageName;
    this.types = types;
    this.vocabulary = vocabulary;
    alerts.forEach(
        (name, all) -> {
          byName.put(name, all.get(0));
          byExpression.put(GoRegexp.quoteMeta(name), all.get(0));
        });
    this.problems = problems;
    this.names = new Names(vocabulary.names());
    this.routing =
        new JavaClass(
            packageName, prefix + "Routing", List.of("Which receiver is notified of which alert."));
  }

  /** The classes, without one for what is not there. */
  List<JavaClass> classes() {
    return classes;
  }

  /** Writes the classes; gives the code that names the whole. */
  Code write(AlertmanagerFile file, AlertmanagerConfig config, byte[] bytes) {
    SecretTable secrets = new SecretTable(file.name(), file.root(), names, problems);
    // First all secrets, so that no comment repeats one.
    Map<Receiver, List<Integration>> clean = new HashMap<>();
    Fields global = secrets.cleanRoot(config.fields());
    for (Receiver receiver : config.receivers()) {
      clean.put(receiver, integrations(receiver, secrets));
    }
    SourceComments comments = new SourceComments(bytes, secrets.comments());
    FieldsJava fields =
        new FieldsJava(
            (secret, context) -> Code.constant(secretsClass(), secrets.constant(secret, context)),
            repeated(clean, config));
    writeReceivers(config, clean, fields, comments, secrets);
    for (TimeInterval interval : config.timeIntervals()) {
      String constant = names.constant(interval.name(), "_TIMES");
      routing.constant(
          comments.onLine(interval.origin().line()),
          TimeInterval.class.getName(),
          constant,
          interval(interval));
      intervals.put(interval.name(), Code.atom(constant));
    }
    Code whole = whole(config, global, fields, comments);
    classes.get(0).first(texts);
    classes.get(0).first(secretConstants(secrets));
    List<String> rest = comments.rest();
    routing.constant(rest, AlertmanagerConfig.class.getName(), "CONFIG", whole);
    classes.add(routing);
    return Code.atom(routing.name() + ".CONFIG");
  }

  /** Constants for long texts that several integrations have, such as a message's template. */
  private Map<String, Code> repeated(
      Map<Receiver, List<Integration>> clean, AlertmanagerConfig config) {
    Map<String, String> fields = new LinkedHashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    for (Receiver receiver : config.receivers()) {
      for (Integration one : clean.getOrDefault(receiver, List.of())) {
        count(one.fields(), fields, counts);
      }
    }
    Map<String, Code> constants = new HashMap<>();
    fields.forEach(
        (text, field) -> {
          if (counts.getOrDefault(text, 0) > 1) {
            String constant = names.constant(field, "_TEXT");
            constants.put(text, Code.constant(secretsClass(), constant));
            texts.add(
                new JavaClass.Member(
                    List.of(),
                    List.of(),
                    "java.lang.String",
                    "",
                    constant,
                    Code.text(text),
                    List.of()));
          }
        });
    return constants;
  }

  private static void count(Fields fields, Map<String, String> names, Map<String, Integer> counts) {
    fields
        .asMap()
        .forEach(
            (name, value) -> {
              if (value instanceof Fields below) {
                count(below, names, counts);
              } else if (value instanceof String text && text.length() >= LONG_TEXT) {
                names.putIfAbsent(text, name);
                counts.merge(text, 1, Integer::sum);
              }
            });
  }

  private String secretsClass() {
    return routing.fullName().replaceFirst("Routing$", "Receivers");
  }

  private static List<Integration> integrations(Receiver receiver, SecretTable secrets) {
    List<Integration> all = new ArrayList<>();
    Map<String, Integer> counts = new HashMap<>();
    for (Integration one : receiver.integrations()) {
      int index = counts.merge(one.kind(), 1, Integer::sum) - 1;
      all.add(one.withFields(secrets.clean(receiver.name(), one.kind(), index, one.fields())));
    }
    return all;
  }

  // ---- receivers ----

  private void writeReceivers(
      AlertmanagerConfig config,
      Map<Receiver, List<Integration>> clean,
      FieldsJava fields,
      SourceComments comments,
      SecretTable secrets) {
    String first = types.type(routing.name().replaceFirst("Routing$", "Receivers"), "");
    JavaClass current =
        new JavaClass(packageName, first, List.of("The receivers, and their secrets."));
    List<JavaClass> all = new ArrayList<>(List.of(current));
    Map<String, Code> made = new TreeMap<>();
    for (Receiver receiver : config.receivers()) {
      made.put(
          receiver.name(),
          receiver(receiver, clean.getOrDefault(receiver, List.of()), fields, secrets));
    }
    int weight = 0;
    for (Receiver receiver : config.receivers()) {
      Code code = made.getOrDefault(receiver.name(), Code.atom("null"));
      if (weight > 0 && weight + code.weight() > JavaClass.BUDGET) {
        current =
            new JavaClass(
                packageName, types.type(first + (all.size() + 1), ""), List.of("More receivers."));
        all.add(current);
        weight = 0;
      }
      weight += code.weight();
      String constant = names.constant(receiver.name(), "_RECEIVER");
      current.constant(
          comments.onLine(receiver.origin().line()), Receiver.class.getName(), constant, code);
      receivers.put(receiver.name(), Code.constant(current.fullName(), constant));
    }
    classes.addAll(all);
  }

  private static List<JavaClass.Member> secretConstants(SecretTable secrets) {
    List<JavaClass.Member> all = new ArrayList<>();
    for (SecretTable.Known one : secrets.all()) {
      List<String> note =
          one.wasInClear()
              ? List.of("Was in clear text: change it, and give Alertmanager the new one.")
              : List.of();
      all.add(
          new JavaClass.Member(
              note,
              List.of(),
              Secret.class.getName(),
              "",
              one.constant(),
              secret(one.secret()),
              List.of()));
    }
    return all;
  }

  private static Code secret(Secret secret) {
    Code argument = Code.text(secret.variable().orElse(secret.path()));
    return new Code.Invoke(
        Optional.of(
            new Code.Atom("Secret", Optional.of(new Code.Import(Secret.class.getName(), "")))),
        secret.variable().isPresent() ? "env" : "file",
        List.of(argument),
        Optional.empty());
  }

  private static Code receiver(
      Receiver receiver, List<Integration> integrations, FieldsJava fields, SecretTable secrets) {
    List<Code> arguments = new ArrayList<>();
    arguments.add(Code.text(receiver.name()));
    for (Integration one : integrations) {
      String context = receiver.name() + "_" + one.kind().replaceAll("_configs$", "");
      arguments.add(fields.integration(one, one.fields(), context).code());
    }
    Code code = Code.call(Receiver.class.getName(), "receiver", arguments.toArray(Code[]::new));
    Map<String, Object> labels = secrets.cleanLabels(receiver.name(), receiver.labels()).asMap();
    if (labels.isEmpty()) {
      return code;
    }
    List<Code> pairs = new ArrayList<>();
    labels.forEach(
        (name, value) -> {
          pairs.add(
              new Code.Invoke(
                  Optional.of(type("java.util.Map")),
                  "entry",
                  List.of(Code.text(name), Code.text(String.valueOf(value))),
                  Optional.empty()));
        });
    return code.then(
        "withLabels",
        new Code.Invoke(Optional.of(type("java.util.Map")), "ofEntries", pairs, Optional.empty()));
  }

  private static Code type(String name) {
    return new Code.Atom(
        name.substring(name.lastIndexOf('.') + 1), Optional.of(new Code.Import(name, "")));
  }

  // ---- times ----

  private static Code interval(TimeInterval interval) {
    Term made =
        Term.call(UnitType.UNKNOWN, TimeInterval.class, "timeInterval", Term.text(interval.name()));
    boolean first = true;
    for (Fields times : interval.times()) {
      made = first ? made : made.call(UnitType.UNKNOWN, "or");
      first = false;
      made = TimesJava.narrowed(made, times);
    }
    if (!interval.equals(made.value())) {
      throw new IllegalStateException("time interval " + interval + " came out otherwise");
    }
    return made.code();
  }

  // ---- the whole ----

  private Code whole(
      AlertmanagerConfig config, Fields clean, FieldsJava fields, SourceComments comments) {
    List<Code> inhibitions = new ArrayList<>();
    for (Inhibition inhibition : config.inhibitRules()) {
      inhibitions.add(
          new Code.Commented(comments.onLine(inhibition.origin().line()), inhibition(inhibition)));
    }
    Code root = route(config.root(), true, comments);
    if (root instanceof Code.Commented commented) {
      routing.constant(commented.comments(), Route.class.getName(), "ROOT", commented.code());
    } else {
      routing.constant(List.of(), Route.class.getName(), "ROOT", root);
    }
    Code code = Code.call(AlertmanagerConfig.class.getName(), "alertmanager", Code.atom("ROOT"));
    for (Code some : arrays(inhibitions, Inhibition.class, "INHIBITIONS", "Inhibitions")) {
      code = code.then("inhibitRules", some);
    }
    List<Code> spare = new ArrayList<>();
    List<Receiver> routed = AlertmanagerConfig.alertmanager(config.root()).receivers();
    for (Receiver receiver : config.receivers()) {
      if (!routed.contains(receiver)) {
        spare.add(receivers.getOrDefault(receiver.name(), Code.atom("null")));
      }
    }
    code = spare.isEmpty() ? code : code.then("receivers", spare);
    List<Code> times = new ArrayList<>();
    List<TimeInterval> used = AlertmanagerConfig.alertmanager(config.root()).timeIntervals();
    for (TimeInterval interval : config.timeIntervals()) {
      if (!used.contains(interval)) {
        times.add(intervals.getOrDefault(interval.name(), Code.atom("null")));
      }
    }
    code = times.isEmpty() ? code : code.then("timeIntervals", times);
    for (Map.Entry<String, Object> part : clean.asMap().entrySet()) {
      code = part(code, part.getKey(), part.getValue(), fields);
    }
    return code;
  }

  private static Code part(Code code, String name, Object value, FieldsJava fields) {
    if (value instanceof List<?> list && name.equals("templates")) {
      return code.then(
          "templates", list.stream().map(path -> Code.text(String.valueOf(path))).toList());
    }
    Map<String, String> words =
        Map.of("global", "global", "tracing", "tracing", "event_recorder", "eventRecorder");
    if (value instanceof Fields below && words.containsKey(name)) {
      try {
        Term made = fields.part(SCHEMA.struct(name), below, "");
        boolean known =
            made.value() instanceof Global
                || made.value() instanceof Tracing
                || made.value() instanceof EventRecorder;
        if (known) {
          return code.then(words.getOrDefault(name, "with"), made.code());
        }
      } catch (Untyped e) {
        // It is said by its name below.
      }
    }
    return code.then("with", Code.text(name), fields.raw(value, name).code());
  }

  /** An array for a list of varargs, in classes of their own where they are many. */
  private List<Code> arrays(List<Code> all, Class<?> type, String constant, String suffix) {
    if (all.isEmpty()) {
      return List.of();
    }
    if (new Code.Elements(all).weight() < JavaClass.BUDGET / 2) {
      routing.add(member(type, constant, all));
      return List.of(Code.atom(constant));
    }
    return chunks(all, type, suffix);
  }

  private List<Code> chunks(List<Code> all, Class<?> type, String suffix) {
    List<Code> names = new ArrayList<>();
    List<Code> chunk = new ArrayList<>();
    int weight = 0;
    for (int i = 0; i <= all.size(); i++) {
      boolean full = i == all.size() || weight + all.get(i).weight() > JavaClass.BUDGET;
      if (full && !chunk.isEmpty()) {
        JavaClass part =
            new JavaClass(
                packageName,
                types.type(routing.name().replaceFirst("Routing$", suffix), ""),
                List.of("A part of the routing."));
        part.add(member(type, "ALL", chunk));
        classes.add(part);
        names.add(Code.atom(part.name() + ".ALL"));
        chunk = new ArrayList<>();
        weight = 0;
      }
      if (i < all.size()) {
        chunk.add(all.get(i));
        weight += all.get(i).weight();
      }
    }
    return names;
  }

  private static JavaClass.Member member(Class<?> type, String name, List<Code> all) {
    return new JavaClass.Member(
        List.of(), List.of(), type.getName(), "[]", name, new Code.Elements(all), List.of());
  }

  // ---- routes ----

  private Code route(Route route, boolean isRoot, SourceComments comments) {
    List<Code> children = new ArrayList<>();
    for (Route child : route.routes()) {
      children.add(route(child, false, comments));
    }
    List<String> notes = comments.onLine(route.origin().line());
    Code code =
        Code.call(
            Route.class.getName(),
            "route",
            receivers.getOrDefault(route.receiver().name(), Code.atom("null")));
    code = conditions(code, route.matchers());
    if (route.groupsByAll()) {
      code = code.then("groupByAll");
    } else if (route.groupBy().isPresent()) {
      List<Label> by = route.groupBy().get();
      // Without arguments it would be the accessor.
      code =
          by.isEmpty()
              ? code.then(
                  "groupBy",
                  new Code.Atom(
                      "new Label[0]", Optional.of(new Code.Import(Label.class.getName(), ""))))
              : code.then("groupBy", labels(by));
    }
    code = timed(code, "groupWait", route.groupWait());
    code = timed(code, "groupInterval", route.groupInterval());
    code = timed(code, "repeatInterval", route.repeatInterval());
    code = scheduled(code, "activeTimeIntervals", route.activeTimeIntervals());
    code = scheduled(code, "muteTimeIntervals", route.muteTimeIntervals());
    code = route.continues() ? code.then("continueMatching") : code;
    int weight = children.stream().mapToInt(Code::weight).sum();
    if (weight > JavaClass.BUDGET / 2) {
      for (Code chunk : chunks(children, Route.class, "Routes")) {
        code = code.then("routes", chunk);
      }
    } else if (!children.isEmpty()) {
      code = code.then("routes", children);
    }
    return notes.isEmpty() ? code : new Code.Commented(notes, code);
  }

  private static Code timed(Code code, String word, Optional<Duration> time) {
    return time.map(duration -> code.then(word, Durations.of(duration).code())).orElse(code);
  }

  private Code scheduled(Code code, String word, List<TimeInterval> times) {
    return times.isEmpty()
        ? code
        : code.then(
            word,
            times.stream()
                .map(one -> intervals.getOrDefault(one.name(), Code.atom("null")))
                .toList());
  }

  private List<Code> labels(List<Label> labels) {
    return labels.stream().map(label -> vocabulary.label(label.name()).code()).toList();
  }

  /** The conditions of a route in their order; severities and alerts by what they are. */
  private Code conditions(Code route, List<Matcher> matchers) {
    Code code = route;
    List<Code> plain = new ArrayList<>();
    for (Matcher matcher : matchers) {
      Optional<List<Code>> known = severity(matcher).map(List::of).or(() -> alerts(matcher));
      if (known.isEmpty()) {
        plain.add(matcher(matcher));
        continue;
      }
      code = plain.isEmpty() ? code : code.then("matchers", plain);
      plain = new ArrayList<>();
      code = code.then("matchers", known.get());
    }
    return plain.isEmpty() ? code : code.then("matchers", plain);
  }

  private Code matcher(Matcher matcher) {
    return ExpressionJava.matcher(vocabulary.label(matcher.name()), matcher.op(), matcher.value())
        .code();
  }

  private Optional<Code> severity(Matcher matcher) {
    return matcher.name().equals(Label.SEVERITY.name())
            && matcher.op() == MatchOp.EQUAL
            && !matcher.value().isEmpty()
        ? Optional.of(vocabulary.severity(matcher.value()).code())
        : Optional.empty();
  }

  /**
   * The alerts that a matcher names, where it names nothing else: what the language writes of their
   * names is the very same matcher.
   */
  private Optional<List<Code>> alerts(Matcher matcher) {
    boolean several = matcher.op() == MatchOp.MATCHES;
    if (!matcher.name().equals(Label.ALERTNAME.name())
        || (!several && matcher.op() != MatchOp.EQUAL)) {
      return Optional.empty();
    }
    List<String> asked =
        several ? Arrays.asList(matcher.value().split("\\|", -1)) : List.of(matcher.value());
    boolean distinct = asked.stream().distinct().count() == asked.size();
    boolean plain = asked.size() > 1 == several && distinct;
    Map<String, RulesJava.AlertRef> known = several ? byExpression : byName;
    if (!plain || !known.keySet().containsAll(asked)) {
      return Optional.empty();
    }
    return Optional.of(
        asked.stream()
            .flatMap(name -> Optional.ofNullable(known.get(name)).stream())
            .map(ref -> Code.atom(ref.owner() + "." + ref.constant()))
            .toList());
  }

  // ---- inhibitions ----

  private Code inhibition(Inhibition inhibition) {
    Optional<List<Code>> target =
        inhibition.target().size() == 1 ? alerts(inhibition.target().get(0)) : Optional.empty();
    Code code =
        Code.call(
            Inhibition.class.getName(),
            "inhibit",
            target.orElseGet(() -> matchers(inhibition.target())).toArray(Code[]::new));
    code = whileFiring(code, inhibition.source()).then("equal", labels(inhibition.equal()));
    return inhibition.name().isEmpty() ? code : code.then("name", Code.text(inhibition.name()));
  }

  private Code whileFiring(Code code, List<Matcher> matchers) {
    Optional<List<Code>> known = matchers.isEmpty() ? Optional.empty() : alerts(matchers.get(0));
    if (known.isEmpty()) {
      return code.then("whileFiring", matchers(matchers));
    }
    Code firing = code.then("whileFiring", known.get());
    List<Matcher> rest = matchers.subList(1, matchers.size());
    return rest.isEmpty() ? firing : firing.then("having", matchers(rest));
  }

  /** Conditions as arguments; none at all would say neither alerts nor conditions. */
  private List<Code> matchers(List<Matcher> matchers) {
    if (matchers.isEmpty()) {
      return List.of(
          new Code.Atom(
              "new Matcher[0]", Optional.of(new Code.Import(Matcher.class.getName(), ""))));
    }
    return matchers.stream().map(this::matcher).toList();
  }
}
