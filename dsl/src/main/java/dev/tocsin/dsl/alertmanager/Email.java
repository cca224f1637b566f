package dev.tocsin.dsl.alertmanager;

/**
 * An <a href="https://prometheus.io/docs/alerting/latest/configuration/#email_config">e-mail</a>,
 * by the mail server of the {@link AlertmanagerConfig}. Alertmanager does not mail resolved alerts
 * by default; this does, unless {@link #withoutResolved} is asked for.
 */
public final class Email extends Integration {
  private Email(Fields fields) {
    super(fields);
  }

  /** A mail to this address, or several with commas between them. */
  public static Email email(String to) {
    return new Email(Fields.NONE.with("to", to).with("send_resolved", true));
  }

  /** Tells of firing alerts only. */
  public Email withoutResolved() {
    return with("send_resolved", false);
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

  @Override
  public Email withFields(Fields others) {
    return new Email(others);
  }

  @Override
  public String kind() {
    return "email_configs";
  }
}
