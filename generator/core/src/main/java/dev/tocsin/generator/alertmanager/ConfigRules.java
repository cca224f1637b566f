package dev.tocsin.generator.alertmanager;

import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.go.GoGlob;
import dev.tocsin.dsl.problem.Similar;
import dev.tocsin.dsl.routing.MatcherSyntax;
import dev.tocsin.dsl.routing.TimeSpec;
import dev.tocsin.generator.source.Section;
import dev.tocsin.generator.source.SourceProblems;
import dev.tocsin.generator.yaml.YamlNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What Alertmanager demands beyond single fields, after its <a
 * href="https://github.com/prometheus/alertmanager/blob/v0.33.1/config/config.go">config</a> and
 * notifiers.
 */
final class ConfigRules {
  private static final String REQUIRED = "config/required";
  private static final String EXCLUSIVE = "config/exclusive";
  private static final String VALUE = "config/value";
  private static final String ROUTE = "config/route";
  private static final String REFERENCE = "config/reference";
  private static final String SLACK_API = "https://slack.com/api/chat.postMessage";
  private static final List<String> VICTOROPS_OWN =
      List.of(
          "routing_key",
          "message_type",
          "state_message",
          "entity_display_name",
          "monitoring_tool",
          "entity_id",
          "entity_state");
  private static final Set<String> RESERVED_HEADERS =
      Set.of(
          "authorization",
          "host",
          "content-encoding",
          "content-length",
          "content-type",
          "user-agent",
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "www-authenticate",
          "accept-encoding",
          "x-prometheus-remote-write-version",
          "x-prometheus-remote-read-version",
          "x-prometheus-scrape-timeout-seconds",
          "x-amz-date",
          "x-amz-security-token",
          "x-amz-content-sha256");

  private final Section config;
  private final Optional<Section> global;
  private final SourceProblems findings;
  private final Set<Section> seen = new HashSet<>();

  /** Whether a receiver's or a time interval's name is written wrongly. */
  private boolean wrongNames;

  private ConfigRules(Section config, SourceProblems findings) {
    this.config = config;
    this.global = config.section("global");
    this.findings = findings;
  }

  static void check(Section config, SourceProblems findings) {
    ConfigRules rules = new ConfigRules(config, findings);
    rules.everySection(config);
    rules.global();
    rules.templates();
    Set<String> receivers = rules.receivers();
    Set<String> intervals = rules.intervals();
    config.section("route").ifPresent(root -> rules.root(root, receivers, intervals));
  }

  /** The rules within sections alone, whatever the section is. */
  static void checkSections(Section section, SourceProblems findings) {
    new ConfigRules(section, findings).everySection(section);
  }

  // Sections wherever they are

  private void everySection(Section section) {
    if (!seen.add(section)) {
      return;
    }
    switch (section.spec().name()) {
      case "http_config" -> http(section);
      case "oauth2" -> {
        oauth2(section);
        proxy(section);
      }
      case "tls_config" -> tls(section);
      case "time_range" -> timeRange(section);
      case "inhibit_rule" -> labelNames(section, "equal");
      case "route" -> route(section);
      case "receiver" -> receiverLabels(section);
      case "email_config" -> email(section);
      case "slack_config" -> slackOwn(section);
      case "opsgenie_responder" -> responder(section);
      case "victorops_config" -> victorops(section);
      case "sns_config" -> sns(section);
      case "sigv4" -> sigv4(section);
      case "webex_config" -> webex(section);
      case "incidentio_config" -> incidentio(section);
      case "event_kafka_output" -> kafka(section);
      case "event_webhook_output" -> eventWebhook(section);
      default -> {}
    }
    section.entries().forEach(entry -> below(entry.value()));
  }

  private void below(@Nullable Object value) {
    if (value instanceof Section section) {
      everySection(section);
    } else if (value instanceof List<?> list) {
      list.forEach(this::below);
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(this::below);
    }
  }

