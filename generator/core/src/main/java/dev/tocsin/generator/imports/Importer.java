package dev.tocsin.generator.imports;

import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.MatchOp;
import dev.tocsin.dsl.promql.Matcher;
import dev.tocsin.dsl.promql.Nodes;
import dev.tocsin.dsl.promql.PromqlCheck;
import dev.tocsin.dsl.routing.InhibitionRule;
import dev.tocsin.dsl.routing.RoutingTree;
import dev.tocsin.generator.alertmanager.AlertmanagerFile;
import dev.tocsin.generator.files.GeneratedFiles;
import dev.tocsin.generator.read.MonitoringFiles;
import dev.tocsin.generator.rules.RuleFile;
import dev.tocsin.generator.rules.SourceGroup;
import dev.tocsin.generator.rules.SourceRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes Java that says what files say: rules, a configuration of Alertmanager, and the metrics of
 * a service. A pure function; what it writes depends on nothing but what it reads.
 */
public final class Importer {
  private static final String CHECK = "import/name";

  /** Names that the written classes use themselves. */
  private static final Set<String> TAKEN =
      Set.of("Monitoring", "MonitoringModel", "List", "Map", "URI", "String", "Object");

  private static final String SIZE = "import/size";

  /** Calls in a row that javac takes with certainty. */
  private static final int MOST_CALLS = 200;

  /** Routes in routes, which are arguments in arguments; javac tries each several times. */
  private static final int DEEPEST_ROUTES = 50;

  private final Request request;
  private final List<Problem> problems = new ArrayList<>();

  /**
   * A file's bytes.
   *
   * @param name what messages call it
   */
  public record Source(String name, byte[] bytes) {}

  /**
   * What to import, and what to call it.
   *
   * @param packageName the package of the classes
   * @param className the class that implements {@code Monitoring}; the others' names begin so too,
   *     or are made of the groups'
   */
  public record Request(
      String packageName,
      String className,
      List<Source> rules,
      Optional<Source> alertmanager,
      Optional<Source> metrics) {
    public Request {
      rules = List.copyOf(rules);
    }
  }

  private Importer(Request request) {
    this.request = request;
  }

  /** Reads all files, and writes the classes unless one of the files is wrong. */
  public static Imported run(Request request) {
    return new Importer(request).run();
  }

  private Imported run() {
    checkNames();
    List<RuleFileText> files = new ArrayList<>();
    for (Source source : request.rules()) {
      RuleFile file = RuleFile.of(source.name(), source.bytes());
      problems.addAll(file.problems());
      checkSizes(source.name(), file);
      files.add(RuleFileText.of(source, file, problems));
    }
    Optional<AlertmanagerFile> config =
        request.alertmanager().map(source -> AlertmanagerFile.read(source.name(), source.bytes()));
    Optional<MonitoringFiles> read =
        request
            .alertmanager()
            .map(
                source ->
                    MonitoringFiles.named("imported").alertmanager(source.name(), source.bytes()));
    read.ifPresent(file -> problems.addAll(file.problems()));
    Families page =
        request
            .metrics()
            .map(source -> Families.of(source.name(), source.bytes()))
            .orElseGet(Families::none);
    problems.addAll(page.problems());
    config.filter(AlertmanagerFile::isAccepted).ifPresent(this::checkDepth);
    if (Problem.anyError(problems)) {
      Collections.sort(problems);
      return new Imported(GeneratedFiles.of(Map.of()), problems, 0, List.of());
    }
    return write(files, config, read, page);
  }

  private void checkNames() {
    boolean fits = Names.isType(request.className()) && !TAKEN.contains(request.className());
    if (!fits) {
      problems.add(
          Problem.error(
                  CHECK,
                  Place.file("--class"),
                  "\"" + request.className() + "\" cannot be the name of the class")
              .help("give it a name of its own, such as ShopMonitoring"));
    }
    if (!Names.isPackage(request.packageName())) {
      problems.add(
          Problem.error(
                  CHECK,
                  Place.file("--package"),
                  "\"" + request.packageName() + "\" cannot be the name of a package")
              .help("use names with dots between them, such as com.example.monitoring"));
    }
  }

