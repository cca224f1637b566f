package dev.tocsin.dsl.alertmanager;

/** Alertmanager's {@code mattermost_priority}. Written from the table of fields. */
public final class MattermostPriority extends Part {
  private MattermostPriority(Fields fields) {
    super(fields);
  }

  /**
   * One with what it needs.
   *
   * @param priority {@code priority}
   */
  public static MattermostPriority mattermostPriority(String priority) {
    return new MattermostPriority(Fields.NONE.with("priority", priority));
  }

  /** Sets {@code requested_ack}; from Alertmanager 0.30 on. */
  public MattermostPriority requestedAck(boolean value) {
    return with("requested_ack", value);
  }

  /** Sets {@code persistent_notifications}; from Alertmanager 0.30 on. */
  public MattermostPriority persistentNotifications(boolean value) {
    return with("persistent_notifications", value);
  }

  /** Any other field, as Alertmanager names it. */
  public MattermostPriority with(String field, Object value) {
    return new MattermostPriority(fields().with(field, value));
  }
}