  /** How an http_config authorizes; bearer_token is an old spelling of authorization. */
  private static boolean authorizes(Section http) {
    return http.has("authorization")
        || http.isWrong("authorization")
        || http.isGiven("bearer_token")
        || http.isGiven("bearer_token_file");
  }

  private void http(Section http) {
    boolean bearer = http.isSet("bearer_token") || http.isSet("bearer_token_file");
    int ways = 0;
    for (String way : List.of("basic_auth", "oauth2", "authorization")) {
      ways += http.has(way) ? 1 : 0;
    }
    if (ways + (bearer ? 1 : 0) > 1) {
      findings.error(
          EXCLUSIVE,
          http.node(),
          "at most one of basic_auth, oauth2, authorization and bearer_token may be set",
          "remove all but one");
    }
    http.section("authorization")
        .filter(auth -> auth.text("type").strip().toLowerCase(Locale.ROOT).equals("basic"))
        .ifPresent(
            auth ->
                findings.error(
                    VALUE,
                    auth.place("type"),
                    "authorization's type cannot be \"basic\"",
                    "use basic_auth"));
    proxy(http);
    headers(http, "http_headers");
  }

  private void headers(Section section, String field) {
    for (Section.Entry entry : section.entries()) {
      if (entry.field().name().equals(field) && entry.value() instanceof Map<?, ?> headers) {
        for (Object name : headers.keySet()) {
          if (RESERVED_HEADERS.contains(String.valueOf(name).toLowerCase(Locale.ROOT))) {
            findings.error(
                VALUE, entry.key(), "header \"" + name + "\" cannot be set: the client sets it");
          }
        }
      }
    }
  }

  private void proxy(Section section) {
    boolean environment = section.isTrue("proxy_from_environment");
    boolean url = section.isSet("proxy_url");
    if (section.isSet("proxy_connect_header")
        && nonEmptyMap(section, "proxy_connect_header")
        && !environment
        && !section.isGiven("proxy_from_environment")
        && !section.isGiven("proxy_url")) {
      findings.error(
          REQUIRED,
          section.place("proxy_connect_header"),
          "proxy_connect_header needs proxy_url or proxy_from_environment");
    }
    if (environment && url) {
      findings.error(
          EXCLUSIVE,
          section.place("proxy_url"),
          "at most one of proxy_from_environment and proxy_url may be set");
    }
    if (environment && section.isSet("no_proxy")) {
      findings.error(
          EXCLUSIVE,
          section.place("no_proxy"),
          "at most one of proxy_from_environment and no_proxy may be set");
    } else if (!section.has("proxy_url")
        && !section.isGiven("proxy_url")
        && section.isSet("no_proxy")) {
      findings.error(REQUIRED, section.place("no_proxy"), "no_proxy needs proxy_url");
    }
  }

  private static boolean nonEmptyMap(Section section, String name) {
    return section
        .entry(name)
        .filter(e -> e.value() instanceof Map<?, ?> m && !m.isEmpty())
        .isPresent();
  }

  private void oauth2(Section oauth2) {
    boolean jwt = oauth2.text("grant_type").equals("urn:ietf:params:oauth:grant-type:jwt-bearer");
    List<String> secrets =
        jwt
            ? List.of(
                "client_certificate_key",
                "client_certificate_key_file",
                "client_certificate_key_ref")
            : List.of("client_secret", "client_secret_file", "client_secret_ref");
    if (secrets.stream().filter(oauth2::isSet).count() > 1) {
      findings.error(
          EXCLUSIVE, oauth2.node(), "at most one of " + String.join(", ", secrets) + " may be set");
    }
    String algorithm = oauth2.text("signature_algorithm");
    if (jwt && !algorithm.isEmpty() && !List.of("RS256", "RS384", "RS512").contains(algorithm)) {
      findings.error(
          VALUE,
          oauth2.place("signature_algorithm"),
          "invalid signature_algorithm \"" + algorithm + "\"",
          "use one of RS256, RS384, RS512");
    }
  }

