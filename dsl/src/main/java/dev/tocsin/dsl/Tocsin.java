package dev.tocsin.dsl;

import dev.tocsin.dsl.alertmanager.Authorization;
import dev.tocsin.dsl.alertmanager.BasicAuth;
import dev.tocsin.dsl.alertmanager.Discord;
import dev.tocsin.dsl.alertmanager.Email;
import dev.tocsin.dsl.alertmanager.EmailThreading;
import dev.tocsin.dsl.alertmanager.EventFileOutput;
import dev.tocsin.dsl.alertmanager.EventKafkaOutput;
import dev.tocsin.dsl.alertmanager.EventRecorder;
import dev.tocsin.dsl.alertmanager.EventWebhookOutput;
import dev.tocsin.dsl.alertmanager.Global;
import dev.tocsin.dsl.alertmanager.HttpClient;
import dev.tocsin.dsl.alertmanager.HttpHeader;
import dev.tocsin.dsl.alertmanager.IncidentIo;
import dev.tocsin.dsl.alertmanager.Integration;
import dev.tocsin.dsl.alertmanager.Jira;
import dev.tocsin.dsl.alertmanager.JiraField;
import dev.tocsin.dsl.alertmanager.MailServer;
import dev.tocsin.dsl.alertmanager.Mattermost;
import dev.tocsin.dsl.alertmanager.MattermostAttachment;
import dev.tocsin.dsl.alertmanager.MattermostField;
import dev.tocsin.dsl.alertmanager.MattermostPriority;
import dev.tocsin.dsl.alertmanager.MattermostProps;
import dev.tocsin.dsl.alertmanager.MsTeams;
import dev.tocsin.dsl.alertmanager.MsTeamsV2;
import dev.tocsin.dsl.alertmanager.OAuth2;
import dev.tocsin.dsl.alertmanager.OpsGenie;
import dev.tocsin.dsl.alertmanager.OpsGenieResponder;
import dev.tocsin.dsl.alertmanager.PagerDuty;
import dev.tocsin.dsl.alertmanager.PagerDutyImage;
import dev.tocsin.dsl.alertmanager.PagerDutyLink;
import dev.tocsin.dsl.alertmanager.Pushover;
import dev.tocsin.dsl.alertmanager.RocketChat;
import dev.tocsin.dsl.alertmanager.RocketChatAction;
import dev.tocsin.dsl.alertmanager.RocketChatField;
import dev.tocsin.dsl.alertmanager.Secret;
import dev.tocsin.dsl.alertmanager.SigV4;
import dev.tocsin.dsl.alertmanager.Slack;
import dev.tocsin.dsl.alertmanager.SlackAction;
import dev.tocsin.dsl.alertmanager.SlackConfirmation;
import dev.tocsin.dsl.alertmanager.SlackField;
import dev.tocsin.dsl.alertmanager.Sns;
import dev.tocsin.dsl.alertmanager.Telegram;
import dev.tocsin.dsl.alertmanager.Tls;
import dev.tocsin.dsl.alertmanager.Tracing;
import dev.tocsin.dsl.alertmanager.VictorOps;
import dev.tocsin.dsl.alertmanager.WeChat;
import dev.tocsin.dsl.alertmanager.Webex;
import dev.tocsin.dsl.alertmanager.Webhook;
import dev.tocsin.dsl.metric.Bool;
import dev.tocsin.dsl.metric.Bytes;
import dev.tocsin.dsl.metric.Celsius;
import dev.tocsin.dsl.metric.Count;
import dev.tocsin.dsl.metric.Counter;
import dev.tocsin.dsl.metric.Gauge;
import dev.tocsin.dsl.metric.Histogram;
import dev.tocsin.dsl.metric.InstantVector;
import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.metric.Metric;
import dev.tocsin.dsl.metric.NativeHistogram;
import dev.tocsin.dsl.metric.Promql;
import dev.tocsin.dsl.metric.Quantity;
import dev.tocsin.dsl.metric.Ratio;
import dev.tocsin.dsl.metric.Scalar;
import dev.tocsin.dsl.metric.Seconds;
import dev.tocsin.dsl.metric.Timestamp;
import dev.tocsin.dsl.metric.Unit;
import dev.tocsin.dsl.metric.Unknown;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.AlertDefaults;
import dev.tocsin.dsl.model.AlertmanagerConfig;
import dev.tocsin.dsl.model.Deployment;
import dev.tocsin.dsl.model.Inhibition;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.PrometheusConfig;
import dev.tocsin.dsl.model.Receiver;
import dev.tocsin.dsl.model.RecordingRule;
import dev.tocsin.dsl.model.Route;
import dev.tocsin.dsl.model.Rule;
import dev.tocsin.dsl.model.RuleGroup;
import dev.tocsin.dsl.model.Runbook;
import dev.tocsin.dsl.model.ScrapeJob;
import dev.tocsin.dsl.model.Service;
import dev.tocsin.dsl.model.Severity;
import dev.tocsin.dsl.model.TimeInterval;
import dev.tocsin.dsl.promql.Grouping;
import dev.tocsin.dsl.promql.Matcher;
import java.net.URI;
import java.time.Duration;

