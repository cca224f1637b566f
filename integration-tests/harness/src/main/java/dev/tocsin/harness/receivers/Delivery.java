package dev.tocsin.harness.receivers;

import dev.tocsin.harness.series.Texts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One notification that arrived at a sink. No secret is in it: a secret is notified by its name.
 */
public sealed interface Delivery {
  /** When it arrived. */
  Instant at();

  /** What a notification says of the state of what it is about. */
  enum State {
    FIRING,
    RESOLVED,
    /** Its words do not say; its time of arrival decides. */
    UNKNOWN
  }

  /** Whether it is a resolved notification; of an unknown state, whether that is likely. */
  boolean isResolved();

  /** What it says of the state of what it is about. */
  default State state() {
    return isResolved() ? State.RESOLVED : State.FIRING;
  }

  /** All that it says to people, for looking up words in it. */
  String words();

  /** Where it went: the channel, key, address or webhook. */
  String destination();

  /** What it says first. */
  String headline();

  /** Whether it says this word, such as an alert's name, as a word of its own. */
  default boolean says(String word) {
    return Pattern.compile("(?<![A-Za-z0-9_])" + Pattern.quote(word) + "(?![A-Za-z0-9_])")
        .matcher(words())
        .find();
  }

  /**
   * A message in Slack.
   *
   * @param at when it arrived
   * @param secret the name of the secret that held the webhook's address
   * @param channel such as {@code #alerts}
   * @param title the attachment's title
   * @param link where the title leads
   * @param text the attachment's text
   * @param color {@code danger}, {@code good}…
   * @param links all addresses in the message: the title's, its buttons' and those in its text
   * @param others all other texts of it: what is before the attachment, its fields, its footer, and
   *     what is shown where attachments are not
   */
  record SlackMessage(
      Instant at,
      String secret,
      String channel,
      String title,
      String link,
      String text,
      String color,
      List<String> links,
      List<String> others)
      implements Delivery {
    public SlackMessage {
      links = List.copyOf(links);
      others = List.copyOf(others);
    }

    /** A message that has no other texts. */
    public SlackMessage(
        Instant at,
        String secret,
        String channel,
        String title,
        String link,
        String text,
        String color,
        List<String> links) {
      this(at, secret, channel, title, link, text, color, links, List.of());
    }

    /**
     * Slack's messages carry no status: words are all that a reader has, for a colour may be the
     * same at all times.
     */
    @Override
    public State state() {
      State said = Saying.state(title);
      said = said == State.UNKNOWN ? Saying.state(others.toArray(String[]::new)) : said;
      return said == State.UNKNOWN ? Saying.state(text) : said;
    }

    @Override
    public boolean isResolved() {
      State said = state();
      return said == State.RESOLVED
          || said == State.UNKNOWN && (color.equals("good") || Saying.isLikelyResolved(title));
    }

    @Override
    public String words() {
      return Stream.of(Stream.of(title, text), links.stream(), others.stream())
          .flatMap(it -> it)
          .collect(Collectors.joining("\n"));
    }

    @Override
    public String destination() {
      return "Slack " + channel + " by " + secret;
    }

    @Override
    public String headline() {
      return title.isEmpty()
          ? Stream.concat(others.stream(), Stream.of(text))
              .filter(it -> !it.isBlank())
              .findFirst()
              .orElse("")
          : title;
    }
  }

