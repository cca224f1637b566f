package dev.tocsin.dsl.alertmanager;

import java.util.Map;

/**
 * An <a href="https://prometheus.io/docs/alerting/latest/configuration/#email_config">e-mail</a>,
 * by the mail server of the {@link dev.tocsin.dsl.model.AlertmanagerConfig}. Alertmanager does not
 * mail resolved alerts by default; this does, unless {@link #sendResolved} is false.
 */
public final class Email extends Integration {
  private Email(Fields fields) {
    super(fields);
  }

  /** A mail to this address, or several with commas between them. */
  public static Email email(String to) {
    return new Email(Fields.NONE.with("to", to).with("send_resolved", true));
  }

  /** {@code send_resolved}: whether resolved notifications are sent. */
  public Email sendResolved(boolean value) {
    return with("send_resolved", value);
  }

  /** The mail's subject; a template. */
  public Email subject(String template) {
    return with("headers", Fields.NONE.with("Subject", template));
  }

  /** The mail as text; a template. */
  public Email text(String template) {
    return with("text", template);
  }

  /** The mail as HTML; a template. */
  public Email html(String template) {
    return with("html", template);
  }

  /** Any other field, as Alertmanager names it. */
  public Email with(String field, Object value) {
    return withFields(fields().with(field, value));
  }

  // Written from the table of fields: begin

  /** Sets {@code to}. */
  public Email to(String value) {
    return with("to", value);
  }

  /** Sets {@code from}. */
  public Email from(String value) {
    return with("from", value);
  }

  /** Sets {@code hello}. */
  public Email hello(String value) {
    return with("hello", value);
  }

  /** Sets {@code smarthost}, as host:port. */
  public Email smarthost(String value) {
    return with("smarthost", value);
  }

  /** Sets {@code auth_username}. */
  public Email authUsername(String value) {
    return with("auth_username", value);
  }

  /** Sets {@code auth_password}. */
  public Email authPassword(Secret value) {
    return with("auth_password", value);
  }

  /** Sets {@code auth_secret}. */
  public Email authSecret(Secret value) {
    return with("auth_secret", value);
  }

  /** Sets {@code auth_identity}. */
  public Email authIdentity(String value) {
    return with("auth_identity", value);
  }

  /** Sets {@code headers}, by name. */
  public Email headers(Map<String, String> value) {
    return with("headers", Fields.of(value));
  }

  /** Sets {@code require_tls}. */
  public Email requireTls(boolean value) {
    return with("require_tls", value);
  }

  /** Sets {@code tls_config}. */
  public Email tlsConfig(Tls value) {
    return with("tls_config", value.fields());
  }

  /** Sets {@code force_implicit_tls}; from Alertmanager 0.31 on. */
  public Email forceImplicitTls(boolean value) {
    return with("force_implicit_tls", value);
  }

  /** Sets {@code threading}; from Alertmanager 0.30 on. */
  public Email threading(EmailThreading value) {
    return with("threading", value.fields());
  }

  // Written from the table of fields: end

  @Override
  public Email withFields(Fields others) {
    return new Email(others);
  }

  @Override
  public String kind() {
    return "email_configs";
  }
}