/**
 * The way into the language: {@code import static dev.tocsin.dsl.Tocsin.*;} brings everything that
 * a definition starts with, and completion finds it. The types of constants are in {@code
 * dev.tocsin.dsl.model} and {@code dev.tocsin.dsl.metric}. Each method forwards to the class that
 * it names; nothing in the language uses this class.
 */
public final class Tocsin {
  private Tocsin() {}

  /** {@code alertname}, which Prometheus sets to the alert's name. */
  public static final Label ALERTNAME = Label.ALERTNAME;

  /** {@code job}, which Prometheus sets to the scrape job's name. */
  public static final Label JOB = Label.JOB;

  /** {@code instance}, which Prometheus sets to the target's address. */
  public static final Label INSTANCE = Label.INSTANCE;

  /** {@code severity}, by which the house rules route. */
  public static final Label SEVERITY = Label.SEVERITY;

  /** The unit {@link Seconds}. */
  public static final Class<Seconds> SECONDS = Seconds.class;

  /** The unit {@link Timestamp}. */
  public static final Class<Timestamp> TIMESTAMP = Timestamp.class;

  /** The unit {@link Bytes}. */
  public static final Class<Bytes> BYTES = Bytes.class;

  /** The unit {@link Ratio}. */
  public static final Class<Ratio> RATIO = Ratio.class;

  /** The unit {@link Count}. */
  public static final Class<Count> COUNT = Count.class;

  /** The unit {@link Bool}. */
  public static final Class<Bool> BOOL = Bool.class;

  /** The unit {@link Celsius}. */
  public static final Class<Celsius> CELSIUS = Celsius.class;

  /** 1, the value of a metric that is true, such as {@code up}. */
  public static final Quantity<Bool> TRUE = Quantity.TRUE;

  /** 0, the value of a metric that is false. */
  public static final Quantity<Bool> FALSE = Quantity.FALSE;

  /** The severity critical. */
  public static final Severity CRITICAL = Severity.CRITICAL;

  /** The severity warning. */
  public static final Severity WARNING = Severity.WARNING;

  /** The severity info. */
  public static final Severity INFO = Severity.INFO;

  /** {@code up}: 1 for a target whose last scrape succeeded, and 0 for one whose scrape failed. */
  public static final Gauge<Bool> UP = Metric.gauge("up", Bool.class);

  // ---- the names of labels ----

  /**
   * The label of this name.
   *
   * @throws IllegalArgumentException when the name is empty
   */
  public static Label label(String name) {
    return Label.label(name);
  }

  // ---- metrics ----

  /** A counter; by convention its name ends in {@code _total}. */
  public static <U extends Unit> Counter<U> counter(String name, Class<U> unit, Label... labels) {
    return Metric.counter(name, unit, labels);
  }

