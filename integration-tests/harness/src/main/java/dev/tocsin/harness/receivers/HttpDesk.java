package dev.tocsin.harness.receivers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.harness.receivers.Delivery.State;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes what is posted to any {@link HttpKind}, and answers. It remembers what is open where the
 * message of an end names it only by a key: OpsGenie's alerts and Jira's issues.
 */
final class HttpDesk {
  /** Addresses are {@code /to/KIND/TOKEN} and whatever Alertmanager puts behind. */
  static final String PATH = "/to/";

  private static final Pattern ADDRESS = Pattern.compile("/to/([a-z_0-9]+)/([0-9a-zA-Z]+)(.*)");
  private static final Pattern OPS_GENIE_ALERT = Pattern.compile(".*/alerts/([^/?]+)/([a-z]+).*");
  private static final Pattern ISSUE = Pattern.compile(".*/issue/([^/?]+)(/transitions)?.*");
  private static final Pattern GROUP_LABEL = Pattern.compile("ALERT\\{[^}]*\\}");

  /** What the transition is called by which a receiver's issues are done, and open again. */
  record Transitions(String resolve, String reopen) {}

  /** An answer to a request. */
  record Answer(int status, String contentType, String body) {}

  private record Issue(String key, String label, String summary, boolean done) {}

  private record Call(HttpKind kind, String token, String rest) {}

  private final SecretNames owners = new SecretNames();
  private final ObjectMapper mapper = new ObjectMapper();
  private final Map<String, Transitions> transitions = new ConcurrentHashMap<>();
  private final Map<String, String> openAlerts = new ConcurrentHashMap<>();
  private final Map<String, Issue> issues = new ConcurrentHashMap<>();

  /** The path of the address that leads to a receiver; {@code token} is its own. */
  String path(HttpKind kind, String token, String owner) {
    owners.learn(token, owner);
    return PATH + kind.path() + "/" + token;
  }

  void learnTransitions(String token, String resolve, String reopen) {
    transitions.put(token, new Transitions(resolve, reopen));
  }

  // ---- answers ----

  Answer answer(String method, String url, String body) {
    Call call = call(url);
    if (call == null) {
      return new Answer(404, "text/plain", "no receiver has this address");
    }
    String text = call.kind == HttpKind.JIRA ? jira(method, call, json(body)) : call.kind.answer();
    String type =
        text.startsWith("{")
            ? "application/json"
            : text.startsWith("<") ? "text/xml" : "text/plain";
    return new Answer(200, type, text);
  }

  private String jira(String method, Call call, JsonNode body) {
    if (call.rest.contains("/search")) {
      Matcher label = GROUP_LABEL.matcher(body.path("jql").asText());
      boolean open = body.path("jql").asText().contains("statusCategory != Done");
      return "{\"issues\":["
          + (label.find()
              ? issues.values().stream()
                  .filter(issue -> issue.label.equals(call.token + label.group()))
                  .filter(issue -> !(open && issue.done))
                  .map(
                      issue ->
                          "{\"key\":\"%s\",\"fields\":{\"status\":{\"name\":\"it\",\"statusCategory\":{\"key\":\"%s\"}}}}"
                              .formatted(issue.key, issue.done ? "done" : "new"))
                  .findFirst()
                  .orElse("")
              : "")
          + "]}";
    }
    Matcher issue = ISSUE.matcher(call.rest);
    if (!issue.matches()) {
      JsonNode fields = body.path("fields");
      String label = "";
      for (JsonNode one : fields.path("labels")) {
        label = GROUP_LABEL.matcher(one.asText()).matches() ? one.asText() : label;
      }
      String key = "ISSUE-" + (issues.size() + 1);
      issues.put(key, new Issue(key, call.token + label, fields.path("summary").asText(), false));
      return "{\"id\":\"1\",\"key\":\"" + key + "\"}";
    }
    Transitions known = transitionsOf(call);
    if (issue.group(2) != null && method.equals("GET")) {
      ObjectNode all = mapper.createObjectNode();
      all.putArray("transitions")
          .add(mapper.createObjectNode().put("id", "resolve").put("name", known.resolve))
          .add(mapper.createObjectNode().put("id", "reopen").put("name", known.reopen));
      return all.toString();
    }
    if (issue.group(2) != null) {
      boolean done = body.path("transition").path("id").asText().equals("resolve");
      issues.computeIfPresent(
          issue.group(1), (key, one) -> new Issue(key, one.label, one.summary, done));
    }
    return "{}";
  }

  private Transitions transitionsOf(Call call) {
    return transitions.getOrDefault(call.token, new Transitions("", ""));
  }

  // ---- deliveries ----

  /** What a request says; empty for one that only reads. */
  Optional<Delivery> read(Instant now, String method, String url, String body) {
    Call call = call(url);
    if (call == null || method.equals("GET") || call.rest.contains("/search")) {
      return Optional.empty();
    }
    JsonNode json = json(body);
    String headline = call.kind.headline(json);
    String words = String.join("\n", HttpKind.texts(json));
    State state = call.kind.state(json);
    if (call.kind == HttpKind.OPS_GENIE) {
      Matcher alert = OPS_GENIE_ALERT.matcher(call.rest);
      if (alert.matches()) {
        // The end of an alert says which it was only by its alias.
        state = alert.group(2).equals("close") ? State.RESOLVED : State.FIRING;
        headline = alert.group(2) + " " + headline;
        words = openAlerts.getOrDefault(call.token + alert.group(1), "") + "\n" + words;
      } else {
        openAlerts.put(call.token + json.path("alias").asText(), words);
      }
    } else if (call.kind == HttpKind.JIRA) {
      Matcher issue = ISSUE.matcher(call.rest);
      if (issue.matches()) {
        Issue known = issues.get(issue.group(1));
        String summary = known == null ? "" : known.summary;
        boolean moved = issue.group(2) != null;
        if (moved) {
          boolean done = json.path("transition").path("id").asText().equals("resolve");
          state = done ? State.RESOLVED : State.FIRING;
        } else if (state != State.FIRING && !transitionsOf(call).resolve.isEmpty()) {
          // The transition that follows resolves it.
          return Optional.empty();
        }
        headline = (moved ? "transition " : "update ") + issue.group(1) + " " + summary;
        words = summary + "\n" + words;
      }
    }
    return Optional.of(
        new Delivery.HttpMessage(
            now,
            call.kind.title(),
            owners.nameOf(call.token, "an unknown receiver"),
            state,
            state == State.RESOLVED || state == State.UNKNOWN && Saying.isLikelyResolved(words),
            headline,
            words));
  }

  private static @Nullable Call call(String url) {
    Matcher address = ADDRESS.matcher(url);
    if (!address.matches()) {
      return null;
    }
    return HttpKind.ofPath(address.group(1))
        .map(kind -> new Call(kind, address.group(2), address.group(3)))
        .orElse(null);
  }

  /** A body as JSON; what is a form becomes an object of texts. */
  private JsonNode json(String body) {
    try {
      return mapper.readTree(body.isBlank() ? "{}" : body);
    } catch (JsonProcessingException e) {
      ObjectNode form = mapper.createObjectNode();
      for (String part : new ArrayList<>(List.of(body.split("&")))) {
        int equals = part.indexOf('=');
        if (equals > 0) {
          form.put(decoded(part.substring(0, equals)), decoded(part.substring(equals + 1)));
        }
      }
      return form;
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
