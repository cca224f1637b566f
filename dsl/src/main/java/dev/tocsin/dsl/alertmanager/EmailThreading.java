package dev.tocsin.dsl.alertmanager;

/** Alertmanager's {@code email_threading}. Written from the table of fields. */
public final class EmailThreading extends Part {
  private EmailThreading(Fields fields) {
    super(fields);
  }

  /**
   * One with what it needs.
   *
   * @param threadByDate {@code thread_by_date}
   */
  public static EmailThreading emailThreading(String threadByDate) {
    return new EmailThreading(Fields.NONE.with("thread_by_date", threadByDate));
  }

  /** Sets {@code enabled}; from Alertmanager 0.30 on. */
  public EmailThreading enabled(boolean value) {
    return with("enabled", value);
  }

  /** Any other field, as Alertmanager names it. */
  public EmailThreading with(String field, Object value) {
    return new EmailThreading(fields().with(field, value));
  }
}
