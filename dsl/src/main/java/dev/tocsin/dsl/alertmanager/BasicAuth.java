package dev.tocsin.dsl.alertmanager;

/** Alertmanager's {@code basic_auth}. Written from the table of fields. */
public final class BasicAuth extends Part {
  private BasicAuth(Fields fields) {
    super(fields);
  }

  /**
   * One with what it needs.
   *
   * @param username {@code username}
   * @param password {@code password}
   */
  public static BasicAuth basicAuth(String username, Secret password) {
    return new BasicAuth(Fields.NONE.with("username", username).with("password", password));
  }

  /** Sets {@code username_file}, a path on Alertmanager's machine; from Alertmanager 0.27 on. */
  public BasicAuth usernameFile(String value) {
    return with("username_file", value);
  }

  /** Sets {@code username_ref}; from Alertmanager 0.28 on. */
  public BasicAuth usernameRef(String value) {
    return with("username_ref", value);
  }

  /** Sets {@code password_ref}; from Alertmanager 0.28 on. */
  public BasicAuth passwordRef(String value) {
    return with("password_ref", value);
  }

  /** Any other field, as Alertmanager names it. */
  public BasicAuth with(String field, Object value) {
    return new BasicAuth(fields().with(field, value));
  }
}
