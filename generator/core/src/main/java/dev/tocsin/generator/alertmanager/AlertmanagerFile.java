package dev.tocsin.generator.alertmanager;

import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.routing.InhibitionRule;
import dev.tocsin.dsl.routing.RoutingTree;
import dev.tocsin.dsl.routing.TimeSpec;
import dev.tocsin.dsl.schema.Schema;
import dev.tocsin.dsl.schema.Version;
import dev.tocsin.generator.input.InputFile;
import dev.tocsin.generator.source.Decoder;
import dev.tocsin.generator.source.GoYaml;
import dev.tocsin.generator.source.Section;
import dev.tocsin.generator.source.SourceProblems;
import dev.tocsin.generator.source.VersionCheck;
import dev.tocsin.generator.yaml.FileKind;
import dev.tocsin.generator.yaml.YamlDocument;
import dev.tocsin.generator.yaml.YamlNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An {@code alertmanager.yml} that was read. It is accepted exactly when {@code amtool
 * check-config} 0.33.1 accepts it; {@link #problems} has what is wrong, and {@link #warnings} what
 * is accepted, but probably not intended.
 */
public final class AlertmanagerFile {
  /** What a receiver's lists of integrations end with: {@code slack_configs}. */
  private static final String CONFIGS = "_configs";

  private static final Decoder.Checks CHECKS =
      new Decoder.Checks(
          "config/yaml",
          "config/type",
          "config/value",
          "config/duplicate",
          "config/unknown-field",
          "config/exclusive",
          "config/required");

  private final String name;
  private final YamlDocument document;
  private final @Nullable Section config;
  private final List<Problem> problems;
  private final SourceProblems forWarnings;

  private AlertmanagerFile(
      String name, YamlDocument document, SourceProblems findings, @Nullable Section config) {
    this.name = name;
    this.document = document;
    this.config = config;
    this.problems = findings.all();
    this.forWarnings = findings.forSameFile();
  }

  /**
   * Reads a configuration; a wrong one gives problems, never an exception.
   *
   * @param name what messages call the file
   */
  public static AlertmanagerFile read(String name, byte[] bytes) {
    return read(name, bytes, Schema.alertmanager());
  }

  /** As {@link #read(String, byte[])}, by another table of fields. */
  public static AlertmanagerFile read(String name, byte[] bytes, Schema schema) {
    InputFile.Kind kind = InputFile.Kind.ALERTMANAGER;
    if (bytes.length > kind.maxBytes()) {
      YamlDocument nothing = YamlDocument.read(new byte[0]);
      SourceProblems findings = SourceProblems.hidingSecrets(name, nothing, schema);
      findings.add(kind.tooLarge(name));
      return new AlertmanagerFile(name, nothing, findings, null);
    }
    YamlDocument document = YamlDocument.read(bytes);
    SourceProblems findings = SourceProblems.hidingSecrets(name, document, schema);
    findings.yaml("config/yaml");
    Section config = null;
    Optional<YamlNode> root = document.root().filter(node -> !node.isNull());
    Optional<Problem> otherKind =
        root.flatMap(node -> FileKind.otherThan(FileKind.ALERTMANAGER, node));
    if (otherKind.isPresent()) {
      Problem problem = otherKind.get();
      findings.error("config/kind", root.get(), problem.message(), problem.help().orElse(""));
    } else if (root.isPresent()) {
      config = decoder(schema, findings).root(root.get()).orElse(null);
      if (config != null) {
        ConfigRules.check(config, findings);
      }
    } else if (document.problems().isEmpty()) {
      findings.add(
          Problem.error("config/required", Place.file(name), "the configuration needs \"route\"")
              .help("Alertmanager reads the first document of a file, and this is empty"));
    }
    return new AlertmanagerFile(name, document, findings, config);
  }

  static Decoder decoder(Schema schema, SourceProblems findings) {
    return new Decoder(schema, GoYaml.V2, CHECKS, new ConfigValues(findings), findings);
  }

  /** The errors in a text that holds one struct of the table alone, such as a slack_config. */
  static List<Problem> errorsOf(String struct, String yaml) {
    YamlDocument document = YamlDocument.read(yaml.getBytes(StandardCharsets.UTF_8));
    SourceProblems findings = SourceProblems.hidingSecrets(struct, document, Schema.alertmanager());
    YamlNode root = document.root().orElseThrow();
    Decoder decoder = decoder(Schema.alertmanager(), findings);
    ConfigRules.checkSections(
        decoder.section(Schema.alertmanager().struct(struct), root), findings);
    return findings.all().stream().filter(Problem::isError).toList();
  }

  /** What messages call the file. */
  public String name() {
    return name;
  }

  /** The file as YAML. */
  public YamlDocument document() {
    return document;
  }

  /** Whether Alertmanager would take it. */
  public boolean isAccepted() {
    return config != null && !Problem.anyError(problems);
  }

  /**
   * Why Alertmanager would not take it, and what its syntaxes of matchers disagree on; sorted by
   * place.
   */
  public List<Problem> problems() {
    return problems;
  }

  /**
   * What Alertmanager takes and would not do as meant, sorted by place, without a look at the files
   * that it names; empty for a file that it does not take.
   */
  public List<Problem> warnings() {
    return warnings(Optional.empty(), false);
  }

  /**
   * The same, and what is wrong with the template files that the configuration names; those that
   * {@code amtool check-config} refuses are errors.
   *
   * @param folder where the file is, in which relative paths begin
   * @param missingFiles whether to warn of files that do not exist
   */
  public List<Problem> warnings(Path folder, boolean missingFiles) {
    return warnings(Optional.of(folder), missingFiles);
  }

  private List<Problem> warnings(Optional<Path> folder, boolean missingFiles) {
    SourceProblems findings = forWarnings.forSameFile();
    if (isAccepted()) {
      Lint.check(root(), findings, folder, missingFiles);
    }
    return findings.all();
  }

  /** What an older Alertmanager does not know, sorted by place. */
  public List<Problem> unknownTo(Version target) {
    SourceProblems findings = forWarnings.forSameFile();
    if (config != null) {
      VersionCheck.check(config, "config/version", "Alertmanager", target, findings);
    }
    return findings.all();
  }

  /**
   * The whole configuration.
   *
   * @throws IllegalStateException when the file could not be read as one
   */
  public Section root() {
    if (config == null) {
      throw new IllegalStateException(name + " is not a valid configuration: see its problems");
    }
    return config;
  }

  /**
   * Its routes, ready to be asked.
   *
   * @throws IllegalStateException when it is not accepted
   */
  public RoutingTree routingTree() {
    return RoutingTree.of(ConfigSemantics.route(accepted().section("route").orElseThrow()));
  }

  /**
   * All of its routes, parents before children; one that aliases repeat counts each time.
   *
   * @throws IllegalStateException when it is not accepted
   */
  public List<RoutingTree.Node> routes() {
    List<RoutingTree.Node> all = new ArrayList<>();
    collect(routingTree().root(), all);
    return all;
  }

  /**
   * How many routes it has, each as often as it is there with aliases written out.
   *
   * @throws IllegalStateException when it is not accepted
   */
  public int routeCount() {
    return count(accepted().section("route").orElseThrow());
  }

  private static int count(Section route) {
    int count = 1;
    for (Section child : route.sections("routes")) {
      count += count(child);
    }
    return count;
  }

  private static void collect(RoutingTree.Node node, List<RoutingTree.Node> all) {
    all.add(node);
    node.children().forEach(child -> collect(child, all));
  }

  /**
   * The names of its receivers in their order.
   *
   * @throws IllegalStateException when it is not accepted
   */
  public List<String> receivers() {
    return accepted().sections("receivers").stream().map(one -> one.text("name")).toList();
  }

  /**
   * How many integrations of each kind its receivers have, by receiver: {@code llm-on-call} has
   * {@code pagerduty} 1 and {@code slack} 1.
   *
   * @throws IllegalStateException when it is not accepted
   */
  public Map<String, Map<String, Integer>> integrations() {
    Map<String, Map<String, Integer>> all = new LinkedHashMap<>();
    for (Section receiver : accepted().sections("receivers")) {
      Map<String, Integer> kinds = new LinkedHashMap<>();
      for (Section.Entry entry : receiver.entries()) {
        String field = entry.field().name();
        int count = receiver.sections(field).size();
        if (field.endsWith(CONFIGS) && count > 0) {
          kinds.put(field.substring(0, field.length() - CONFIGS.length()), count);
        }
      }
      all.put(receiver.text("name"), kinds);
    }
    return all;
  }

  /**
   * Its inhibitions in their order.
   *
   * @throws IllegalStateException when it is not accepted
   */
  public List<InhibitionRule> inhibitions() {
    return accepted().sections("inhibit_rules").stream().map(ConfigSemantics::inhibition).toList();
  }

  /**
   * Its time intervals by name, those of the old spelling first.
   *
   * @throws IllegalStateException when it is not accepted
   */
  public Map<String, List<TimeSpec>> timeIntervals() {
    return ConfigSemantics.intervals(accepted());
  }

  private Section accepted() {
    if (!isAccepted()) {
      throw new IllegalStateException(name + " is not accepted: see its problems");
    }
    return root();
  }
}