  private void checkSizes(String name, RuleFile file) {
    for (SourceGroup group : file.groups()) {
      checkSize(
          Place.line(name, group.node().line()), "group", group.title(), group.labels().size());
      for (SourceRule rule : group.rules()) {
        checkSize(
            Place.line(name, rule.node().line()),
            "rule",
            rule.name(),
            rule.labels().size() + rule.annotations().size());
      }
    }
  }

  private void checkDepth(AlertmanagerFile config) {
    int depth = depth(config.routes().get(0));
    if (depth > DEEPEST_ROUTES) {
      problems.add(
          Problem.error(
                  SIZE,
                  Place.file(config.name()),
                  "routes are nested "
                      + depth
                      + " deep; a Java expression takes at most "
                      + DEEPEST_ROUTES)
              .help("nest them less, or keep this configuration in YAML"));
    }
  }

  private static int depth(RoutingTree.Node route) {
    return 1 + route.children().stream().mapToInt(Importer::depth).max().orElse(0);
  }

  private void checkSize(Place place, String kind, String name, int size) {
    if (size > MOST_CALLS) {
      problems.add(
          Problem.error(
                  SIZE,
                  place,
                  kind
                      + " \""
                      + name
                      + "\" has "
                      + size
                      + " labels and annotations; a Java expression takes at most "
                      + MOST_CALLS)
              .help("remove some of them, or keep this " + kind + " in YAML"));
    }
  }

  private Imported write(
      List<RuleFileText> files,
      Optional<AlertmanagerFile> config,
      Optional<MonitoringFiles> read,
      Families page) {
    String prefix = request.className();
    List<Expr> expressions = expressions(files);
    Set<String> labels = new TreeSet<>();
    Set<String> severities = new TreeSet<>();
    Set<String> metrics = new TreeSet<>();
    collect(files, expressions, page, labels, severities, metrics);
    config.ifPresent(file -> collect(file, labels, severities));
    Vocabulary vocabulary =
        new Vocabulary(fullName(prefix + "Labels"), labels, severities, metrics);
    MetricTable table = new MetricTable(page, expressions, vocabulary);
    if (request.metrics().isPresent()) {
      table.takeAll();
    }
    Names types =
        new Names(Set.of(prefix, prefix + "Labels", prefix + "Metrics", prefix + "Routing"));
    ExpressionJava writer = new ExpressionJava(table, vocabulary, fullName(prefix + "Metrics"));
    RulesJava rules =
        new RulesJava(request.packageName(), types, vocabulary, table, writer, problems);
    rules.write(files);
    List<JavaClass> classes = new ArrayList<>(rules.classes());
    Code model =
        Code.call(
            "dev.tocsin.dsl.model.MonitoringModel",
            "monitoring",
            arguments(kebab(prefix), rules.groups()));
    if (config.isPresent()) {
      AlertmanagerJava routing =
          new AlertmanagerJava(
              request.packageName(), prefix, types, vocabulary, rules.alerts(), problems);
      model =
          model.then(
              "alertmanager",
              routing.write(
                  config.get(),
                  read.flatMap(made -> made.model().alertmanager()).orElseThrow(),
                  request.alertmanager().orElseThrow().bytes()));
      classes.addAll(routing.classes());
    }
    classes.addAll(metricClasses(table, vocabulary));
    JavaClass words =
        vocabulary.written(
            request.packageName(), prefix + "Labels", List.of("Labels that rules and routes use."));
    Map<String, String> texts = new TreeMap<>();
    for (JavaClass one : classes) {
      texts.put(path(one.name()), one.text());
    }
    if (!words.isEmpty()) {
      texts.put(path(words.name()), words.text());
    }
    if (!request.rules().isEmpty() || config.isPresent()) {
      JavaClass definition =
          new JavaClass(request.packageName(), prefix, List.of(documentation(files, config)));
      texts.put(path(prefix), definition.definition(rules.head(), model));
    }
    Collections.sort(problems);
    return new Imported(GeneratedFiles.of(texts), problems, expressions.size(), rules.untyped());
  }

  private static Code[] arguments(String name, List<Code> groups) {
    List<Code> all = new ArrayList<>();
    all.add(Code.text(name));
    all.addAll(groups);
    return all.toArray(Code[]::new);
  }

