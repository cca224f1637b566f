package dev.tocsin.harness.receivers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Answers as PagerDuty's <a href="https://developer.pagerduty.com/docs/send-alert-event">Events API
 * v2</a> does, which refuses an event with a field that it does not know how to take.
 */
final class PagerDutyEvents {
  private static final Set<String> ACTIONS = Set.of("trigger", "acknowledge", "resolve");
  private static final Set<String> SEVERITIES = Set.of("critical", "error", "warning", "info");
  private static final int TAKEN = 202;
  private static final int INVALID = 400;
  private static final int KEY = 32;
  private static final int LONGEST_SUMMARY = 1024;
  private static final int LONGEST_DEDUP_KEY = 255;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private PagerDutyEvents() {}

  /**
   * What is wrong with an event; nothing where the real one takes it. No value of a key is
   * notified.
   */
  static List<String> problems(JsonNode event) {
    List<String> problems = new ArrayList<>();
    String action = event.path("event_action").asText();
    if (!ACTIONS.contains(action)) {
      problems.add(
          "event_action is \"" + action + "\", and must be one of trigger, acknowledge, resolve");
    }
    int key = event.path("routing_key").asText().length();
    if (key != KEY) {
      problems.add("routing_key has " + key + " characters, and must have 32");
    }
    if (event.path("dedup_key").asText().length() > LONGEST_DEDUP_KEY) {
      problems.add("dedup_key has more than 255 characters");
    }
    if (action.equals("trigger")) {
      JsonNode payload = event.path("payload");
      String severity = payload.path("severity").asText();
      if (!SEVERITIES.contains(severity)) {
        problems.add(
            "severity is \"" + severity + "\", and must be one of critical, error, warning, info");
      }
      String summary = payload.path("summary").asText();
      if (summary.isEmpty()) {
        problems.add("summary is empty");
      } else if (summary.codePointCount(0, summary.length()) > LONGEST_SUMMARY) {
        problems.add("summary has more than 1024 characters");
      }
      if (payload.path("source").asText().isEmpty()) {
        problems.add("source is empty");
      }
    }
    return problems;
  }

  /** What the real one answers. */
  static HttpDesk.Answer answer(String event) {
    ObjectNode answer = MAPPER.createObjectNode();
    JsonNode body;
    try {
      body = MAPPER.readTree(event);
    } catch (JsonProcessingException e) {
      body = MAPPER.createObjectNode();
    }
    List<String> problems = problems(body);
    if (problems.isEmpty()) {
      answer.put("status", "success").put("message", "Event processed");
      answer.put("dedup_key", body.path("dedup_key").asText());
    } else {
      answer.put("status", "invalid event").put("message", "Event object is invalid");
      problems.forEach(answer.putArray("errors")::add);
    }
    return new HttpDesk.Answer(
        problems.isEmpty() ? TAKEN : INVALID, "application/json", answer.toString());
  }
}
