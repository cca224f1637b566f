package dev.tocsin.dsl.alertmanager;

/** The mail server by which {@link Email}s are sent, and their sender. */
public final class MailServer {
  private final Fields fields;

  private MailServer(Fields fields) {
    this.fields = fields;
  }

  /** The server at {@code smarthost} ({@code host:port}), sending mail from {@code from}. */
  public static MailServer mailServer(String smarthost, String from) {
    return new MailServer(Fields.NONE.with("smtp_smarthost", smarthost).with("smtp_from", from));
  }

  /** Logging in as {@code user} with the password in the secret. */
  public MailServer login(String user, Secret password) {
    return new MailServer(
        fields.with("smtp_auth_username", user).with("smtp_auth_password", password));
  }

  /** The same server with other fields, as a rehearsal needs it. */
  public MailServer withFields(Fields others) {
    return new MailServer(others);
  }

  /** What it says, as Alertmanager's {@code global} names it. */
  public Fields fields() {
    return fields;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MailServer that && that.fields.equals(fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  @Override
  public String toString() {
    return "mail server" + fields;
  }
}