  private static String documentation(List<RuleFileText> files, Optional<AlertmanagerFile> config) {
    List<String> names = new ArrayList<>();
    files.forEach(file -> names.add(lastPart(file.name())));
    config.ifPresent(file -> names.add(lastPart(file.name())));
    return "Imported from "
        + (names.size() <= 3 ? String.join(", ", names) : names.size() + " files")
        + ".";
  }

  /** A file's name without its folders, which say more of a machine than of the file. */
  static String lastPart(String file) {
    return file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  }

  private static List<Expr> expressions(List<RuleFileText> files) {
    List<Expr> all = new ArrayList<>();
    for (RuleFileText file : files) {
      for (SourceGroup group : file.groups()) {
        for (SourceRule rule : group.rules()) {
          PromqlCheck.check(rule.expression()).expr().ifPresent(all::add);
        }
      }
    }
    return all;
  }

  private static void collect(
      List<RuleFileText> files,
      List<Expr> expressions,
      Families page,
      Set<String> labels,
      Set<String> severities,
      Set<String> metrics) {
    for (RuleFileText file : files) {
      for (SourceGroup group : file.groups()) {
        labels.addAll(group.labels().keySet());
        for (SourceRule rule : group.rules()) {
          rule.labels()
              .forEach(
                  (name, value) -> {
                    labels.add(name);
                    if (name.equals("severity") && RulesJava.isSeverity(value.text())) {
                      severities.add(value.text());
                    }
                  });
        }
      }
    }
    for (Expr expression : expressions) {
      for (Expr node : Nodes.of(expression)) {
        if (node instanceof Expr.VectorSelector selector) {
          selector.matchers().forEach(matcher -> labels.add(matcher.label()));
          String name = selector.name();
          if (name != null) {
            metrics.add(name);
            metrics.add(name.replaceFirst("_(bucket|sum|count)$", ""));
          }
        } else if (node instanceof Expr.Aggregation aggregation) {
          labels.addAll(aggregation.grouping().labels());
        } else if (node instanceof Expr.Binary binary) {
          labels.addAll(binary.matching().labels());
        }
      }
    }
    for (Families.Family family : page.all()) {
      labels.addAll(family.labels());
      metrics.add(family.name());
      metrics.addAll(family.samples());
    }
    labels.remove("");
    labels.remove("__name__");
  }

  /** The labels of routes and inhibitions: no receiver takes the name of one of them. */
  private static void collect(AlertmanagerFile config, Set<String> labels, Set<String> severities) {
    List<Matcher> matchers = new ArrayList<>();
    for (RoutingTree.Node route : config.routes()) {
      matchers.addAll(route.matchers());
      labels.addAll(route.groupBy());
    }
    for (InhibitionRule inhibition : config.inhibitions()) {
      matchers.addAll(inhibition.source());
      matchers.addAll(inhibition.target());
      labels.addAll(inhibition.equal());
    }
    for (Matcher matcher : matchers) {
      labels.add(matcher.name());
      boolean severity = matcher.name().equals("severity") && matcher.op() == MatchOp.EQUAL;
      if (severity && !matcher.value().isEmpty()) {
        severities.add(matcher.value());
      }
    }
    labels.remove("");
  }

  private List<JavaClass> metricClasses(MetricTable table, Vocabulary vocabulary) {
    Map<String, JavaClass> classes = new TreeMap<>();
    for (MetricTable.Handle handle : table.handles()) {
      String name = request.className() + "Metrics" + vocabulary.part(handle.constant());
      List<String> help = handle.help().map(List::of).orElse(List.of());
      classes
          .computeIfAbsent(
              name,
              key ->
                  new JavaClass(
                      request.packageName(), key, List.of("Metrics that the rules ask for.")))
          .add(
              new JavaClass.Member(
                  List.of(),
                  help,
                  handle.type(),
                  "<" + handle.unitName() + ">",
                  handle.constant(),
                  handle.made().code(),
                  List.of(handle.unitType())));
    }
    return List.copyOf(classes.values());
  }

  private String fullName(String type) {
    return request.packageName() + "." + type;
  }

  private String path(String type) {
    return request.packageName().replace('.', '/') + "/" + type + ".java";
  }

  private static String kebab(String type) {
    return type.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
        .replaceAll("[^A-Za-z0-9]+", "-")
        .replaceAll("^-|-$", "")
        .toLowerCase(Locale.ROOT);
  }
}