  /** A gauge. */
  public static <U extends Unit> Gauge<U> gauge(String name, Class<U> unit, Label... labels) {
    return Metric.gauge(name, unit, labels);
  }

  /** A classic histogram, named without {@code _bucket}, {@code _sum} and {@code _count}. */
  public static <U extends Unit> Histogram<U> histogram(
      String name, Class<U> unit, Label... labels) {
    return Metric.histogram(name, unit, labels);
  }

  /** A native histogram. */
  public static <U extends Unit> NativeHistogram<U> nativeHistogram(
      String name, Class<U> unit, Label... labels) {
    return Metric.nativeHistogram(name, unit, labels);
  }

  // ---- promQL ----

  /** {@code by}: one group for each set of values of these labels; the result has no others. */
  public static Grouping by(Label... labels) {
    return Promql.by(labels);
  }

  /** {@code without}: one group for each set of values of all other labels. */
  public static Grouping without(Label... labels) {
    return Promql.without(labels);
  }

  /** {@code time() - x}: how long ago each timestamp was. */
  public static InstantVector<Seconds> secondsSince(InstantVector<Timestamp> timestamps) {
    return Promql.secondsSince(timestamps);
  }

  /** {@code x - time()}: how long until each timestamp. */
  public static InstantVector<Seconds> secondsUntil(InstantVector<Timestamp> timestamps) {
    return Promql.secondsUntil(timestamps);
  }

  /** When the rule is evaluated: {@code time()}. */
  public static Scalar<Timestamp> time() {
    return Promql.time();
  }

  /** Pi. */
  public static Scalar<Ratio> pi() {
    return Promql.pi();
  }

  /** The minute of the evaluation, 0 to 59, in UTC. */
  public static InstantVector<Count> minute() {
    return Promql.minute();
  }

  /** The hour of the evaluation, 0 to 23, in UTC. */
  public static InstantVector<Count> hour() {
    return Promql.hour();
  }

  /** The day of the week of the evaluation, 0 (Sunday) to 6, in UTC. */
  public static InstantVector<Count> dayOfWeek() {
    return Promql.dayOfWeek();
  }

  /** The day of the month of the evaluation, 1 to 31, in UTC. */
  public static InstantVector<Count> dayOfMonth() {
    return Promql.dayOfMonth();
  }

  /** The day of the year of the evaluation, 1 to 366, in UTC. */
  public static InstantVector<Count> dayOfYear() {
    return Promql.dayOfYear();
  }

  /** The number of days of the month of the evaluation, in UTC. */
  public static InstantVector<Count> daysInMonth() {
    return Promql.daysInMonth();
  }

  /** The month of the evaluation, 1 to 12, in UTC. */
  public static InstantVector<Count> month() {
    return Promql.month();
  }

  /** The year of the evaluation, in UTC. */
  public static InstantVector<Count> year() {
    return Promql.year();
  }

  /** One series without labels that has this value: {@code vector(1)}. */
  public static InstantVector<Count> vector(double value) {
    return Promql.vector(value);
  }

  /**
   * A plain number, on the left of an operator: {@code number(100).times(x)} is {@code 100 * x}.
   */
  public static Quantity<Count> number(double value) {
    return Promql.number(value);
  }

  /**
   * An expression in PromQL, parsed and type-checked. Its problems are reported with all others
   * when files are generated, at this Java line. {@link InstantVector#as} states its unit, so that
   * it can be compared.
   */
  public static InstantVector<Unknown> promql(String text) {
    return Promql.promql(text);
  }

  // ---- quantities ----

  /** A number of a unit of your own: {@code quantity(10, Tokens.class)}. */
  public static <U extends Unit> Quantity<U> quantity(double value, Class<U> unit) {
    return Quantity.quantity(value, unit);
  }

  /** A number of seconds. */
  public static Quantity<Seconds> seconds(double value) {
    return Quantity.seconds(value);
  }

  /** A number of milliseconds, in seconds. */
  public static Quantity<Seconds> milliseconds(double value) {
    return Quantity.milliseconds(value);
  }

