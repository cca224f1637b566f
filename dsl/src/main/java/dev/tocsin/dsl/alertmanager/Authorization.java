package dev.tocsin.dsl.alertmanager;

/** Alertmanager's {@code authorization}. Written from the table of fields. */
public final class Authorization extends Part {
  private Authorization(Fields fields) {
    super(fields);
  }

  /**
   * One with what it needs.
   *
   * @param credentials {@code credentials}
   */
  public static Authorization authorization(Secret credentials) {
    return new Authorization(Fields.NONE.with("credentials", credentials));
  }

  /** Sets {@code type}. */
  public Authorization type(String value) {
    return with("type", value);
  }

  /** Sets {@code credentials_ref}; from Alertmanager 0.28 on. */
  public Authorization credentialsRef(String value) {
    return with("credentials_ref", value);
  }

  /** Any other field, as Alertmanager names it. */
  public Authorization with(String field, Object value) {
    return new Authorization(fields().with(field, value));
  }
}
