package dev.tocsin.harness.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tocsin.dsl.schema.FieldSpec;
import dev.tocsin.dsl.schema.FieldType;
import dev.tocsin.dsl.schema.Schema;
import dev.tocsin.dsl.schema.StructSpec;
import dev.tocsin.generator.files.GeneratedFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Compares the files that ship with those that are rehearsed, leaf by leaf: whatever a {@link
 * Rehearsal} means to change, nothing else may come out different.
 */
@API(status = API.Status.INTERNAL)
public final class Differences {
  /** Where rules and Prometheus' configuration may differ: the path, without positions. */
  private static final Map<String, Pattern> ALLOWED =
      Map.of(
          GeneratedFiles.RULES,
          Pattern.compile("groups\\.(interval|query_offset|rules\\.(expr|for|keep_firing_for))"),
          GeneratedFiles.PROMETHEUS,
          Pattern.compile(
              "global\\.(scrape_interval|scrape_timeout|evaluation_interval)"
                  + "|(alerting\\.alertmanagers|scrape_configs)\\.static_configs\\.targets"
                  + "|scrape_configs\\.(always_)?scrape_classic_histograms"));

  /**
   * Where Alertmanager's configuration may differ, by struct and field of the table; besides
   * secrets, files and proxies, which {@link FieldRehearsal} knows.
   */
  private static final Set<String> ALLOWED_FIELDS =
      Stream.concat(
              Stream.of(
                  "config.time_intervals",
                  "config.templates",
                  "config.tracing",
                  "config.event_recorder",
                  "route.group_wait",
                  "route.group_interval",
                  "route.repeat_interval",
                  "route.mute_time_intervals",
                  "global.pagerduty_url",
                  "global.slack_app_url",
                  "global.smtp_smarthost",
                  "global.smtp_require_tls",
                  "pagerduty_config.url",
                  "slack_config.app_url",
                  "email_config.smarthost",
                  "email_config.require_tls",
                  "email_config.auth_username",
                  "sigv4.region",
                  "sigv4.access_key",
                  "sigv4.profile",
                  "sigv4.role_arn",
                  "sigv4.external_id"),
              IntegrationEndpoint.ALL.stream()
                  .flatMap(
                      door ->
                          Stream.of(
                              door.key().replaceFirst("s$", "") + "." + door.field(),
                              "global." + door.global())))
          .collect(Collectors.toUnmodifiableSet());

  private Differences() {}

  /**
   * Where rehearsed files differ from shipped ones and must not.
   *
   * @param shipped texts by name; files that no server reads are left out
   * @param rehearsed texts by name
   * @return one line for each place, with both values
   */
  public static List<String> unexplained(
      Map<String, String> shipped, Map<String, String> rehearsed) {
    List<String> found = new ArrayList<>();
    for (Map.Entry<String, Pattern> allowed : ALLOWED.entrySet()) {
      String file = allowed.getKey();
      compare(file, "", tree(file, shipped), tree(file, rehearsed), allowed.getValue(), found);
    }
    JsonNode config = tree(GeneratedFiles.ALERTMANAGER, shipped);
    compare(
        "",
        Schema.alertmanager().root(),
        config instanceof ObjectNode object ? withoutFixedAddresses(object) : config,
        tree(GeneratedFiles.ALERTMANAGER, rehearsed),
        found);
    return found.stream().sorted().collect(Collectors.toList());
  }

  private static JsonNode tree(String file, Map<String, String> texts) {
    try {
      JsonNode tree = new YAMLMapper().readTree(texts.getOrDefault(file, ""));
      return tree == null ? MissingNode.getInstance() : tree;
    } catch (IOException e) {
      throw new UncheckedIOException(file + " is no YAML", e);
    }
  }

  // ---- rules and Prometheus ----

  private static void compare(
      String file,
      String path,
      JsonNode shipped,
      JsonNode rehearsed,
      Pattern allowed,
      List<String> found) {
    if (shipped.equals(rehearsed)) {
      return;
    }
    if (allowed.matcher(path).matches()) {
      if (path.endsWith(".expr") && !Skeleton.isSame(shipped.asText(), rehearsed.asText())) {
        found.add(
            file + ": " + path + ": more than times: " + text(shipped) + " -> " + text(rehearsed));
      }
      return;
    }
    boolean isOpen = shipped.isMissingNode() || shipped.isArray() && shipped.isEmpty();
    if (isOpen && (path.equals("scrape_configs") || path.equals("alerting"))) {
      // What a model leaves open is that of the scenario and the stack.
      return;
    }
    if (shipped.isObject() && rehearsed.isObject()) {
      for (String name : names(shipped, rehearsed)) {
        compare(
            file,
            path.isEmpty() ? name : path + "." + name,
            shipped.path(name),
            rehearsed.path(name),
            allowed,
            found);
      }
    } else if (shipped.isArray() && rehearsed.isArray() && shipped.size() == rehearsed.size()) {
      for (int i = 0; i < shipped.size(); i++) {
        compare(file, path, shipped.path(i), rehearsed.path(i), allowed, found);
      }
    } else {
      found.add(file + ": " + path + ": " + text(shipped) + " -> " + text(rehearsed));
    }
  }

