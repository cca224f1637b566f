package dev.tocsin.dsl.schema;

import java.util.Optional;

/**
 * A field.
 *
 * @param name its name in the file
 * @param type what it can hold
 * @param since the first version that knows it; empty for very old ones
 * @param required whether it must have a value
 * @param deprecated what to use instead; empty while it is not deprecated
 * @param defaultValue what it is when it is absent, where that surprises; else empty
 * @param argument whether the Java factory asks for it, though it is not always required
 * @param instead for a secret that is read from no file: the fields that spare it; else empty
 */
public record FieldSpec(
    String name,
    FieldType type,
    Optional<Version> since,
    boolean required,
    Optional<String> deprecated,
    Optional<String> defaultValue,
    boolean argument,
    Optional<String> instead) {
  /** The field beside it that holds the path of a file with its value, by Alertmanager's habit. */
  public String fileName() {
    return name + "_file";
  }
}