  private void tls(Section tls) {
    boolean cert = tls.isSet("cert") || tls.isSet("cert_file") || tls.isSet("cert_ref");
    boolean key = tls.isSet("key") || tls.isSet("key_file") || tls.isSet("key_ref");
    if (cert != key && !anyWrong(tls)) {
      findings.error(
          REQUIRED,
          tls.node(),
          "client certificate and key must be set together: "
              + (cert ? "the key" : "the certificate")
              + " is missing");
    }
  }

  /** Whether a field is written wrongly: then it is not known what is missing. */
  private static boolean anyWrong(Section section) {
    return section.spec().fields().keySet().stream().anyMatch(section::isWrong);
  }

  private void timeRange(Section range) {
    if (range.isSet("start_time") && range.isSet("end_time")) {
      String start = range.text("start_time");
      String end = range.text("end_time");
      try {
        TimeSpec.times(start, end);
      } catch (IllegalArgumentException e) {
        findings.error(VALUE, range.node(), String.valueOf(e.getMessage()), rightTimes(start, end));
      }
    }
  }

  private static String rightTimes(String start, String end) {
    if (!TimeSpec.isTime(start) || !TimeSpec.isTime(end)) {
      return "write hours and minutes with two digits each, from 00:00 to 24:00";
    }
    if (start.equals(end)) {
      return "write 00:00 and 24:00 for the whole day";
    }
    return end.equals("00:00")
        ? "write end_time: 24:00 for midnight"
        : "write two ranges for a time over midnight: " + start + " to 24:00 and 00:00 to " + end;
  }

  private void labelNames(Section section, String field) {
    Set<String> names = new HashSet<>();
    for (String name : section.texts(field)) {
      if (!MatcherSyntax.FALLBACK.isValidLabelName(name)) {
        findings.error(
            VALUE, section.place(field), "invalid label name \"" + name + "\" in " + field);
      }
      names.add(name);
    }
  }

  private void route(Section route) {
    List<String> groupBy = route.texts("group_by");
    Set<String> names = new HashSet<>();
    boolean all = groupBy.contains("...");
    for (String name : groupBy) {
      if (name.equals("...")) {
        continue;
      }
      if (!MatcherSyntax.FALLBACK.isValidLabelName(name)) {
        findings.error(
            VALUE, route.place("group_by"), "invalid label name \"" + name + "\" in group_by");
      }
      if (!names.add(name)) {
        findings.error(
            "config/duplicate",
            route.place("group_by"),
            "duplicate label \"" + name + "\" in group_by",
            "remove one of them");
      }
    }
    if (all && !names.isEmpty()) {
      findings.error(
          EXCLUSIVE,
          route.place("group_by"),
          "group_by has both ... and other labels: ... groups by all labels",
          "remove ..., or the other labels");
    }
    for (String field : List.of("group_interval", "repeat_interval")) {
      if (route.isSet(field)
          && GoDuration.parse(route.text(field)).filter(d -> d.isZero()).isPresent()) {
        findings.error(VALUE, route.place(field), field + " cannot be zero");
      }
    }
    if (route.list("routes").stream().anyMatch(child -> child == null)) {
      findings.error(
          ROUTE, route.place("routes"), "empty route", "add its fields, or remove its dash");
    }
  }

  private void receiverLabels(Section receiver) {
    String label = receiver.map("labels").get("name");
    if (label != null && !label.equals(receiver.text("name"))) {
      findings.error(
          VALUE,
          receiver.place("labels"),
          "receiver label \"name\" must be the receiver's name \"" + receiver.text("name") + "\"",
          "leave it out: Alertmanager sets it");
    }
  }

  // Integrations on their own