  /** A duration, in seconds. */
  public static Quantity<Seconds> seconds(Duration duration) {
    return Quantity.seconds(duration);
  }

  /** A point in time, in seconds since the epoch. */
  public static Quantity<Timestamp> timestamp(double secondsSinceEpoch) {
    return Quantity.timestamp(secondsSinceEpoch);
  }

  /** A number of bytes. */
  public static Quantity<Bytes> bytes(double value) {
    return Quantity.bytes(value);
  }

  /** A number of MiB, in bytes. */
  public static Quantity<Bytes> mebibytes(double value) {
    return Quantity.mebibytes(value);
  }

  /** A number of GiB, in bytes. */
  public static Quantity<Bytes> gibibytes(double value) {
    return Quantity.gibibytes(value);
  }

  /** A share: {@code percent(5)} is 0.05. */
  public static Quantity<Ratio> percent(double value) {
    return Quantity.percent(value);
  }

  /** A share from 0 to 1. */
  public static Quantity<Ratio> ratio(double value) {
    return Quantity.ratio(value);
  }

  /** A number of things. */
  public static Quantity<Count> count(double value) {
    return Quantity.count(value);
  }

  /** A temperature in degrees Celsius. */
  public static Quantity<Celsius> celsius(double value) {
    return Quantity.celsius(value);
  }

  // ---- rules ----

  /**
   * A severity of the house's own.
   *
   * @throws IllegalArgumentException when the name is empty, which would mean no label at all
   */
  public static Severity severity(String name) {
    return Severity.severity(name);
  }

  /** Starts an alert that pages. */
  public static Alert.NeedsCondition critical(String name) {
    return Alert.critical(name);
  }

  /** Starts an alert for working hours. */
  public static Alert.NeedsCondition warning(String name) {
    return Alert.warning(name);
  }

  /** Starts an alert of any severity that follows the house rules. */
  public static Alert.NeedsCondition alert(Severity severity, String name) {
    return Alert.alert(severity, name);
  }

  /** An alert that follows no house rules: it has the labels and annotations that are added. */
  public static Alert.NeedsAnyCondition plainAlert(String name) {
    return Alert.plain(name);
  }

  /** No labels, until they are added. */
  public static AlertDefaults alertDefaults() {
    return AlertDefaults.alertDefaults();
  }

  /**
   * Starts the rule that records {@code name}; by custom {@code level:metric:operation}.
   *
   * @throws IllegalArgumentException when it is not a valid metric name
   */
  public static RecordingRule.NeedsExpression record(String name) {
    return RecordingRule.record(name);
  }

  /**
   * Starts a rule that records any name that Prometheus takes, from 3.0 on: those with dots, too.
   *
   * @throws IllegalArgumentException when the name is empty
   */
  public static RecordingRule.NeedsExpression plainRecord(String name) {
    return RecordingRule.plain(name);
  }

  /** A group of this name, unique in its file. */
  public static RuleGroup group(String name, Rule... rules) {
    return RuleGroup.group(name, rules);
  }

  /**
   * Starts the page named {@code slug}, which becomes its file name and the end of its URL.
   *
   * @throws IllegalArgumentException when the slug is not lower-case words joined by {@code -}
   */
  public static Runbook.NeedsSymptoms runbook(String slug) {
    return Runbook.runbook(slug);
  }

  // ---- alertmanager ----

  /** A configuration with this routing tree. */
  public static AlertmanagerConfig alertmanager(Route root) {
    return AlertmanagerConfig.alertmanager(root);
  }

  /** A route to this receiver; the root of the tree takes every alert that no child takes. */
  public static Route route(Receiver receiver) {
    return Route.route(receiver);
  }

  /**
   * A receiver with these integrations; without any, it drops the alerts that it gets.
   *
   * @throws IllegalArgumentException when the name is empty
   */
  public static Receiver receiver(String name, Integration... integrations) {
    return Receiver.receiver(name, integrations);
  }

  /** Starts an inhibition that mutes these alerts. */
  public static Inhibition.NeedsSource inhibit(Alert... alerts) {
    return Inhibition.inhibit(alerts);
  }

