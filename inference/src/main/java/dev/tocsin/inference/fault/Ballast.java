package dev.tocsin.inference.fault;

/** Memory that is allocated only to be in use. */
public interface Ballast {

  /**
   * Resizes it to this many bytes; 0 releases everything.
   *
   * @throws IllegalArgumentException if the machine does not have this much memory of its kind
   */
  void resize(long bytes);
}
