package dev.tocsin.dsl.alertmanager;

/**
 * A part of an {@link Integration} that has fields of its own, such as {@link HttpClient} or {@link
 * SlackField}. Parts are values; their fields are those of {@link dev.tocsin.dsl.schema.Schema}.
 */
public abstract class Part {
  private final Fields fields;

  Part(Fields fields) {
    this.fields = fields;
  }

  /** What it says, as Alertmanager names it. */
  public Fields fields() {
    return fields;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Part that
        && other.getClass() == getClass()
        && that.fields.equals(fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  @Override
  public String toString() {
    return fields.toString();
  }
}
