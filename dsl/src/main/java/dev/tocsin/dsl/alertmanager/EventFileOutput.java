package dev.tocsin.dsl.alertmanager;

/** Alertmanager's {@code event_file_output}. Written from the table of fields. */
public final class EventFileOutput extends Part {
  private EventFileOutput(Fields fields) {
    super(fields);
  }

  /**
   * One with what it needs.
   *
   * @param path {@code path}
   */
  public static EventFileOutput eventFileOutput(String path) {
    return new EventFileOutput(Fields.NONE.with("path", path));
  }

  /** Any other field, as Alertmanager names it. */
  public EventFileOutput with(String field, Object value) {
    return new EventFileOutput(fields().with(field, value));
  }
}
