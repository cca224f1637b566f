package shop;

/** Not a definition: a module that definitions depend on. */
public final class Limits {
  public static final int BASKETS = 100;

  private Limits() {}
}
