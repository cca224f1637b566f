package dev.tocsin.generator.alertmanager;

import dev.tocsin.dsl.internal.Masking;
import dev.tocsin.dsl.schema.FieldSpec;
import dev.tocsin.dsl.schema.FieldType;
import dev.tocsin.dsl.template.Dialect;
import dev.tocsin.dsl.template.Node;
import dev.tocsin.dsl.template.Template;
import dev.tocsin.generator.source.Section;
import dev.tocsin.generator.source.SourceProblems;
import dev.tocsin.generator.yaml.YamlNode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What Alertmanager accepts and would not do as meant: warnings. */
final class Lint {
  private static final String TEMPLATE = "config/template";
  private final SourceProblems findings;
  private final Set<Section> seen = new HashSet<>();
  private final Optional<Path> folder;
  private final boolean missingFiles;
  private final Optional<TemplateFiles> templates;
  private final GroupLabels groups;
  private String receiver = "";

  /** Whether the section is one whose files Alertmanager reads when it starts. */
  private boolean readAtStart;

  private Lint(
      Section config, SourceProblems findings, Optional<Path> folder, boolean missingFiles) {
    this.findings = findings;
    this.folder = folder;
    this.missingFiles = missingFiles;
    // Where no files are named, there is nothing to look for, and all is known.
    boolean known = folder.isPresent() || config.list("templates").isEmpty();
    this.templates =
        known
            ? Optional.of(
                TemplateFiles.read(config, folder.orElse(Path.of("")), findings, missingFiles))
            : Optional.empty();
    this.groups = GroupLabels.of(config);
  }

  /**
   * @param folder where the file is, to read the templates that it names; empty not to read them
   * @param missingFiles whether a file that is not there is worth a warning
   */
  static void check(
      Section config, SourceProblems findings, Optional<Path> folder, boolean missingFiles) {
    Lint lint = new Lint(config, findings, folder, missingFiles);
    lint.section(config);
    lint.unused(config);
    lint.inhibitions(config);
  }

  private void inhibitions(Section config) {
    for (Section section : config.sections("inhibit_rules")) {
      ConfigSemantics.inhibition(section)
          .neverMutes()
          .ifPresent(
              reason ->
                  findings.warning(
                      "config/inhibition",
                      section.node(),
                      "inhibition never mutes an alert: " + reason,
                      "narrow one side to alerts that the other does not match"));
    }
  }

  private void section(Section section) {
    if (!seen.add(section)) {
      return;
    }
    String outer = receiver;
    boolean outerReads = readAtStart;
    readAtStart =
        switch (section.spec().name()) {
          case "http_config" -> true;
          case "tls_config" -> outerReads;
          default -> false;
        };
    receiver = groups.receiver(section).orElse(receiver);
    for (Section.Entry entry : section.entries()) {
      deprecated(entry);
      value(section, entry.field(), entry.field().type(), entry.node(), entry.value());
    }
    receiver = outer;
    readAtStart = outerReads;
  }

  private void deprecated(Section.Entry entry) {
    entry
        .field()
        .deprecated()
        .ifPresent(
            instead ->
                findings.warning(
                    "config/deprecated",
                    entry.key(),
                    "\"" + entry.field().name() + "\" is deprecated in Alertmanager",
                    "use " + instead + "; `tocsin fmt` rewrites it where it can"));
  }

  private void value(
      Section section, FieldSpec field, FieldType type, YamlNode node, @Nullable Object value) {
    if (value instanceof Section below) {
      section(below);
    } else if (value instanceof List<?> list && type instanceof FieldType.ListOf of) {
      List<YamlNode> nodes = node.resolved().content();
      for (int i = 0; i < list.size(); i++) {
        // A list that is merged into a map of any names has no node of its own here.
        YamlNode item = i < nodes.size() ? nodes.get(i) : node;
        value(section, field, of.element(), item, list.get(i));
      }
    } else if (value instanceof Map<?, ?> map) {
      FieldType below = type instanceof FieldType.MapOf of ? of.value() : type;
      map.forEach(
          (name, item) -> value(section, field, below, below(node, String.valueOf(name)), item));
    } else if (value instanceof String text && !text.isEmpty()) {
      text(section, field, type, node, text);
    }
  }

  /** The node of a map's entry, or the map's own where the entry is merged into it. */
  private static YamlNode below(YamlNode map, String name) {
    List<YamlNode> content = map.resolved().content();
    for (int i = 0; i + 1 < content.size(); i += 2) {
      if (content.get(i).resolved().value().equals(name)) {
        return content.get(i + 1);
      }
    }
    return map;
  }