  private void email(Section email) {
    Set<String> headers = new TreeSet<>();
    for (String header : email.map("headers").keySet()) {
      if (!headers.add(canonicalHeader(header))) {
        findings.error(
            "config/duplicate",
            email.place("headers"),
            "duplicate header \""
                + canonicalHeader(header)
                + "\": header names are case-insensitive");
      }
    }
    email
        .section("threading")
        .filter(threading -> threading.isTrue("enabled"))
        .ifPresent(
            threading -> {
              for (String header : List.of("References", "In-Reply-To")) {
                if (headers.contains(header)) {
                  findings.error(
                      EXCLUSIVE,
                      email.place("headers"),
                      "threading sets the header " + header + " itself");
                }
              }
              if (!threading.isWrong("thread_by_date")
                  && !List.of("none", "daily").contains(threading.text("thread_by_date"))) {
                findings.error(
                    VALUE,
                    threading.place("thread_by_date"),
                    "thread_by_date must be none or daily");
              }
            });
  }

  /**
   * As Go's {@code textproto.CanonicalMIMEHeaderKey}: Each-Word-Upper, unless it has odd
   * characters.
   */
  static String canonicalHeader(String name) {
    StringBuilder out = new StringBuilder();
    boolean upper = true;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean token =
          c < 0x80 && (Character.isLetterOrDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
      if (!token) {
        return name;
      }
      out.append(upper ? Character.toUpperCase(c) : Character.toLowerCase(c));
      upper = c == '-';
    }
    return out.toString();
  }

  private void slackOwn(Section slack) {
    boolean url = slack.has("api_url") || slack.isSet("api_url_file");
    if (url && (slack.isSet("app_token") || slack.isSet("app_token_file"))) {
      findings.error(
          EXCLUSIVE,
          slack.place("app_token"),
          "at most one of api_url/api_url_file and app_token/app_token_file may be set");
    }
    if (slack.isTrue("update_message") && !slack.text("api_url").equals(SLACK_API)) {
      findings.error(
          VALUE,
          slack.place("update_message"),
          "update_message works with a bot's token only",
          "set api_url to " + SLACK_API);
    }
  }

  private void responder(Section responder) {
    String type = responder.text("type");
    if (responder.isWrong("type")) {
      return;
    }
    if (type.contains("{{")) {
      GoTemplates.problem(type)
          .ifPresent(
              problem ->
                  findings.error(
                      VALUE, responder.place("type"), "invalid template in \"type\": " + problem));
    } else if (!List.of("team", "teams", "user", "escalation", "schedule")
        .contains(type.toLowerCase(Locale.ROOT))) {
      findings.error(
          VALUE,
          responder.place("type"),
          "invalid responder type \"" + type + "\"",
          "use one of team, teams, user, escalation, schedule");
    }
  }

  private void victorops(Section victorops) {
    for (String field : victorops.map("custom_fields").keySet()) {
      if (VICTOROPS_OWN.contains(field)) {
        findings.error(
            VALUE,
            victorops.place("custom_fields"),
            "custom field \"" + field + "\" is reserved by VictorOps");
      }
    }
  }

  private void sns(Section sns) {
    boolean target = !sns.isSet("target_arn");
    boolean topic = !sns.isSet("topic_arn");
    boolean phone = !sns.isSet("phone_number");
    if (target != topic != phone && !anyWrong(sns)) {
      findings.error(
          REQUIRED,
          sns.node(),
          "an sns_config needs exactly one of topic_arn, target_arn and phone_number");
    }
  }

  private void sigv4(Section sigv4) {
    if (sigv4.isSet("access_key") != sigv4.isSet("secret_key") && !anyWrong(sigv4)) {
      findings.error(REQUIRED, sigv4.node(), "access_key and secret_key must be set together");
    }
    if (sigv4.isSet("external_id") && !sigv4.isGiven("role_arn")) {
      findings.error(REQUIRED, sigv4.place("external_id"), "external_id needs role_arn");
    }
  }