  /** {@code target_matchers}: starts an inhibition that mutes alerts that match all of these. */
  public static Inhibition.NeedsSource inhibit(Matcher... matchers) {
    return Inhibition.inhibit(matchers);
  }

  /**
   * A time interval of this name; all the time, until it is narrowed.
   *
   * @throws IllegalArgumentException when the name is empty
   */
  public static TimeInterval timeInterval(String name) {
    return TimeInterval.timeInterval(name);
  }

  /**
   * The secret that deployments take from the environment variable {@code name}.
   *
   * @throws IllegalArgumentException when it is not a valid variable name; the message does not
   *     repeat it, for it might be the secret itself
   */
  public static Secret env(String name) {
    return Secret.env(name);
  }

  /**
   * The secret in the file at {@code path}, as the running Alertmanager sees it.
   *
   * @throws IllegalArgumentException when the path is not absolute; the message does not repeat it,
   *     for it might be the secret itself
   */
  public static Secret secretFile(String path) {
    return Secret.file(path);
  }

  // ---- integrations ----

  /**
   * One with what it needs.
   *
   * @param credentials {@code credentials}
   */
  public static Authorization authorization(Secret credentials) {
    return Authorization.authorization(credentials);
  }

  /**
   * One with what it needs.
   *
   * @param username {@code username}
   * @param password {@code password}
   */
  public static BasicAuth basicAuth(String username, Secret password) {
    return BasicAuth.basicAuth(username, password);
  }

  /**
   * Creates one with what it needs.
   *
   * @param webhookUrl {@code webhook_url}
   */
  public static Discord discord(Secret webhookUrl) {
    return Discord.discord(webhookUrl);
  }

  /** A mail to this address, or several with commas between them. */
  public static Email email(String to) {
    return Email.email(to);
  }

  /**
   * One with what it needs.
   *
   * @param threadByDate {@code thread_by_date}
   */
  public static EmailThreading emailThreading(String threadByDate) {
    return EmailThreading.emailThreading(threadByDate);
  }

  /**
   * One with what it needs.
   *
   * @param path {@code path}
   */
  public static EventFileOutput eventFileOutput(String path) {
    return EventFileOutput.eventFileOutput(path);
  }

  /**
   * One with what it needs.
   *
   * @param topic {@code topic}
   * @param brokers {@code brokers}
   */
  public static EventKafkaOutput eventKafkaOutput(String topic, String... brokers) {
    return EventKafkaOutput.eventKafkaOutput(topic, brokers);
  }

  /** One with nothing set. */
  public static EventRecorder eventRecorder() {
    return EventRecorder.eventRecorder();
  }

  /**
   * One with what it needs.
   *
   * @param url {@code url}, which is in the file in clear text: Alertmanager reads it from none
   */
  public static EventWebhookOutput eventWebhookOutput(String url) {
    return EventWebhookOutput.eventWebhookOutput(url);
  }

  /** One with nothing set. */
  public static Global global() {
    return Global.global();
  }

  /** One with nothing set. */
  public static HttpClient httpClient() {
    return HttpClient.httpClient();
  }

  /**
   * One with what it needs.
   *
   * @param values {@code values}
   */
  public static HttpHeader httpHeader(String... values) {
    return HttpHeader.httpHeader(values);
  }

  /**
   * Creates one with what it needs.
   *
   * @param url {@code url}
   * @param alertSourceToken {@code alert_source_token}
   */
  public static IncidentIo incidentIo(URI url, Secret alertSourceToken) {
    return IncidentIo.incidentIo(url, alertSourceToken);
  }

  /**
   * Creates one with what it needs.
   *
   * @param apiUrl {@code api_url}
   * @param project {@code project}
   * @param issueType {@code issue_type}
   */
  public static Jira jira(URI apiUrl, String project, String issueType) {
    return Jira.jira(apiUrl, project, issueType);
  }

