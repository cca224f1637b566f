package dev.tocsin.inference.fault;

/** Memory that is used up for nothing. */
public interface Ballast {

  /**
   * Makes it so large, in bytes; 0 gives all back.
   *
   * @throws IllegalArgumentException if there is no such memory or not so much
   */
  void resize(long bytes);
}