  private void webex(Section webex) {
    if (webex.section("http_config").filter(ConfigRules::authorizes).isEmpty()
        && !anyWrong(webex)) {
      findings.error(
          REQUIRED,
          webex.node(),
          "a webex_config needs http_config.authorization",
          "put the bot's token into a file and name it in authorization.credentials_file");
    }
  }

  private void incidentio(Section incident) {
    boolean token =
        incident.isGiven("alert_source_token") || incident.isGiven("alert_source_token_file");
    Optional<Section> http = incident.section("http_config");
    if (token && http.filter(ConfigRules::authorizes).isPresent()) {
      findings.error(
          EXCLUSIVE,
          incident.node(),
          "at most one of alert_source_token and http_config.authorization may be set");
    }
    if (!token
        && !incident.isWrong("http_config")
        && http.filter(section -> !authorizes(section)).isPresent()) {
      findings.error(
          REQUIRED,
          incident.node(),
          "an incidentio_config needs alert_source_token, alert_source_token_file or"
              + " http_config.authorization");
    }
  }

  private void kafka(Section kafka) {
    if (kafka.texts("brokers").contains("")) {
      findings.error(VALUE, kafka.place("brokers"), "empty broker");
    }
  }

  private void eventWebhook(Section webhook) {
    if (webhook.text("url").equals("<secret>")) {
      findings.error(VALUE, webhook.place("url"), "invalid address <secret>");
    }
  }

  // What global gives to integrations

  private boolean globalIsNull(String field) {
    return global.filter(section -> section.isNull(field)).isPresent();
  }

  private boolean globalHas(String field) {
    return global.filter(section -> section.isGiven(field)).isPresent();
  }

  private void global() {
    global.ifPresent(
        section -> {
          boolean token = section.isSet("slack_app_token") || section.isSet("slack_app_token_file");
          boolean url = section.has("slack_api_url") || section.isSet("slack_api_url_file");
          String app = section.isSet("slack_app_url") ? section.text("slack_app_url") : SLACK_API;
          if (token && url && !section.text("slack_api_url").equals(app)) {
            findings.error(
                EXCLUSIVE,
                section.place("slack_app_token"),
                "at most one of slack_app_token/slack_app_token_file and"
                    + " slack_api_url/slack_api_url_file may be set");
          }
        });
  }

  private void templates() {
    for (String glob : config.texts("templates")) {
      if (!GoGlob.isGlob(glob)) {
        findings.error(
            VALUE,
            config.place("templates"),
            "invalid file pattern \"" + glob + "\" in templates",
            "close its [, or escape it with a backslash");
      }
    }
  }

  private Set<String> receivers() {
    Map<String, YamlNode> names = new TreeMap<>();
    List<YamlNode> items =
        config.entry("receivers").map(e -> e.node().resolved().content()).orElse(List.of());
    int index = 0;
    for (Object item : config.list("receivers")) {
      YamlNode node = items.get(index++);
      boolean wrong = item instanceof Section receiver && receiver.isWrong("name");
      wrongNames |= wrong;
      String name = item instanceof Section receiver ? receiver.text("name") : "";
      YamlNode first = wrong ? null : names.putIfAbsent(name, node);
      if (first != null) {
        findings.error(
            "config/duplicate",
            node,
            "receiver \"" + name + "\" is already defined on line " + first.line(),
            "rename it");
      }
      if (item instanceof Section receiver) {
        for (Section.Entry entry : receiver.entries()) {
          if (entry.field().name().endsWith("_configs")) {
            integrations(receiver, entry);
          }
        }
      }
    }
    return names.keySet();
  }

