package dev.tocsin.harness.receivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.harness.receivers.Delivery.Mail;
import dev.tocsin.harness.receivers.Delivery.PagerDutyEvent;
import dev.tocsin.harness.receivers.Delivery.SlackMessage;
import dev.tocsin.harness.receivers.Delivery.WebhookCall;
import dev.tocsin.harness.servers.Await;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SinksTest {
  private Sinks sinks;

  @BeforeEach
  void start() {
    sinks = Sinks.start();
  }

  @AfterEach
  void stop() {
    sinks.close();
  }

  private static HttpResponse<String> post(String url, String body) throws Exception {
    return HttpClient.newBuilder()
        .proxy(HttpClient.Builder.NO_PROXY)
        .build()
        .send(
            HttpRequest.newBuilder(URI.create(url))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  /** Answers are sent before what arrived is noted down. */
  private <D extends Delivery> D arrived(Class<D> kind, String word) {
    return Await.until(
        "a " + kind.getSimpleName() + " that says " + word,
        Duration.ofSeconds(20),
        () -> sinks.since(Instant.EPOCH, kind).stream().filter(it -> it.says(word)).findFirst(),
        () -> "arrived: " + sinks.deliveries());
  }

  @Test
  void slackAnswersAsSlackDoesAndTellsWhichSecretLedThere() throws Exception {
    String url = sinks.slackUrl("t0ken", "SLACK_WEBHOOK_URL");
    HttpResponse<String> answer =
        post(
            url,
            """
            {"channel":"#alerts","attachments":[{"title":"[FIRING:1] DiskFull","color":"danger",
             "title_link":"https://runbooks.example.org/disk.md",
             "text":"Disk of db-1 is full\\nRunbook: <https://example.org/a|here>",
             "actions":[{"type":"button","url":"https://example.org/b"}]}]}""");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("ok");
    SlackMessage message = arrived(SlackMessage.class, "DiskFull");
    assertThat(message.secret()).isEqualTo("SLACK_WEBHOOK_URL");
    assertThat(message.destination()).isEqualTo("Slack #alerts by SLACK_WEBHOOK_URL");
    assertThat(message.title()).isEqualTo("[FIRING:1] DiskFull");
    assertThat(message.isResolved()).isFalse();
    assertThat(message.says("Full")).isFalse();
    assertThat(message.links())
        .containsExactlyInAnyOrder(
            "https://runbooks.example.org/disk.md",
            "https://example.org/a",
            "https://example.org/b");
    assertThat(message.toString()).doesNotContain("t0ken");
  }

  @Test
  void whatIsSentIsNotRenderedAsATemplate() throws Exception {
    HttpResponse<String> answer =
        post(
            sinks.pagerDutyUrl(),
            """
            {"routing_key":"0123456789abcdef0123456789abcdef","event_action":"resolve",
             "dedup_key":"{{request.method}}"}""");

    assertThat(answer.body()).contains("\"dedup_key\":\"{{request.method}}\"");
    Await.that(
        "the event is recorded",
        Duration.ofSeconds(20),
        () -> !sinks.deliveries().isEmpty(),
        () -> "");
    assertThat(sinks.deliveries())
        .extracting(PagerDutyEvent.class::cast)
        .extracting(PagerDutyEvent::dedupKey)
        .containsExactly("{{request.method}}");
  }

  @Test
  void pagerDutyAnswersAsItsEventsApiDoes() throws Exception {
    sinks.learnRoutingKey("0123456789abcdef0123456789abcdef", "PAGERDUTY_KEY");
    HttpResponse<String> answer =
        post(
            sinks.pagerDutyUrl(),
            """
            {"routing_key":"0123456789abcdef0123456789abcdef","dedup_key":"d1",
             "event_action":"trigger","payload":{"summary":"HostDown: db-1 is gone",
             "severity":"critical","source":"am","custom_details":{"alerts":"db-1"}},
             "links":[{"href":"https://runbooks.example.org/host.md","text":"Runbook"}]}""");

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body()).contains("\"status\":\"success\"").contains("\"dedup_key\":\"d1\"");
    PagerDutyEvent event = arrived(PagerDutyEvent.class, "HostDown");
    assertThat(event.routingKey()).isEqualTo("PAGERDUTY_KEY");
    assertThat(event.action()).isEqualTo("trigger");
    assertThat(event.dedupKey()).isEqualTo("d1");
    assertThat(event.severity()).isEqualTo("critical");
    assertThat(event.details()).containsEntry("alerts", "db-1");
    assertThat(event.links()).containsExactly("https://runbooks.example.org/host.md");
    assertThat(event.toString()).doesNotContain("0123456789abcdef");
  }

  @Test
  void anUnknownKeyIsReportedAndNotRepeated() throws Exception {
    post(
        sinks.pagerDutyUrl(),
        "{\"routing_key\":\"11112222333344445555666677778888\",\"event_action\":\"resolve\","
            + "\"dedup_key\":\"d2\",\"payload\":{\"summary\":\"Stray\"}}");

    PagerDutyEvent event = arrived(PagerDutyEvent.class, "Stray");
    assertThat(event.routingKey()).isEqualTo("unknown key");
    assertThat(event.isResolved()).isTrue();
  }

  @Test
  void pagerDutyRefusesWhatItsEventsApiRefuses() throws Exception {
    try (Sinks own = Sinks.start()) {
      own.learnRoutingKey("0123456789abcdef0123456789abcdef", "PAGERDUTY_KEY");
      String good =
          "{\"routing_key\":\"0123456789abcdef0123456789abcdef\",\"event_action\":\"trigger\","
              + "\"dedup_key\":\"d\",\"payload\":{\"summary\":\"Full\",\"source\":\"am\","
              + "\"severity\":\"error\"}}";
      assertThat(post(own.pagerDutyUrl(), good).statusCode()).isEqualTo(202);
      Map<String, String> bad = new TreeMap<>();
      bad.put(good.replace("\"error\"", "\"page\""), "severity is \"page\"");
      bad.put(good.replace("\"Full\"", "\"\""), "summary is empty");
      bad.put(good.replace("Full", "x".repeat(1025)), "summary has more than 1024 characters");
      bad.put(good.replace("trigger", "open"), "event_action is \"open\"");
      bad.put(
          good.replace("0123456789abcdef0123456789abcdef", "${PAGERDUTY_KEY}"),
          "routing_key has 16 characters");
      for (Map.Entry<String, String> event : bad.entrySet()) {
        HttpResponse<String> answer = post(own.pagerDutyUrl(), event.getKey());
        assertThat(answer.statusCode()).as(event.getValue()).isEqualTo(400);
        assertThat(answer.body()).contains("invalid event");
        Await.that(
            "the complaint that " + event.getValue(),
            Duration.ofSeconds(20),
            () -> own.complaints().stream().anyMatch(it -> it.contains(event.getValue())),
            () -> own.complaints().toString());
      }
      assertThat(own.complaints()).hasSize(bad.size()).noneMatch(it -> it.contains("0123456789a"));
      assertThat(own.deliveries()).hasSize(1);
    }
  }

  /** As templates of teams write it, from plain to misleading. */
  @Test
  void whatAMessageSaysOfTheStateIsTakenFromItsWords() throws Exception {
    List<List<String>> titles =
        List.of(
            List.of("[FIRING:1] UnresolvedTickets", "FIRING"),
            List.of("[RESOLVED] DnsNotResolved cannot be resolved", "RESOLVED"),
            List.of("[FIRING:1] Dns (a name cannot be resolved)", "FIRING"),
            List.of("a name cannot be resolved", "UNKNOWN"),
            List.of("UnresolvedTickets", "UNKNOWN"),
            List.of("RESOLVED: DiskFull", "RESOLVED"),
            List.of("\u2705 Resolved: DiskFull", "RESOLVED"),
            List.of("Status: firing | DiskFull", "FIRING"),
            List.of("Firing range is closed", "UNKNOWN"),
            List.of("DiskFull", "UNKNOWN"));
    for (List<String> title : titles) {
      for (String color : List.of("good", "#ff0000")) {
        Delivery.State state =
            new SlackMessage(
                    Instant.EPOCH, "s", "#c", title.get(0), "", "", color, List.of(), List.of())
                .state();
        assertThat(state).as(title.get(0)).hasToString(title.get(1));
      }
      assertThat(new Mail(Instant.EPOCH, "u", "t", title.get(0), "DiskFull").state())
          .as(title.get(0))
          .hasToString(title.get(1));
    }
    assertThat(new Mail(Instant.EPOCH, "u", "t", "DiskFull", "1 alert\n[1] Resolved\n").state())
        .isEqualTo(Delivery.State.RESOLVED);
    assertThat(new Mail(Instant.EPOCH, "u", "t", "UnresolvedTickets", "").isResolved()).isFalse();
  }

  @Test
  void allTextsOfASlackMessageAreRead() throws Exception {
    String url = sinks.slackUrl("t0ken", "SLACK_WEBHOOK_URL");
    post(
        url,
        """
        {"channel":"#all","attachments":[{"title":"Look","pretext":"InPretext",
         "fields":[{"title":"alert","value":"InField"}],"footer":"InFooter",
         "fallback":"[RESOLVED] InFallback"}]}""");
    SlackMessage message = arrived(SlackMessage.class, "InPretext");
    assertThat(List.of("InField", "InFooter", "InFallback")).allMatch(message::says);
    assertThat(message.isResolved()).isTrue();

    post(url, "{\"channel\":\"#all\",\"text\":\"*FIRING* JustText\"}");
    SlackMessage text = arrived(SlackMessage.class, "JustText");
    assertThat(text.state()).isEqualTo(Delivery.State.FIRING);
    assertThat(text.headline()).isEqualTo("*FIRING* JustText");
  }

  @Test
  void aWebhookTellsItsAlertsAndFeedsTheDeadMansSwitch() throws Exception {
    DeadMansSwitch patient = DeadMansSwitch.listeningFor("Pulse", sinks, Duration.ofMinutes(10));
    DeadMansSwitch impatient = DeadMansSwitch.listeningFor("Pulse", sinks, Duration.ZERO);
    assertThat(patient.lastHeard()).isEmpty();
    post(
        sinks.webhookUrl("w1", "dead-mans-switch"),
        """
        {"receiver":"switch","status":"firing","alerts":[{"status":"firing",
         "labels":{"alertname":"Pulse"},"annotations":{"summary":"alerting works"}}]}""");

    WebhookCall call = arrived(WebhookCall.class, "Pulse");
    assertThat(call.destination()).isEqualTo("webhook dead-mans-switch");
    assertThat(call.receiver()).isEqualTo("switch");
    assertThat(call.alerts().get(0).annotations()).containsEntry("summary", "alerting works");
    assertThat(patient.lastHeard()).contains(call.at());
    assertThat(patient.isRaised()).isFalse();
    assertThat(patient.timesHeardSince(call.at())).isEqualTo(1);
    assertThat(patient.longestSilenceSince(call.at().minusSeconds(60)))
        .isEqualTo(Duration.ofSeconds(60));
    Await.that("the switch raises", Duration.ofSeconds(10), impatient::isRaised, () -> "");
  }

  @Test
  void whatAServiceInTroubleDoesNotTakeIsNoDelivery() throws Exception {
    String url = sinks.slackUrl("t0ken", "SLACK_WEBHOOK_URL");
    String message = "{\"channel\":\"#alerts\",\"attachments\":[{\"title\":\"Disk\"}]}";

    sinks.troubled(Service.SLACK, Trouble.answering(429));
    assertThat(post(url, message).statusCode()).isEqualTo(429);
    Await.that("the refusal", Duration.ofSeconds(20), () -> sinks.refusals().size() == 1, () -> "");
    assertThat(sinks.refusals().get(0).service()).isEqualTo(Service.SLACK);
    assertThat(sinks.refusals().get(0).status()).isEqualTo(429);
    assertThat(sinks.deliveries()).isEmpty();

    sinks.troubled(Service.SLACK, Trouble.refusing());
    assertThatThrownBy(() -> post(url, message)).isInstanceOf(IOException.class);
    Await.that(
        "the second refusal", Duration.ofSeconds(20), () -> sinks.refusals().size() == 2, () -> "");
    assertThat(sinks.refusals().get(1).status()).isZero();

    sinks.troubled(Service.SLACK, Trouble.none());
    assertThat(post(url, message).body()).isEqualTo("ok");
    assertThat(arrived(SlackMessage.class, "Disk").headline()).isEqualTo("Disk");
    assertThat(sinks.complaints()).isEmpty();
  }

  @Test
  void troublesCanBeOfOneWordOnlyAndOfTime() throws Exception {
    try (Sinks own = Sinks.start()) {
      String url = own.slackUrl("t0ken", "SLACK_WEBHOOK_URL");
      String message = "{\"channel\":\"#a\",\"attachments\":[{\"title\":\"%s\"}]}";
      own.troubled(Service.SLACK, "Disk", Trouble.answering(404));
      own.troubled(Service.SLACK, "Late", Trouble.late(Duration.ofMillis(300)));

      assertThat(post(url, message.formatted("Disk")).statusCode()).isEqualTo(404);
      assertThat(post(url, message.formatted("Cpu")).body()).isEqualTo("ok");
      long start = System.nanoTime();
      assertThat(post(url, message.formatted("Late")).body()).isEqualTo("ok");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(290));
      Await.that(
          "both that were taken",
          Duration.ofSeconds(20),
          () ->
              own.deliveries().stream()
                  .map(Delivery::headline)
                  .toList()
                  .equals(List.of("Cpu", "Late")),
          () -> own.deliveries().toString());

      own.troubled(Service.SLACK, "Disk", Trouble.none());
      assertThat(post(url, message.formatted("Disk")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aClosedMailPortRefusesConnectionsUntilItIsOpenAgain() throws Exception {
    String address = sinks.mailAddress();
    sinks.allowMailFrom("alerts@example.org", "s3cret");
    sinks.closeMail();
    assertThatThrownBy(() -> send("alerts@example.org", "s3cret", "Closed"))
        .isInstanceOf(MessagingException.class)
        .hasRootCauseInstanceOf(ConnectException.class);

    sinks.openMail();
    assertThat(sinks.mailAddress()).isEqualTo(address);
    send("alerts@example.org", "s3cret", "Opened");
    arrived(Mail.class, "Opened");
  }

  @Test
  void mailIsTakenAfterALogin() throws Exception {
    sinks.allowMailFrom("alerts@example.org", "s3cret");
    send("alerts@example.org", "s3cret", "[FIRING:1] DiskFull by mail");

    Mail mail = arrived(Mail.class, "DiskFull");
    assertThat(mail.to()).isEqualTo("team@example.org");
    assertThat(mail.login()).isEqualTo("alerts@example.org");
    assertThat(mail.subject()).isEqualTo("[FIRING:1] DiskFull by mail");
    assertThat(mail.body()).contains("Runbook https://example.org/disk.md?a=1&b=2");
    assertThat(mail.toString()).doesNotContain("s3cret");
  }

  @Test
  void mailWithoutALoginOrWithAWrongOneIsRefused() {
    sinks.allowMailFrom("alerts@example.org", "s3cret");

    assertThatThrownBy(() -> send("alerts@example.org", "guess", "Wrong"))
        .isInstanceOf(MessagingException.class);
    try {
      send("", "", "Anonymous");
    } catch (MessagingException refused) {
      // Whether the server says so at once or drops the mail: it must not arrive.
      assertThat(refused).isNotNull();
    }
    Await.that(
        "the mail is refused",
        Duration.ofSeconds(10),
        () -> sinks.complaints().stream().anyMatch(it -> it.contains("without a login")),
        () -> sinks.complaints().toString());
    assertThat(sinks.since(Instant.EPOCH, Mail.class))
        .noneMatch(mail -> List.of("Wrong", "Anonymous").contains(mail.subject()));
  }

  private void send(String user, String password, String subject) throws MessagingException {
    String[] address = sinks.mailAddress().split(":");
    Properties settings = new Properties();
    settings.put("mail.smtp.host", address[0]);
    settings.put("mail.smtp.port", address[1]);
    settings.put("mail.smtp.auth", String.valueOf(!user.isEmpty()));
    Session session =
        Session.getInstance(
            settings,
            new Authenticator() {
              @Override
              protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(user, password);
              }
            });
    MimeMessage message = new MimeMessage(session);
    message.setFrom(new InternetAddress("alerts@example.org"));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress("team@example.org"));
    message.setSubject(subject);
    message.setContent(
        "<html><head><style>p{}</style></head><body><p>Runbook"
            + " <a href=\"https://example.org/disk.md?a=1&amp;b=2\">here</a></p></body></html>",
        "text/html; charset=utf-8");
    Transport.send(message);
  }
}
