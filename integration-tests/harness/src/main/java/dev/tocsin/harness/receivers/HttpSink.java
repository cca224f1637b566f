package dev.tocsin.harness.receivers;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Slack, PagerDuty and webhooks in one WireMock: each answers as the real one does. */
final class HttpSink implements AutoCloseable {
  private static final String DESK = "tocsin-desk";
  private static final String EVENTS = "tocsin-events";
  private static final String SLACK = Service.SLACK.path();
  private static final String PAGERDUTY = Service.PAGERDUTY.path();
  private static final String WEBHOOK = Service.WEBHOOK.path();
  private static final int REFUSED = 300;
  private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s<>|\"')]+");

  private final WireMockServer server;
  private final SecretNames slackHooks = new SecretNames();
  private final SecretNames routingKeys = new SecretNames();
  private final SecretNames webhooks = new SecretNames();
  private final HttpDesk desk = new HttpDesk();
  private final ObjectMapper mapper = new ObjectMapper();
  private final Consumer<Delivery> deliveries;
  private final Consumer<String> complaints;
  private final Consumer<Refusal> refusals;

  /** By service, and the word to which they are limited; none for all that is sent to it. */
  private final Map<Service, Map<String, StubMapping>> troubles = new EnumMap<>(Service.class);

  HttpSink(Consumer<Delivery> deliveries, Consumer<String> complaints, Consumer<Refusal> refusals) {
    this.deliveries = deliveries;
    this.complaints = complaints;
    this.refusals = refusals;
    this.server =
        new WireMockServer(
            WireMockConfiguration.options()
                .bindAddress("127.0.0.1")
                .dynamicPort()
                .extensions(
                    new ComputedAnswers(
                        DESK,
                        request ->
                            desk.answer(
                                request.getMethod().getName(),
                                request.getUrl(),
                                request.getBodyAsString())),
                    new ComputedAnswers(
                        EVENTS, request -> PagerDutyEvents.answer(request.getBodyAsString())))
                .disableRequestJournal());
    // Slack's incoming webhooks answer with this text, and Alertmanager looks at it.
    server.stubFor(
        post(urlPathMatching(SLACK + ".+"))
            .willReturn(
                aResponse()
                    .withStatus(200)
                    .withHeader("Content-Type", "text/plain")
                    .withBody("ok")));
    server.stubFor(
        post(urlPathEqualTo(PAGERDUTY)).willReturn(aResponse().withTransformers(EVENTS)));
    server.stubFor(post(urlPathMatching(WEBHOOK + ".+")).willReturn(aResponse().withStatus(200)));
    server.stubFor(
        any(urlPathMatching(HttpDesk.PATH + ".+")).willReturn(aResponse().withTransformers(DESK)));
    server.addMockServiceRequestListener(this::arrived);
    server.start();
  }

  private String base() {
    return "http://127.0.0.1:" + server.port();
  }

  /** The address of an incoming webhook; {@code token} is its secret part. */
  String slackUrl(String token, String secret) {
    slackHooks.learn(token, secret);
    return base() + SLACK + token;
  }

  String pagerDutyUrl() {
    return base() + PAGERDUTY;
  }

  void learnRoutingKey(String key, String secret) {
    routingKeys.learn(key, secret);
  }

  /** The address of a generic webhook; {@code token} ends it, and is notified as {@code name}. */
  String webhookUrl(String token, String name) {
    webhooks.learn(token, name);
    return base() + WEBHOOK + token;
  }

  /** From now on the service answers like this; what it does not take is no delivery. */
  synchronized void troubled(Service service, String word, Trouble trouble) {
    Map<String, StubMapping> known = troubles.computeIfAbsent(service, it -> new HashMap<>());
    StubMapping before = known.remove(word);
    if (before != null) {
      server.removeStub(before);
    }
    if (trouble.isNone()) {
      return;
    }
    MappingBuilder requests =
        any(urlPathMatching(service.path() + ".*")).atPriority(word.isEmpty() ? 2 : 1);
    if (!word.isEmpty()) {
      requests.withRequestBody(containing(word));
    }
    known.put(word, server.stubFor(requests.willReturn(trouble.answer())));
  }

  private synchronized boolean isTroubled(Service service) {
    return !troubles.getOrDefault(service, Map.of()).isEmpty();
  }

  /**
   * The address of a receiver of another kind.
   *
   * @param token distinguishes it from others
   * @param owner as what a message that came there names it
   */
  String httpUrl(HttpKind kind, String token, String owner) {
    return base() + desk.path(kind, token, owner);
  }

  void learnTransitions(String token, String resolve, String reopen) {
    desk.learnTransitions(token, resolve, reopen);
  }

  private void arrived(Request request, Response response) {
    Instant now = Instant.now();
    String path = request.getUrl();
    boolean refused = response.getFault() != null || response.getStatus() >= REFUSED;
    if (response.wasConfigured() && refused) {
      int status = response.getFault() == null ? response.getStatus() : 0;
      refusals.accept(new Refusal(now, Service.at(path), status));
      if (path.startsWith(PAGERDUTY) && !isTroubled(Service.PAGERDUTY)) {
        complainOfEvent(request);
      }
      return;
    }
    try {
      if (path.startsWith(HttpDesk.PATH)) {
        desk.read(now, request.getMethod().getName(), path, request.getBodyAsString())
            .ifPresent(deliveries);
        return;
      }
      JsonNode body = mapper.readTree(request.getBody());
      if (path.startsWith(SLACK)) {
        slack(now, slackHooks.nameOf(path.substring(SLACK.length()), "an unknown webhook"), body);
      } else if (path.startsWith(PAGERDUTY)) {
        deliveries.accept(pagerDuty(now, body));
      } else if (path.startsWith(WEBHOOK)) {
        deliveries.accept(
            webhook(now, webhooks.nameOf(path.substring(WEBHOOK.length()), "unknown"), body));
      } else {
        complaints.accept("a request came for an address that no sink has");
      }
    } catch (IOException | RuntimeException e) {
      complaints.accept("a request that cannot be read: " + e.getClass().getSimpleName());
    }
  }

  private void complainOfEvent(Request request) {
    try {
      JsonNode event = mapper.readTree(request.getBody());
      String key = routingKeys.nameOf(event.path("routing_key").asText(), "unknown key");
      complaints.accept(
          "PagerDuty "
              + key
              + " refused an event: "
              + String.join("; ", PagerDutyEvents.problems(event)));
    } catch (IOException e) {
      complaints.accept("PagerDuty refused an event that is no JSON");
    }
  }

  private void slack(Instant now, String secret, JsonNode body) {
    String channel = body.path("channel").asText();
    String before = body.path("text").asText();
    if (body.path("attachments").isEmpty()) {
      deliveries.accept(
          new Delivery.SlackMessage(
              now, secret, channel, "", "", before, "", addresses(before), List.of()));
    }
    for (JsonNode attachment : body.path("attachments")) {
      List<String> links = new ArrayList<>();
      String link = attachment.path("title_link").asText();
      if (!link.isEmpty()) {
        links.add(link);
      }
      List<String> others = new ArrayList<>();
      others.add(before);
      others.add(attachment.path("pretext").asText());
      for (JsonNode field : attachment.path("fields")) {
        others.add(field.path("title").asText());
        others.add(field.path("value").asText());
      }
      for (JsonNode action : attachment.path("actions")) {
        links.add(action.path("url").asText());
        others.add(action.path("text").asText());
      }
      others.add(attachment.path("footer").asText());
      others.add(attachment.path("fallback").asText());
      others.removeIf(String::isBlank);
      String text = attachment.path("text").asText();
      links.addAll(addresses(text));
      deliveries.accept(
          new Delivery.SlackMessage(
              now,
              secret,
              channel,
              attachment.path("title").asText(),
              link,
              text,
              attachment.path("color").asText(),
              links,
              others));
    }
  }

  private static List<String> addresses(String text) {
    List<String> links = new ArrayList<>();
    Matcher addresses = ADDRESS.matcher(text);
    while (addresses.find()) {
      links.add(addresses.group());
    }
    return links;
  }

  private Delivery pagerDuty(Instant now, JsonNode body) {
    List<String> links = new ArrayList<>();
    body.path("links").forEach(link -> links.add(link.path("href").asText()));
    JsonNode payload = body.path("payload");
    return new Delivery.PagerDutyEvent(
        now,
        routingKeys.nameOf(body.path("routing_key").asText(), "unknown key"),
        body.path("event_action").asText(),
        body.path("dedup_key").asText(),
        payload.path("severity").asText(),
        payload.path("summary").asText(),
        texts(payload.path("custom_details")),
        links);
  }

  private static Delivery webhook(Instant now, String name, JsonNode body) {
    List<Delivery.WebhookAlert> alerts = new ArrayList<>();
    for (JsonNode alert : body.path("alerts")) {
      alerts.add(
          new Delivery.WebhookAlert(
              alert.path("status").asText(),
              texts(alert.path("labels")),
              texts(alert.path("annotations"))));
    }
    return new Delivery.WebhookCall(
        now, name, body.path("receiver").asText(), body.path("status").asText(), alerts);
  }

  /** The texts of an object's fields; of what is no text, its JSON. */
  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> all = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      JsonNode value = field.getValue();
      all.put(field.getKey(), value.isTextual() ? value.asText() : value.toString());
    }
    return all;
  }

  @Override
  public void close() {
    server.stop();
  }
}