  /**
   * One with what it needs.
   *
   * @param template {@code template}
   */
  public static JiraField jiraField(String template) {
    return JiraField.jiraField(template);
  }

  /** The server at {@code smarthost} ({@code host:port}), sending mail from {@code from}. */
  public static MailServer mailServer(String smarthost, String from) {
    return MailServer.mailServer(smarthost, from);
  }

  /**
   * Creates one with what it needs.
   *
   * @param webhookUrl {@code webhook_url}
   */
  public static Mattermost mattermost(Secret webhookUrl) {
    return Mattermost.mattermost(webhookUrl);
  }

  /** One with nothing set. */
  public static MattermostAttachment mattermostAttachment() {
    return MattermostAttachment.mattermostAttachment();
  }

  /**
   * One with what it needs.
   *
   * @param title {@code title}
   * @param value {@code value}
   */
  public static MattermostField mattermostField(String title, String value) {
    return MattermostField.mattermostField(title, value);
  }

  /**
   * One with what it needs.
   *
   * @param priority {@code priority}
   */
  public static MattermostPriority mattermostPriority(String priority) {
    return MattermostPriority.mattermostPriority(priority);
  }

  /**
   * One with what it needs.
   *
   * @param card {@code card}
   */
  public static MattermostProps mattermostProps(String card) {
    return MattermostProps.mattermostProps(card);
  }

  /**
   * Creates one with what it needs.
   *
   * @param webhookUrl {@code webhook_url}
   */
  public static MsTeams msTeams(Secret webhookUrl) {
    return MsTeams.msTeams(webhookUrl);
  }

  /**
   * Creates one with what it needs.
   *
   * @param webhookUrl {@code webhook_url}
   */
  public static MsTeamsV2 msTeamsV2(Secret webhookUrl) {
    return MsTeamsV2.msTeamsV2(webhookUrl);
  }

  /**
   * One with what it needs.
   *
   * @param clientId {@code client_id}
   * @param tokenUrl {@code token_url}
   */
  public static OAuth2 oAuth2(String clientId, String tokenUrl) {
    return OAuth2.oAuth2(clientId, tokenUrl);
  }

  /**
   * Creates one with what it needs.
   *
   * @param apiKey {@code api_key}
   */
  public static OpsGenie opsGenie(Secret apiKey) {
    return OpsGenie.opsGenie(apiKey);
  }

  /**
   * One with what it needs.
   *
   * @param name {@code name}
   * @param type {@code type}
   */
  public static OpsGenieResponder opsGenieResponder(String name, String type) {
    return OpsGenieResponder.opsGenieResponder(name, type);
  }

  /** An event for the service whose integration key is in the secret. */
  public static PagerDuty pagerDuty(Secret routingKey) {
    return PagerDuty.pagerDuty(routingKey);
  }

  /**
   * One with what it needs.
   *
   * @param src {@code src}
   */
  public static PagerDutyImage pagerDutyImage(String src) {
    return PagerDutyImage.pagerDutyImage(src);
  }

  /**
   * One with what it needs.
   *
   * @param href {@code href}
   * @param text {@code text}
   */
  public static PagerDutyLink pagerDutyLink(String href, String text) {
    return PagerDutyLink.pagerDutyLink(href, text);
  }

  /**
   * Creates one with what it needs.
   *
   * @param userKey {@code user_key}
   * @param token {@code token}
   */
  public static Pushover pushover(Secret userKey, Secret token) {
    return Pushover.pushover(userKey, token);
  }

  /**
   * Creates one with what it needs.
   *
   * @param tokenId {@code token_id}
   * @param token {@code token}
   */
  public static RocketChat rocketChat(Secret tokenId, Secret token) {
    return RocketChat.rocketChat(tokenId, token);
  }

  /** One with nothing set. */
  public static RocketChatAction rocketChatAction() {
    return RocketChatAction.rocketChatAction();
  }

  /** One with nothing set. */
  public static RocketChatField rocketChatField() {
    return RocketChatField.rocketChatField();
  }

  /** One with nothing set. */
  public static SigV4 sigV4() {
    return SigV4.sigV4();
  }

