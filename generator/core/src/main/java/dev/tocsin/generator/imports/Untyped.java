package dev.tocsin.generator.imports;

/** Says, on the way out of a tree, that the typed language has no words for what is there. */
final class Untyped extends RuntimeException {
  private static final long serialVersionUID = 1;

  Untyped(String why) {
    super(why, null, false, false);
  }
}
