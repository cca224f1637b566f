package dev.tocsin.dsl.alertmanager;

import java.util.List;

/**
 * Alertmanager's {@code http_header}. Written from the table of fields. Alertmanager reads {@code
 * secrets} from no file: {@link #with} sets it in clear text, which is warned of.
 */
public final class HttpHeader extends Part {
  private HttpHeader(Fields fields) {
    super(fields);
  }

  /**
   * One with what it needs.
   *
   * @param values {@code values}
   */
  public static HttpHeader httpHeader(String... values) {
    return new HttpHeader(Fields.NONE.with("values", List.of(values)));
  }

  /** Sets {@code files}; from Alertmanager 0.28 on. */
  public HttpHeader files(String... value) {
    return with("files", List.of(value));
  }

  /** Any other field, as Alertmanager names it. */
  public HttpHeader with(String field, Object value) {
    return new HttpHeader(fields().with(field, value));
  }
}
