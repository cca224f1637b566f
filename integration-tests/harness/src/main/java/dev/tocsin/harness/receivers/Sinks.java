package dev.tocsin.harness.receivers;

import dev.tocsin.harness.servers.Closing;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * All receivers that a rehearsed Alertmanager can notify, on loopback, and everything that arrived
 * at them, in its order. They answer as the real ones do: Slack with the text {@code ok}, PagerDuty
 * with 202, and the mail server takes mail only after a login.
 */
public final class Sinks implements AutoCloseable {
  private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final List<Refusal> refusals = new CopyOnWriteArrayList<>();
  private final HttpSink http;
  private final MailSink mail;

  private Sinks() {
    this.http = new HttpSink(deliveries::add, complaints::add, refusals::add);
    this.mail = new MailSink(deliveries::add, complaints::add);
  }

  /** Starts them, each on a free port. */
  public static Sinks start() {
    return new Sinks();
  }

  /**
   * The address of a Slack webhook.
   *
   * @param token its secret part
   * @param secret the name by which a message that came there names it
   */
  public String slackUrl(String token, String secret) {
    return http.slackUrl(token, secret);
  }

  /** The address of PagerDuty's Events API v2. */
  public String pagerDutyUrl() {
    return http.pagerDutyUrl();
  }

  /** Shows events with this routing key under the secret's name. */
  public void learnRoutingKey(String key, String secret) {
    http.learnRoutingKey(key, secret);
  }

  /** The address of a generic webhook whose calls are shown under this name. */
  public String webhookUrl(String token, String name) {
    return http.webhookUrl(token, name);
  }

  /**
   * The address of a receiver of any other kind.
   *
   * @param token distinguishes it from others; letters and digits
   * @param owner as what a message that came there names it, such as {@code receiver on-call}
   */
  public String httpUrl(HttpKind kind, String token, String owner) {
    return http.httpUrl(kind, token, owner);
  }

  /**
   * Lets Jira know of these transitions, without which Alertmanager cannot close its issues.
   *
   * @param token of the receiver's address
   * @param resolve the transition that ends an issue; may be empty
   * @param reopen the transition that opens one again; may be empty
   */
  public void learnTransitions(String token, String resolve, String reopen) {
    http.learnTransitions(token, resolve, reopen);
  }

  /** {@code host:port} of the mail server. */
  public String mailAddress() {
    return mail.address();
  }

  /** Lets mail be sent by who logs in like this. */
  public void allowMailFrom(String user, String password) {
    mail.allow(user, password);
  }

  /**
   * Lets a service answer like this from now on; {@link Trouble#none} ends it. What it does not
   * take is a {@link Refusal} and no delivery.
   */
  public void troubled(Service service, Trouble trouble) {
    http.troubled(service, "", trouble);
  }

  /**
   * The same for messages with this word only, such as an alert's name: several troubles can be
   * played side by side.
   */
  public void troubled(Service service, String word, Trouble trouble) {
    http.troubled(service, word, trouble);
  }

  /** Closes the mail server's port, at which connections are refused from now on. */
  public void closeMail() {
    mail.stop();
  }

  /** Opens the mail server's port again. */
  public void openMail() {
    mail.start();
  }

  /** What was sent to a service in trouble, and not taken, in its order. */
  public List<Refusal> refusals() {
    return List.copyOf(refusals);
  }

  /** All that arrived, in its order. */
  public List<Delivery> deliveries() {
    return List.copyOf(deliveries);
  }

  /** All that arrived since a moment. */
  public List<Delivery> since(Instant moment) {
    return deliveries.stream().filter(delivery -> !delivery.at().isBefore(moment)).toList();
  }

  /** All of a kind that arrived since a moment. */
  public <D extends Delivery> List<D> since(Instant moment, Class<D> kind) {
    return since(moment).stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** What came that no real receiver would have taken, such as mail without a login. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  @Override
  public void close() {
    Closing.all(List.of(http, mail));
  }
}
