package dev.tocsin.generator.imports;

import dev.tocsin.dsl.schema.FieldSpec;
import dev.tocsin.dsl.schema.FieldType;
import dev.tocsin.dsl.schema.Schema;
import dev.tocsin.generator.alertmanager.AlertmanagerFile;
import dev.tocsin.generator.read.SameContent;
import dev.tocsin.generator.source.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a configuration says, with each secret where the import puts it. */
final class ConfigTree {
  private static final Pattern DIFFERENCE =
      Pattern.compile("([^:]*?)(_file)?: (.*) -> (.*)", Pattern.DOTALL);

  /** What Alertmanager reads from no file. */
  private static final Pattern NO_FILE =
      Pattern.compile(".*(secret_key|proxy_connect_header|secrets|webhook_outputs\\[\\d+]\\.url)");

  private ConfigTree() {}

  /** All values of fields that hold secrets, in clear. */
  static Set<String> secrets(byte[] yaml) {
    Set<String> found = new TreeSet<>();
    collect(AlertmanagerFile.read("a", yaml).root(), found);
    return found;
  }

  private static void collect(Section section, Set<String> found) {
    for (Section.Entry entry : section.entries()) {
      // A webhook's address is a secret only where it looks like one.
      boolean maybe =
          entry.field().type() instanceof FieldType.Scalar scalar
              && scalar.kind() == FieldType.Kind.SECRET_TEMPLATE_URL;
      collect(entry.value(), entry.field(), !maybe && entry.field().type().isSecret(), found);
    }
  }

  private static void collect(Object value, FieldSpec field, boolean secret, Set<String> found) {
    if (value instanceof Section below) {
      collect(below, found);
    } else if (value instanceof List<?> list) {
      list.forEach(item -> collect(item, field, secret, found));
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(item -> collect(item, field, secret, found));
    } else if (value instanceof String text && secret && !text.isEmpty()) {
      found.add(text);
    }
  }

  /**
   * How the generated file differs, but for what the import says that it changes: a secret in clear
   * is the file that holds it, resolved alerts that are told of by default are told of in so many
   * words, and what no file can hold is left out.
   */
  static List<String> differences(byte[] original, byte[] generated) {
    List<String> all =
        SameContent.differences(
            AlertmanagerFile.read("original", original),
            AlertmanagerFile.read("generated", generated));
    Set<String> gone = new TreeSet<>();
    Set<String> files = new TreeSet<>();
    List<String> wrong = new ArrayList<>();
    for (String one : all) {
      Matcher parts = DIFFERENCE.matcher(one);
      if (!parts.matches()) {
        wrong.add(one);
        continue;
      }
      String path = parts.group(1);
      if (parts.group(3).equals("a secret") && parts.group(4).equals("(nothing)")) {
        gone.add(path);
      } else if (parts.group(3).equals("(nothing)")
          && parts.group(4).startsWith("/run/secrets/")
          && parts.group(2) != null) {
        files.add(path);
      } else if (!(parts.group(3).equals("(nothing)") && parts.group(4).equals(byDefault(path)))) {
        wrong.add(one);
      }
    }
    gone.stream()
        .filter(path -> !files.contains(path) && !NO_FILE.matcher(path).matches())
        .forEach(path -> wrong.add(path + " is lost"));
    files.stream()
        .filter(path -> !gone.contains(path))
        .forEach(path -> wrong.add(path + "_file comes from nowhere"));
    return wrong;
  }

  /** What {@code send_resolved} is where it is absent; nothing for any other field. */
  private static String byDefault(String path) {
    Matcher kind = Pattern.compile(".*\\.(\\w+_config)s\\[\\d+]\\.send_resolved").matcher(path);
    return kind.matches()
        ? Schema.alertmanager()
            .struct(kind.group(1))
            .field("send_resolved")
            .flatMap(FieldSpec::defaultValue)
            .orElse("")
        : "";
  }
}
