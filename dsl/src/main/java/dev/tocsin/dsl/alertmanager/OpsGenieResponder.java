package dev.tocsin.dsl.alertmanager;

/** Alertmanager's {@code opsgenie_responder}. Written from the table of fields. */
public final class OpsGenieResponder extends Part {
  private OpsGenieResponder(Fields fields) {
    super(fields);
  }

  /**
   * One with what it needs.
   *
   * @param name {@code name}
   * @param type {@code type}
   */
  public static OpsGenieResponder opsGenieResponder(String name, String type) {
    return new OpsGenieResponder(Fields.NONE.with("name", name).with("type", type));
  }

  /** Sets {@code id}. */
  public OpsGenieResponder id(String value) {
    return with("id", value);
  }

  /** Sets {@code username}. */
  public OpsGenieResponder username(String value) {
    return with("username", value);
  }

  /** Any other field, as Alertmanager names it. */
  public OpsGenieResponder with(String field, Object value) {
    return new OpsGenieResponder(fields().with(field, value));
  }
}