  // ---- Alertmanager ----

  private static void compare(
      String path, StructSpec spec, JsonNode shipped, JsonNode rehearsed, List<String> found) {
    for (String name : names(shipped, rehearsed)) {
      Optional<FieldSpec> field = spec.field(name);
      JsonNode one = shipped.path(name);
      JsonNode other = rehearsed.path(name);
      boolean allowed =
          field.isPresent()
              && (ALLOWED_FIELDS.contains(spec.name() + "." + name)
                  || FieldRehearsal.mayDiffer(spec.name(), field.get()));
      if (!allowed) {
        compare(
            path.isEmpty() ? name : path + "." + name,
            field.map(FieldSpec::type),
            one,
            other,
            found);
      }
    }
  }

  private static void compare(
      String path,
      Optional<FieldType> type,
      JsonNode shipped,
      JsonNode rehearsed,
      List<String> found) {
    if (shipped.equals(rehearsed)) {
      return;
    }
    FieldType known = type.orElse(null);
    if (known instanceof FieldType.StructOf struct && isPart(shipped) && isPart(rehearsed)) {
      compare(path, Schema.alertmanager().struct(struct.name()), shipped, rehearsed, found);
    } else if (known instanceof FieldType.MapOf map && isPart(shipped) && isPart(rehearsed)) {
      for (String name : names(shipped, rehearsed)) {
        compare(
            path + "." + name,
            Optional.of(map.value()),
            shipped.path(name),
            rehearsed.path(name),
            found);
      }
    } else if (known instanceof FieldType.ListOf list
        && shipped.size() == rehearsed.size()
        && shipped.isArray()
        && rehearsed.isArray()) {
      for (int i = 0; i < shipped.size(); i++) {
        compare(path, Optional.of(list.element()), shipped.path(i), rehearsed.path(i), found);
      }
    } else {
      found.add(
          GeneratedFiles.ALERTMANAGER
              + ": "
              + path
              + ": "
              + shown(known, shipped)
              + " -> "
              + shown(known, rehearsed));
    }
  }

  /** A part may be missing where all that it has may. */
  private static boolean isPart(JsonNode node) {
    return node.isObject() || node.isMissingNode();
  }

  /**
   * What is notified at an address that is fixed in Alertmanager is notified in another way:
   * Pushover by a webhook behind the others, PagerDuty's older API by the newer one.
   */
  private static JsonNode withoutFixedAddresses(ObjectNode shipped) {
    ObjectNode config = shipped.deepCopy();
    for (JsonNode receiver : config.path("receivers")) {
      if (receiver instanceof ObjectNode one && one.path("pushover_configs") instanceof ArrayNode) {
        ArrayNode webhooks =
            one.path("webhook_configs") instanceof ArrayNode some
                ? some
                : one.putArray("webhook_configs");
        for (JsonNode pushover : one.remove("pushover_configs")) {
          webhooks.add(
              JsonNodeFactory.instance
                  .objectNode()
                  .put("send_resolved", pushover.path("send_resolved").asBoolean(true)));
        }
      }
      for (JsonNode pagerDuty : receiver.path("pagerduty_configs")) {
        if (pagerDuty instanceof ObjectNode one) {
          one.remove("service_key");
          one.remove("service_key_file");
        }
      }
    }
    return config;
  }

  private static Set<String> names(JsonNode one, JsonNode other) {
    Set<String> names = new TreeSet<>();
    one.fieldNames().forEachRemaining(names::add);
    other.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Parts with fields of their own may hold secrets, and are notified by their number. */
  private static String shown(@Nullable FieldType type, JsonNode node) {
    boolean plain =
        type == null
            ? !node.isContainerNode()
            : type instanceof FieldType.ListOf list
                ? list.element() instanceof FieldType.Scalar
                : !(type instanceof FieldType.StructOf || type instanceof FieldType.MapOf);
    return plain || node.isMissingNode() ? text(node) : "(" + node.size() + " parts)";
  }

  private static String text(JsonNode node) {
    return node instanceof MissingNode ? "(nothing)" : node.toString();
  }
}
