package dev.tocsin.dsl.labelflow;

/** Whether the series of a result carry a label; a label with an empty value is absent. */
public enum Presence {
  /** Every series carries it. */
  MUST,
  /** Some series may carry it and others not. */
  CAN,
  /** No series carries it. */
  CANNOT
}