  private void integrations(Section receiver, Section.Entry entry) {
    String kind = entry.field().name().replace("_configs", "");
    List<YamlNode> nodes = entry.node().resolved().content();
    int index = 0;
    for (Object item : receiver.list(entry.field().name())) {
      YamlNode node = nodes.get(index++);
      Optional<Section> own =
          item instanceof Section section ? Optional.of(section) : Optional.empty();
      boolean mayBeEmpty = List.of("slack", "opsgenie", "wechat", "rocketchat").contains(kind);
      if (own.isEmpty() && !mayBeEmpty) {
        if (node.resolved().isNull()) {
          findings.error(
              REQUIRED, node, "missing " + kind + " config", "write it or remove its dash");
        }
        continue;
      }
      fromGlobal(kind, own, node);
    }
  }

  private void fromGlobal(String kind, Optional<Section> own, YamlNode node) {
    switch (kind) {
      case "email" -> {
        need(own, node, "smarthost", "smtp_smarthost");
        need(own, node, "from", "smtp_from");
      }
      case "slack" -> slack(own, node);
      case "pagerduty" -> address(own, node, "url", "pagerduty_url");
      case "opsgenie" -> {
        address(own, node, "api_url", "opsgenie_api_url");
        needSecret(own, node, "api_key", "opsgenie_api_key");
      }
      case "wechat" -> {
        address(own, node, "api_url", "wechat_api_url");
        needSecret(own, node, "api_secret", "wechat_api_secret");
        need(own, node, "corp_id", "wechat_api_corp_id");
      }
      case "victorops" -> {
        address(own, node, "api_url", "victorops_api_url");
        needSecret(own, node, "api_key", "victorops_api_key");
      }
      case "telegram" -> needSecret(own, node, "bot_token", "telegram_bot_token");
      case "webex" -> address(own, node, "api_url", "webex_api_url");
      case "jira" -> need(own, node, "api_url", "jira_api_url");
      case "rocketchat" -> {
        needPointer(own, node, "token_id", "rocketchat_token_id");
        needPointer(own, node, "token", "rocketchat_token");
      }
      case "mattermost" -> needSecret(own, node, "webhook_url", "mattermost_webhook_url");
      default -> {}
    }
  }

  private static boolean ownHas(Optional<Section> own, String field) {
    return own.filter(section -> section.isGiven(field)).isPresent();
  }

  private void need(Optional<Section> own, YamlNode node, String field, String globalField) {
    if (!ownHas(own, field) && !globalHas(globalField)) {
      findings.error(
          REQUIRED,
          node,
          "\"" + field + "\" is missing, and so is \"" + globalField + "\" in global",
          "set one of them");
    }
  }

  private void needSecret(Optional<Section> own, YamlNode node, String field, String globalField) {
    if (!ownHas(own, field)
        && !ownHas(own, field + "_file")
        && !globalHas(globalField)
        && !globalHas(globalField + "_file")) {
      findings.error(
          REQUIRED,
          node,
          "\""
              + field
              + "\" and \""
              + field
              + "_file\" are missing, and so are \""
              + globalField
              + "\" and \""
              + globalField
              + "_file\" in global",
          "put it into a file and set " + field + "_file");
    }
  }

  /** As {@link #needSecret}, where Alertmanager takes even an empty text for a value. */
  private void needPointer(Optional<Section> own, YamlNode node, String field, String globalField) {
    boolean empty =
        own.filter(section -> section.has(field)).isPresent()
            || global.filter(section -> section.has(globalField)).isPresent();
    if (!empty) {
      needSecret(own, node, field, globalField);
    }
  }

  /** An address that global has by default, until it is set to null. */
  private void address(Optional<Section> own, YamlNode node, String field, String globalField) {
    if (!ownHas(own, field) && globalIsNull(globalField)) {
      findings.error(
          REQUIRED,
          node,
          "\"" + field + "\" is missing, and \"" + globalField + "\" in global is empty",
          "set one of them, or remove the empty " + globalField);
    }
  }

