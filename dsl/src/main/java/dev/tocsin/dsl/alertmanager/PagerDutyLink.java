package dev.tocsin.dsl.alertmanager;

/** Alertmanager's {@code pagerduty_link}. Written from the table of fields. */
public final class PagerDutyLink extends Part {
  private PagerDutyLink(Fields fields) {
    super(fields);
  }

  /**
   * One with what it needs.
   *
   * @param href {@code href}
   * @param text {@code text}
   */
  public static PagerDutyLink pagerDutyLink(String href, String text) {
    return new PagerDutyLink(Fields.NONE.with("href", href).with("text", text));
  }

  /** Any other field, as Alertmanager names it. */
  public PagerDutyLink with(String field, Object value) {
    return new PagerDutyLink(fields().with(field, value));
  }
}
