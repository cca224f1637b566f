package dev.tocsin.dsl.alertmanager;

/** Alertmanager's {@code rocketchat_field}. Written from the table of fields. */
public final class RocketChatField extends Part {
  private RocketChatField(Fields fields) {
    super(fields);
  }

  /** One with nothing set. */
  public static RocketChatField rocketChatField() {
    return new RocketChatField(Fields.NONE);
  }

  /** Sets {@code short}; from Alertmanager 0.28 on. */
  public RocketChatField isShort(boolean value) {
    return with("short", value);
  }

  /** Sets {@code title}; from Alertmanager 0.28 on. */
  public RocketChatField title(String value) {
    return with("title", value);
  }

  /** Sets {@code value}; from Alertmanager 0.28 on. */
  public RocketChatField value(String value) {
    return with("value", value);
  }

  /** Any other field, as Alertmanager names it. */
  public RocketChatField with(String field, Object value) {
    return new RocketChatField(fields().with(field, value));
  }
}
