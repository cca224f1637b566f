package dev.tocsin.dsl.alertmanager;

/** Alertmanager's {@code pagerduty_image}. Written from the table of fields. */
public final class PagerDutyImage extends Part {
  private PagerDutyImage(Fields fields) {
    super(fields);
  }

  /**
   * One with what it needs.
   *
   * @param src {@code src}
   */
  public static PagerDutyImage pagerDutyImage(String src) {
    return new PagerDutyImage(Fields.NONE.with("src", src));
  }

  /** Sets {@code alt}. */
  public PagerDutyImage alt(String value) {
    return with("alt", value);
  }

  /** Sets {@code href}. */
  public PagerDutyImage href(String value) {
    return with("href", value);
  }

  /** Any other field, as Alertmanager names it. */
  public PagerDutyImage with(String field, Object value) {
    return new PagerDutyImage(fields().with(field, value));
  }
}