  private void text(Section section, FieldSpec field, FieldType type, YamlNode node, String text) {
    Optional<Variable> variable = Variable.in(text);
    boolean hasFile = section.spec().field(field.fileName()).isPresent();
    if (variable.isPresent()) {
      findings.warning(
          "config/variable",
          node,
          "\""
              + field.name()
              + "\" contains the variable "
              + variable.get().shown()
              + ": Alertmanager does not expand variables",
          hasFile
              ? "put the value into a file and use " + field.fileName()
              : "replace it before Alertmanager reads the file");
    } else if (type.isSecret() && Masking.isMasked(text)) {
      findings.warning(
          "config/masked-secret",
          node,
          "\"" + field.name() + "\" is masked: Alertmanager would use the mask as the secret",
          hasFile
              ? "put the secret into a file and use " + field.fileName()
              : "write the secret itself before Alertmanager reads the file");
    } else if (SecretUrls.isSecret(type, text) && !text.contains("{{")) {
      findings.warning(
          "config/clear-secret",
          node,
          "\"" + field.name() + "\" is a secret in clear text",
          hasFile
              ? "put it into a file and use " + field.fileName()
              : field
                  .instead()
                  .map(other -> "use " + other + " instead")
                  .orElse("protect the file like a secret"));
    }
    if (type instanceof FieldType.Scalar scalar && scalar.kind() == FieldType.Kind.FILE) {
      file(section, node, field.name(), text);
    }
    boolean template =
        type instanceof FieldType.Scalar scalar
            && (scalar.kind() == FieldType.Kind.STRING || scalar.kind() == FieldType.Kind.ANY);
    if (template && text.contains("{{")) {
      template(section, field, node, text);
    }
  }

  /**
   * What a template that fails does to a notification, as seen of Alertmanager 0.25, 0.28 and 0.33.
   */
  private static String consequence(Section section) {
    String struct = section.spec().name();
    if (struct.startsWith("slack")) {
      return "Alertmanager 0.33 posts the message without this text, 0.28 posts no message";
    }
    if (struct.startsWith("telegram")) {
      return "Alertmanager 0.33 sends no message, 0.28 sends an empty one";
    }
    return "no notification would be sent";
  }

  /** Whatever is a template is run over the same notification, arbitrary values included. */
  private void template(Section section, FieldSpec field, YamlNode node, String text) {
    Template parsed = Template.parse(text, Dialect.ALERTMANAGER);
    String where = "\"" + field.name() + "\" ";
    if (!parsed.isValid()) {
      findings.warning(
          TEMPLATE,
          node,
          where + "is an invalid template: " + parsed.problems().get(0).message(),
          "correct the template: " + consequence(section));
      return;
    }
    Map<String, List<Node>> others = templates.map(TemplateFiles::bodies).orElse(Map.of());
    for (NotificationTemplate.Failure failure : NotificationTemplate.failures(parsed, others)) {
      findings.warning(TEMPLATE, node, where + failure.message(), failure.help());
    }
    for (String label : NotificationTemplate.groupLabels(parsed, others)) {
      groups
          .without(label, receiver)
          .ifPresent(
              route ->
                  findings.warning(
                      TEMPLATE,
                      node,
                      where
                          + "writes .GroupLabels."
                          + label
                          + ", which is empty: the route to "
                          + receiver
                          + route,
                      "group by " + label + " there, or write .CommonLabels." + label));
    }
    templates
        .flatMap(files -> files.undefined(parsed))
        .ifPresent(
            name ->
                findings.warning(
                    TEMPLATE,
                    node,
                    where + "calls the template \"" + name + "\", which no file defines",
                    "define it in a file that \"templates\" names: " + consequence(section)));
  }

  private void file(Section section, YamlNode node, String name, String text) {
    if (folder.isEmpty() || !missingFiles) {
      return;
    }
    // Alertmanager loads the certificates of an integration's client when it starts; not those of
    // oauth2 and of e-mail, and no file with a secret.
    boolean stops = readAtStart && section.spec().name().equals("tls_config");
    try {
      if (!Files.exists(folder.get().resolve(text))) {
        findings.warning(
            "config/missing-file",
            node,
            "\"" + name + "\" names a file that does not exist: " + text,
            stops
                ? "create it: Alertmanager does not start without it when a route uses the receiver"
                : "create it: Alertmanager starts without it, and what needs the file fails");
      }
    } catch (InvalidPathException e) {
      findings.warning(
          "config/missing-file", node, "\"" + name + "\" is not a valid path", "write a path");
    }
  }

  private void unused(Section config) {
    Set<String> receivers = new TreeSet<>();
    Set<String> intervals = new TreeSet<>();
    config.section("route").ifPresent(root -> used(root, receivers, intervals, new HashSet<>()));
    for (Section receiver : config.sections("receivers")) {
      if (!receivers.contains(receiver.text("name"))) {
        findings.warning(
            "config/unused",
            receiver.node(),
            "receiver \"" + receiver.text("name") + "\" is used in no route",
            "remove it, or add a route to it");
      }
    }
    for (String list : List.of("mute_time_intervals", "time_intervals")) {
      for (Section interval : config.sections(list)) {
        if (!intervals.contains(interval.text("name"))) {
          findings.warning(
              "config/unused",
              interval.node(),
              "time interval \"" + interval.text("name") + "\" is used in no route",
              "remove it, or use it");
        }
      }
    }
  }

  private static void used(
      Section route, Set<String> receivers, Set<String> intervals, Set<Section> done) {
    if (done.add(route)) {
      receivers.add(route.text("receiver"));
      intervals.addAll(route.texts("mute_time_intervals"));
      intervals.addAll(route.texts("active_time_intervals"));
      route.sections("routes").forEach(child -> used(child, receivers, intervals, done));
    }
  }
}
