package dev.tocsin.dsl.alertmanager;

import java.net.URI;
import java.time.Duration;

/** Alertmanager's {@code global}. Written from the table of fields. */
public final class Global extends Part {
  private Global(Fields fields) {
    super(fields);
  }

  /** One with nothing set. */
  public static Global global() {
    return new Global(Fields.NONE);
  }

  /** Sets {@code resolve_timeout}. */
  public Global resolveTimeout(Duration value) {
    return with("resolve_timeout", value);
  }

  /** Sets {@code http_config}. */
  public Global httpConfig(HttpClient value) {
    return with("http_config", value.fields());
  }

  /** Sets {@code jira_api_url}; from Alertmanager 0.28 on. */
  public Global jiraApiUrl(URI value) {
    return with("jira_api_url", value.toString());
  }

  /** Sets {@code smtp_from}. */
  public Global smtpFrom(String value) {
    return with("smtp_from", value);
  }

  /** Sets {@code smtp_hello}. */
  public Global smtpHello(String value) {
    return with("smtp_hello", value);
  }

  /** Sets {@code smtp_smarthost}, as host:port. */
  public Global smtpSmarthost(String value) {
    return with("smtp_smarthost", value);
  }

  /** Sets {@code smtp_auth_username}. */
  public Global smtpAuthUsername(String value) {
    return with("smtp_auth_username", value);
  }

  /** Sets {@code smtp_auth_password}. */
  public Global smtpAuthPassword(Secret value) {
    return with("smtp_auth_password", value);
  }

  /** Sets {@code smtp_auth_secret}. */
  public Global smtpAuthSecret(Secret value) {
    return with("smtp_auth_secret", value);
  }

  /** Sets {@code smtp_auth_identity}. */
  public Global smtpAuthIdentity(String value) {
    return with("smtp_auth_identity", value);
  }

  /** Sets {@code smtp_require_tls}. */
  public Global smtpRequireTls(boolean value) {
    return with("smtp_require_tls", value);
  }

  /** Sets {@code smtp_tls_config}; from Alertmanager 0.28 on. */
  public Global smtpTlsConfig(Tls value) {
    return with("smtp_tls_config", value.fields());
  }

  /** Sets {@code smtp_force_implicit_tls}; from Alertmanager 0.31 on. */
  public Global smtpForceImplicitTls(boolean value) {
    return with("smtp_force_implicit_tls", value);
  }

  /** Sets {@code slack_api_url}. */
  public Global slackApiUrl(Secret value) {
    return with("slack_api_url", value);
  }

  /** Sets {@code slack_app_token}; from Alertmanager 0.30 on. */
  public Global slackAppToken(Secret value) {
    return with("slack_app_token", value);
  }

  /** Sets {@code slack_app_url}; from Alertmanager 0.30 on. */
  public Global slackAppUrl(URI value) {
    return with("slack_app_url", value.toString());
  }

  /** Sets {@code pagerduty_url}. */
  public Global pagerdutyUrl(URI value) {
    return with("pagerduty_url", value.toString());
  }

  /** Sets {@code opsgenie_api_url}. */
  public Global opsgenieApiUrl(URI value) {
    return with("opsgenie_api_url", value.toString());
  }

  /** Sets {@code opsgenie_api_key}. */
  public Global opsgenieApiKey(Secret value) {
    return with("opsgenie_api_key", value);
  }

  /** Sets {@code wechat_api_url}. */
  public Global wechatApiUrl(URI value) {
    return with("wechat_api_url", value.toString());
  }

  /** Sets {@code wechat_api_secret}. */
  public Global wechatApiSecret(Secret value) {
    return with("wechat_api_secret", value);
  }

  /** Sets {@code wechat_api_corp_id}. */
  public Global wechatApiCorpId(String value) {
    return with("wechat_api_corp_id", value);
  }

  /** Sets {@code victorops_api_url}. */
  public Global victoropsApiUrl(URI value) {
    return with("victorops_api_url", value.toString());
  }

  /** Sets {@code victorops_api_key}. */
  public Global victoropsApiKey(Secret value) {
    return with("victorops_api_key", value);
  }

  /** Sets {@code telegram_api_url}; from Alertmanager 0.24 on. */
  public Global telegramApiUrl(URI value) {
    return with("telegram_api_url", value.toString());
  }

  /** Sets {@code telegram_bot_token}; from Alertmanager 0.31 on. */
  public Global telegramBotToken(Secret value) {
    return with("telegram_bot_token", value);
  }

  /** Sets {@code webex_api_url}; from Alertmanager 0.25 on. */
  public Global webexApiUrl(URI value) {
    return with("webex_api_url", value.toString());
  }

  /** Sets {@code rocketchat_api_url}; from Alertmanager 0.28 on. */
  public Global rocketchatApiUrl(URI value) {
    return with("rocketchat_api_url", value.toString());
  }

  /** Sets {@code rocketchat_token}; from Alertmanager 0.28 on. */
  public Global rocketchatToken(Secret value) {
    return with("rocketchat_token", value);
  }

  /** Sets {@code rocketchat_token_id}; from Alertmanager 0.28 on. */
  public Global rocketchatTokenId(Secret value) {
    return with("rocketchat_token_id", value);
  }

  /** Sets {@code mattermost_webhook_url}; from Alertmanager 0.32 on. */
  public Global mattermostWebhookUrl(Secret value) {
    return with("mattermost_webhook_url", value);
  }

  /** Any other field, as Alertmanager names it. */
  public Global with(String field, Object value) {
    return new Global(fields().with(field, value));
  }
}