  /**
   * A message in {@code channel}, such as {@code #alerts}, by the incoming webhook in the secret.
   */
  public static Slack slack(String channel, Secret webhookUrl) {
    return Slack.slack(channel, webhookUrl);
  }

  /**
   * One with what it needs.
   *
   * @param type {@code type}
   * @param text {@code text}
   * @param url {@code url}
   */
  public static SlackAction slackAction(String type, String text, String url) {
    return SlackAction.slackAction(type, text, url);
  }

  /**
   * One with what it needs.
   *
   * @param text {@code text}
   */
  public static SlackConfirmation slackConfirmation(String text) {
    return SlackConfirmation.slackConfirmation(text);
  }

  /**
   * One with what it needs.
   *
   * @param title {@code title}
   * @param value {@code value}
   */
  public static SlackField slackField(String title, String value) {
    return SlackField.slackField(title, value);
  }

  /**
   * Creates one with what it needs.
   *
   * @param topicArn {@code topic_arn}
   */
  public static Sns sns(String topicArn) {
    return Sns.sns(topicArn);
  }

  /**
   * Creates one with what it needs.
   *
   * @param botToken {@code bot_token}
   * @param chatId {@code chat_id}
   */
  public static Telegram telegram(Secret botToken, long chatId) {
    return Telegram.telegram(botToken, chatId);
  }

  /** One with nothing set. */
  public static Tls tls() {
    return Tls.tls();
  }

  /**
   * One with what it needs.
   *
   * @param endpoint {@code endpoint}
   */
  public static Tracing tracing(String endpoint) {
    return Tracing.tracing(endpoint);
  }

  /**
   * Creates one with what it needs.
   *
   * @param apiKey {@code api_key}
   * @param routingKey {@code routing_key}
   */
  public static VictorOps victorOps(Secret apiKey, String routingKey) {
    return VictorOps.victorOps(apiKey, routingKey);
  }

  /**
   * Creates one with what it needs.
   *
   * @param apiSecret {@code api_secret}
   * @param corpId {@code corp_id}
   */
  public static WeChat weChat(Secret apiSecret, String corpId) {
    return WeChat.weChat(apiSecret, corpId);
  }

  /**
   * Creates one with what it needs.
   *
   * @param httpConfig {@code http_config}
   * @param roomId {@code room_id}
   */
  public static Webex webex(HttpClient httpConfig, String roomId) {
    return Webex.webex(httpConfig, roomId);
  }

  /** A POST to an address that may be read by anyone. */
  public static Webhook webhook(URI url) {
    return Webhook.webhook(url);
  }

  /** A POST to the address in the secret (from Alertmanager 0.26 on). */
  public static Webhook webhook(Secret url) {
    return Webhook.webhook(url);
  }

  // ---- prometheus, containers, and the whole ----

  /**
   * With this scrape and evaluation interval. The scrape timeout is Prometheus' default of 10
   * seconds, or the interval if that is shorter.
   */
  public static PrometheusConfig prometheus(Duration interval) {
    return PrometheusConfig.prometheus(interval);
  }

  /**
   * A job of this name, the value of its series' {@code job} label, with targets {@code host:port}.
   */
  public static ScrapeJob job(String name, String... targets) {
    return ScrapeJob.job(name, targets);
  }

  /** A deployment of these services, in this order. */
  public static Deployment compose(String name, Service... services) {
    return Deployment.compose(name, services);
  }

  /** See {@link Service}. */
  public static Service.Argument argument(String... words) {
    return Service.Argument.argument(words);
  }

  /**
   * A container of this image.
   *
   * @throws IllegalArgumentException if the image has no version, or {@code latest}: the running
   *     version would change by itself
   */
  public static Service service(String name, String image) {
    return Service.service(name, image);
  }

  /** A model of these rules; {@code name} is in the header of the files. */
  public static MonitoringModel monitoring(String name, RuleGroup... groups) {
    return MonitoringModel.monitoring(name, groups);
  }
}
