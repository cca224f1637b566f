package dev.tocsin.dsl.go;

import org.apiguardian.api.API;

/** White space as Go's {@code unicode.IsSpace} has it. */
@API(status = API.Status.INTERNAL)
public final class GoSpace {
  private GoSpace() {}

  /** Whether the code point is white space. */
  public static boolean is(int c) {
    return c >= '\t' && c <= '\r' || c == ' ' || c == 0x85 || c == 0xa0 || Character.isSpaceChar(c);
  }

  /** The text without white space around it. */
  public static String trim(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && is(text.charAt(start))) {
      start++;
    }
    while (end > start && is(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }
}
