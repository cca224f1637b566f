package dev.tocsin.dsl.go;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Addresses as Go's <a href="https://pkg.go.dev/net/url#Parse">net/url</a> reads them, as far as it
 * refuses some.
 *
 * @param scheme in lower case; may be empty
 * @param host with its port; may be empty
 * @param error why Go refuses it, without repeating it; empty when it does not
 */
public record GoUrl(String scheme, String host, Optional<String> error) {
  private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*");
  private static final Pattern PORT = Pattern.compile("(:[0-9]*)?");

  /** Reads an address, or says why it is none. */
  public static GoUrl parse(String text) {
    int hash = text.indexOf('#');
    String rest = hash < 0 ? text : text.substring(0, hash);
    if (rest.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      return wrong("there is a control character in it");
    }
    if (hash >= 0 && hasBadEscape(text.substring(hash + 1))) {
      return wrong("its fragment has a % without two hexadecimal digits behind it");
    }
    if (rest.isEmpty()) {
      return hash < 0 ? wrong("it is empty") : new GoUrl("", "", Optional.empty());
    }
    if (rest.equals("*")) {
      return new GoUrl("", "", Optional.empty());
    }
    String scheme = "";
    int colon = rest.indexOf(':');
    int other = firstNot(rest);
    if (colon == 0) {
      return wrong("the scheme before : is missing");
    }
    if (colon > 0 && colon == other && SCHEME.matcher(rest.substring(0, colon)).matches()) {
      scheme = rest.substring(0, colon).toLowerCase(Locale.ROOT);
      rest = rest.substring(colon + 1);
    }
    int question = rest.indexOf('?');
    rest = question < 0 ? rest : rest.substring(0, question);
    if (!rest.startsWith("/")) {
      if (!scheme.isEmpty()) {
        return new GoUrl(scheme, "", Optional.empty());
      }
      int slash = rest.indexOf('/');
      if ((slash < 0 ? rest : rest.substring(0, slash)).contains(":")) {
        return wrong("its first part has a colon but is not a scheme");
      }
    }
    String host = "";
    if (rest.startsWith("//") && (!scheme.isEmpty() || !rest.startsWith("///"))) {
      int slash = rest.indexOf('/', 2);
      String authority = slash < 0 ? rest.substring(2) : rest.substring(2, slash);
      rest = slash < 0 ? "" : rest.substring(slash);
      int at = authority.lastIndexOf('@');
      if (at >= 0 && !isUserInfo(authority.substring(0, at))) {
        return wrong("its user has a character that must be escaped");
      }
      host = authority.substring(at + 1);
      Optional<String> error = hostError(host);
      if (error.isPresent()) {
        return wrong(error.get());
      }
    }
    return hasBadEscape(rest)
        ? wrong("its path has a % without two hexadecimal digits behind it")
        : new GoUrl(scheme, host, Optional.empty());
  }

  private static GoUrl wrong(String error) {
    return new GoUrl("", "", Optional.of(error));
  }

  private static int firstNot(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean part = c < 0x80 && (Character.isLetterOrDigit(c) || "+-.".indexOf(c) >= 0);
      if (!part) {
        return i;
      }
    }
    return text.length();
  }

  private static boolean isUserInfo(String text) {
    return !hasBadEscape(text)
        && text.chars()
            .allMatch(
                c ->
                    c < 0x80
                        && (Character.isLetterOrDigit(c) || "-._:~!$&'()*+,;=%@".indexOf(c) >= 0));
  }

  private static Optional<String> hostError(String host) {
    if (host.startsWith("[")) {
      int end = host.lastIndexOf(']');
      if (end < 0) {
        return Optional.of("the ] behind its host is missing");
      }
      if (!PORT.matcher(host.substring(end + 1)).matches()) {
        return Optional.of("its port is not a number");
      }
      return Optional.empty();
    }
    int colon = host.lastIndexOf(':');
    if (colon >= 0 && !PORT.matcher(host.substring(colon)).matches()) {
      return Optional.of("its port is not a number");
    }
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c == '%') {
        // Only bytes beyond ASCII may be escaped in a host.
        boolean high =
            !hasBadEscape(host.substring(i, Math.min(host.length(), i + 3)))
                && "89abcdefABCDEF".indexOf(host.charAt(i + 1)) >= 0;
        if (!high) {
          return Optional.of("its host has an escape that none may have");
        }
      } else if (c < 0x80
          && !Character.isLetterOrDigit(c)
          && "-_.~!$&'()*+,;=:[]<>\"".indexOf(c) < 0) {
        return Optional.of("its host has the character \"" + c + "\"");
      }
    }
    return Optional.empty();
  }

  private static boolean hasBadEscape(String text) {
    for (int i = text.indexOf('%'); i >= 0; i = text.indexOf('%', i + 1)) {
      if (i + 2 >= text.length()
          || Character.digit(text.charAt(i + 1), 16) < 0
          || Character.digit(text.charAt(i + 2), 16) < 0) {
        return true;
      }
    }
    return false;
  }
}