  private void slack(Optional<Section> own, YamlNode node) {
    address(own, node, "app_url", "slack_app_url");
    Optional<Section> http = own.flatMap(section -> section.section("http_config"));
    boolean authorized = http.filter(ConfigRules::authorizes).isPresent();
    boolean token = ownHas(own, "app_token") || ownHas(own, "app_token_file");
    if (!token && !authorized && !ownHas(own, "api_url")) {
      token = globalHas("slack_app_token") || globalHas("slack_app_token_file");
    }
    boolean url =
        ownHas(own, "api_url")
            || ownHas(own, "api_url_file")
            || globalHas("slack_api_url")
            || globalHas("slack_api_url_file");
    if (!url && !token) {
      findings.error(
          REQUIRED,
          node,
          "missing Slack URL or app token, here and in global",
          "set api_url_file or app_token_file");
    }
    boolean globalAuthorized =
        http.isEmpty()
            && global
                .flatMap(section -> section.section("http_config"))
                .filter(ConfigRules::authorizes)
                .isPresent();
    if (token && (authorized || globalAuthorized)) {
      findings.error(
          EXCLUSIVE, node, "Slack's app_token and http_config.authorization cannot both be set");
    }
  }

  // Names that are used

  private Set<String> intervals() {
    Map<String, YamlNode> names = new TreeMap<>();
    for (String list : List.of("mute_time_intervals", "time_intervals")) {
      for (Section interval : config.sections(list)) {
        boolean wrong = interval.isWrong("name");
        wrongNames |= wrong;
        YamlNode first = wrong ? null : names.putIfAbsent(interval.text("name"), interval.node());
        if (first != null) {
          findings.error(
              "config/duplicate",
              interval.place("name"),
              "time interval \""
                  + interval.text("name")
                  + "\" is already defined on line "
                  + first.line(),
              "rename it");
        }
      }
    }
    return names.keySet();
  }

  private void root(Section root, Set<String> receivers, Set<String> intervals) {
    if (!root.isGiven("receiver")) {
      findings.error(
          ROUTE,
          root.place("receiver"),
          "the root route needs a receiver",
          "set the receiver for alerts that match no other route");
    }
    for (String field : List.of("match", "match_re", "matchers")) {
      boolean any = nonEmptyMap(root, field) || !root.list(field).isEmpty();
      if (any) {
        findings.error(
            ROUTE,
            root.place(field),
            "the root route takes every alert: it cannot have " + field,
            "move it to a route below");
      }
    }
    for (String field : List.of("mute_time_intervals", "active_time_intervals")) {
      if (!root.list(field).isEmpty()) {
        findings.error(
            ROUTE,
            root.place(field),
            "the root route cannot have " + field,
            "move it to a route below");
      }
    }
    if (root.isTrue("continue")) {
      findings.error(
          ROUTE, root.place("continue"), "the root route cannot have continue", "remove it");
    }
    names(root, receivers, intervals, new HashSet<>());
  }

  private void names(
      Section route, Set<String> receivers, Set<String> intervals, Set<Section> done) {
    if (!done.add(route)) {
      return;
    }
    String receiver = route.text("receiver");
    if (!receiver.isEmpty() && !receivers.contains(receiver)) {
      undefined("receiver", receiver, receivers, route.place("receiver"));
    }
    for (String field : List.of("active_time_intervals", "mute_time_intervals")) {
      for (String name : route.texts(field)) {
        if (!intervals.contains(name)) {
          undefined("time interval", name, intervals, route.place(field));
        }
      }
    }
    route.sections("routes").forEach(child -> names(child, receivers, intervals, done));
  }

  private void undefined(String what, String name, Set<String> known, YamlNode node) {
    if (wrongNames) {
      return; // It may be the one whose name could not be read.
    }
    String message = "route uses " + what + " \"" + name + "\", which is not defined";
    Optional<String> near = Similar.to(name, known);
    findings.error(
        REFERENCE,
        node,
        message,
        near.map(other -> "did you mean \"" + other + "\"?").orElse("define it, or use another"));
  }
}
