package dev.tocsin.harness.servers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads JSON from a server on loopback. */
final class HttpJson {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int OK = 200;

  private final String base;
  private final HttpClient client;
  private final ObjectMapper mapper = new ObjectMapper();

  HttpJson(String address) {
    this.base = "http://" + address;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(PATIENCE)
            .build();
  }

  static String query(String name, String value) {
    return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** Whether the path answers with 200. */
  boolean isOk(String path) {
    try {
      return send(path).statusCode() == OK;
    } catch (ServerException e) {
      return false;
    }
  }

  /**
   * The answer's text.
   *
   * @throws ServerException when the server cannot be reached or answers anything but 200
   */
  String text(String path) {
    HttpResponse<String> response = send(path);
    if (response.statusCode() != OK) {
      throw new ServerException(
          "GET " + base + path + " answered " + response.statusCode() + ": " + response.body());
    }
    return response.body();
  }

  JsonNode json(String path) {
    try {
      return mapper.readTree(text(path));
    } catch (IOException e) {
      throw new ServerException("GET " + base + path + " did not answer with JSON: " + e);
    }
  }

  /**
   * Posts nothing, for what it brings about.
   *
   * @throws ServerException when the server cannot be reached or answers anything but 200
   */
  void post(String path) {
    answer("POST", path, HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.noBody()));
  }

  /**
   * Posts this as JSON.
   *
   * @return the answer, as far as it is JSON
   * @throws ServerException when the server cannot be reached or answers anything but 200
   */
  JsonNode post(String path, Object body) {
    try {
      return answer(
          "POST",
          path,
          HttpRequest.newBuilder()
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(mapper.writeValueAsString(body))));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON can be made of " + body, e);
    }
  }

  /**
   * Deletes what is there.
   *
   * @throws ServerException when the server cannot be reached or answers anything but 200
   */
  void delete(String path) {
    answer("DELETE", path, HttpRequest.newBuilder().DELETE());
  }

  private JsonNode answer(String method, String path, HttpRequest.Builder request) {
    HttpResponse<String> response = send(path, request);
    if (response.statusCode() != OK) {
      throw new ServerException(
          method
              + " "
              + base
              + path
              + " answered "
              + response.statusCode()
              + ": "
              + response.body());
    }
    try {
      return mapper.readTree(response.body());
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  private HttpResponse<String> send(String path) {
    return send(path, HttpRequest.newBuilder());
  }

  private HttpResponse<String> send(String path, HttpRequest.Builder builder) {
    HttpRequest request = builder.uri(URI.create(base + path)).timeout(PATIENCE).build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new ServerException(base + path + " cannot be asked: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException(base + path + ": interrupted");
    }
  }

  static Map<String, String> strings(JsonNode object) {
    Map<String, String> all = new LinkedHashMap<>();
    object.properties().forEach(field -> all.put(field.getKey(), field.getValue().asText()));
    return all;
  }
}