  /**
   * An event for PagerDuty's <a
   * href="https://developer.pagerduty.com/docs/events-api-v2-overview">Events API v2</a>.
   *
   * @param at when it arrived
   * @param routingKey the name of the secret that held the routing key, or {@code unknown key}
   * @param action {@code trigger}, {@code acknowledge} or {@code resolve}
   * @param dedupKey what ties a resolve to its trigger
   * @param severity PagerDuty's own: critical, error, warning or info
   * @param summary the incident's title
   * @param details {@code custom_details}
   * @param links addresses on the incident
   */
  record PagerDutyEvent(
      Instant at,
      String routingKey,
      String action,
      String dedupKey,
      String severity,
      String summary,
      Map<String, String> details,
      List<String> links)
      implements Delivery {
    public PagerDutyEvent {
      details = new TreeMap<>(details);
      links = List.copyOf(links);
    }

    @Override
    public boolean isResolved() {
      return action.equals("resolve");
    }

    @Override
    public String words() {
      return summary + "\n" + Texts.fields(details) + "\n" + String.join("\n", links);
    }

    @Override
    public String destination() {
      return "PagerDuty " + routingKey;
    }

    @Override
    public String headline() {
      return action + " " + severity + ": " + summary;
    }
  }

  /**
   * A mail.
   *
   * @param at when it arrived
   * @param login who sent it had logged in as this user, with the right password
   * @param to the address that it was delivered to
   * @param subject its subject
   * @param body its text, and its HTML without tags
   */
  record Mail(Instant at, String login, String to, String subject, String body)
      implements Delivery {
    @Override
    public State state() {
      State said = Saying.state(subject);
      return said == State.UNKNOWN ? Saying.ofParts(body) : said;
    }

    @Override
    public boolean isResolved() {
      State said = state();
      return said == State.RESOLVED || said == State.UNKNOWN && Saying.isLikelyResolved(subject);
    }

    @Override
    public String words() {
      return subject + "\n" + body;
    }

    @Override
    public String destination() {
      return "mail to " + to;
    }

    @Override
    public String headline() {
      return subject;
    }
  }

  /**
   * A call of a generic webhook.
   *
   * @param at when it arrived
   * @param name which webhook was called: its receiver, or the secret that held its address
   * @param receiver the receiver as Alertmanager names it
   * @param status {@code firing} or {@code resolved}
   * @param alerts the alerts in it
   */
  record WebhookCall(
      Instant at, String name, String receiver, String status, List<WebhookAlert> alerts)
      implements Delivery {
    public WebhookCall {
      alerts = List.copyOf(alerts);
    }

    @Override
    public boolean isResolved() {
      return status.equals("resolved");
    }

    @Override
    public String words() {
      return alerts.stream()
          .map(
              it ->
                  it.status()
                      + " "
                      + Texts.fields(it.labels())
                      + "\n"
                      + Texts.fields(it.annotations()))
          .collect(Collectors.joining("\n"));
    }

    @Override
    public String destination() {
      return "webhook " + name;
    }

    @Override
    public String headline() {
      return status
          + " "
          + Texts.list(
              alerts.stream().map(alert -> alert.labels().getOrDefault("alertname", "?")).toList());
    }
  }

  /**
   * A message to a receiver of any {@link HttpKind}.
   *
   * @param at when it arrived
   * @param kind what people call the kind, such as {@code OpsGenie}
   * @param owner whose it is, such as {@code receiver on-call}
   * @param state what it says of the state; of a kind whose messages carry no status, what its
   *     words say
   * @param isResolved whether it is about a resolved alert; of an unknown state, whether that is
   *     likely
   * @param headline what it says first
   * @param words all texts in it; of the end of what it names by a key, those of the beginning too
   */
  record HttpMessage(
      Instant at,
      String kind,
      String owner,
      State state,
      boolean isResolved,
      String headline,
      String words)
      implements Delivery {
    /** A message that says for certain whether it is about a resolved alert. */
    public HttpMessage(
        Instant at, String kind, String owner, boolean isResolved, String headline, String words) {
      this(
          at, kind, owner, isResolved ? State.RESOLVED : State.FIRING, isResolved, headline, words);
    }

    @Override
    public String destination() {
      return kind + " of " + owner;
    }
  }

  /** An alert as the generic webhook names it. */
  record WebhookAlert(String status, Map<String, String> labels, Map<String, String> annotations) {
    public WebhookAlert {
      labels = new TreeMap<>(labels);
      annotations = new TreeMap<>(annotations);
    }
  }
}
