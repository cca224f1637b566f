package dev.tocsin.dsl.alertmanager;

/** Alertmanager's {@code rocketchat_action}. Written from the table of fields. */
public final class RocketChatAction extends Part {
  private RocketChatAction(Fields fields) {
    super(fields);
  }

  /** One with nothing set. */
  public static RocketChatAction rocketChatAction() {
    return new RocketChatAction(Fields.NONE);
  }

  /** Sets {@code type}; from Alertmanager 0.28 on. */
  public RocketChatAction type(String value) {
    return with("type", value);
  }

  /** Sets {@code text}; from Alertmanager 0.28 on. */
  public RocketChatAction text(String value) {
    return with("text", value);
  }

  /** Sets {@code url}; from Alertmanager 0.28 on. */
  public RocketChatAction url(String value) {
    return with("url", value);
  }

  /** Sets {@code imageurl}; from Alertmanager 0.28 on. */
  public RocketChatAction imageurl(String value) {
    return with("imageurl", value);
  }

  /** Sets {@code iswebview}; from Alertmanager 0.28 on. */
  public RocketChatAction iswebview(boolean value) {
    return with("iswebview", value);
  }

  /** Sets {@code webviewheightratio}; from Alertmanager 0.28 on. */
  public RocketChatAction webviewheightratio(String value) {
    return with("webviewheightratio", value);
  }

  /** Sets {@code msg}; from Alertmanager 0.28 on. */
  public RocketChatAction msg(String value) {
    return with("msg", value);
  }

  /** Sets {@code msginchatwindow}; from Alertmanager 0.28 on. */
  public RocketChatAction msginchatwindow(boolean value) {
    return with("msginchatwindow", value);
  }

  /** Sets {@code msgprocessingtype}; from Alertmanager 0.28 on. */
  public RocketChatAction msgprocessingtype(String value) {
    return with("msgprocessingtype", value);
  }

  /** Any other field, as Alertmanager names it. */
  public RocketChatAction with(String field, Object value) {
    return new RocketChatAction(fields().with(field, value));
  }
}
