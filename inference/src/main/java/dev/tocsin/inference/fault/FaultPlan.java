package dev.tocsin.inference.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The faults to inject; with the defaults, none.
 *
 * @param slowStepMillis how much longer each step of the engine takes, and so each token
 * @param failProbability the share of requests that fail before their first token, 0 to 1
 * @param breakProbability the share of requests that fail after their first tokens, 0 to 1
 * @param freeze whether the engine stops in the middle of a step until this is false again
 * @param unhealthy whether the health check fails
 * @param modelUnloaded whether the model is unloaded; false loads it again
 * @param hostBallastBytes host memory to use up
 * @param gpuBallastBytes GPU memory to use up
 */
record FaultPlan(
    long slowStepMillis,
    double failProbability,
    double breakProbability,
    boolean freeze,
    boolean unhealthy,
    boolean modelUnloaded,
    long hostBallastBytes,
    long gpuBallastBytes) {

  static final FaultPlan NONE = new FaultPlan(0, 0, 0, false, false, false, 0, 0);

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Set<String> FIELDS =
      Set.of(
          "slow_step_ms",
          "fail_probability",
          "break_probability",
          "freeze",
          "unhealthy",
          "model_unloaded",
          "host_ballast_bytes",
          "gpu_ballast_bytes");

  /**
   * Parses a plan; faults that it does not mention are off.
   *
   * @throws IllegalArgumentException with every problem, if there is one
   */
  static FaultPlan parse(JsonNode json) {
    List<String> problems = new ArrayList<>();
    if (!json.isObject()) {
      throw new IllegalArgumentException("the body must be a JSON object");
    }
    json.fieldNames()
        .forEachRemaining(
            name -> {
              if (!FIELDS.contains(name)) {
                problems.add(
                    "unknown fault '"
                        + name
                        + "'; the faults are "
                        + String.join(", ", FIELDS.stream().sorted().toList()));
              }
            });
    FaultPlan plan =
        new FaultPlan(
            whole(json, "slow_step_ms", 60_000, problems),
            probability(json, "fail_probability", problems),
            probability(json, "break_probability", problems),
            flag(json, "freeze", problems),
            flag(json, "unhealthy", problems),
            flag(json, "model_unloaded", problems),
            whole(json, "host_ballast_bytes", Long.MAX_VALUE, problems),
            whole(json, "gpu_ballast_bytes", Long.MAX_VALUE, problems));
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return plan;
  }

  private static long whole(JsonNode json, String field, long most, List<String> problems) {
    JsonNode node = json.path(field);
    boolean fine =
        node.isIntegralNumber()
            && node.canConvertToLong()
            && node.longValue() >= 0
            && node.longValue() <= most;
    if (!fine && !node.isMissingNode()) {
      problems.add("'" + field + "' must be a whole number from 0 to " + most);
    }
    return fine ? node.longValue() : 0;
  }

  private static double probability(JsonNode json, String field, List<String> problems) {
    JsonNode node = json.path(field);
    boolean fine = node.isNumber() && node.doubleValue() >= 0 && node.doubleValue() <= 1;
    if (!fine && !node.isMissingNode()) {
      problems.add("'" + field + "' must be a number from 0 to 1");
    }
    return fine ? node.doubleValue() : 0;
  }

  private static boolean flag(JsonNode json, String field, List<String> problems) {
    JsonNode node = json.path(field);
    if (!node.isBoolean() && !node.isMissingNode()) {
      problems.add("'" + field + "' must be true or false");
    }
    return node.asBoolean(false);
  }

  ObjectNode json() {
    return MAPPER
        .createObjectNode()
        .put("slow_step_ms", slowStepMillis)
        .put("fail_probability", failProbability)
        .put("break_probability", breakProbability)
        .put("freeze", freeze)
        .put("unhealthy", unhealthy)
        .put("model_unloaded", modelUnloaded)
        .put("host_ballast_bytes", hostBallastBytes)
        .put("gpu_ballast_bytes", gpuBallastBytes);
  }
}
