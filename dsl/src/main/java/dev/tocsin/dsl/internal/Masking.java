package dev.tocsin.dsl.internal;

import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes what may be secret out of texts: of all messages, and of what is written into files. What
 * is not known to be public is replaced by {@value #MASK}.
 */
public final class Masking {
  /** What is in the place of what was taken out. */
  public static final String MASK = "…";

  private static final String SENSITIVE_WORDS =
      "passw(?:or)?d|passphrase|secret|token|api[-_]?key|apikey|access[-_]?key|private[-_]?key"
          + "|(?:routing|service|integration|user|signing)[-_]?key|credential|authorization|cookie"
          + "|assertion|signature|session";

  private static final Pattern SENSITIVE =
      Pattern.compile("(?i).*(?:" + SENSITIVE_WORDS + "|\\bkey\\b|\\bsig\\b|\\bauth\\b).*");

  /** Names that hold one of those words, or could, and are public. */
  private static final Set<String> PUBLIC_NAMES =
      Set.of("client_assertion_type", "token_type", "requested_token_type", "subject_token_type");

  /** Formats of keys and tokens that are known, and what is as long and as mixed as one. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "xox[a-z]-[\\w-]+|xapp-[\\w-]+|gh[pousr]_\\w{16,}|github_pat_\\w+|glpat-[\\w-]+"
              + "|A[KS]IA[0-9A-Z]{12,}|AIza[\\w-]{30,}|(?<![\\w-])eyJ[\\w-]+\\.[\\w.-]+|\\bsk-[\\w-]{16,}"
              + "|SG\\.[\\w-]{16,}\\.[\\w-]+|\\b\\d{8,10}:[\\w-]{30,}"
              + "|\\b[0-9a-fA-F]{32,}\\b|(?<![\\w+=-])(?=[\\w+=-]*\\d)(?=[\\w+=-]*[a-z])"
              + "(?=[\\w+=-]*[A-Z])[\\w+=-]{28,}");

  private static final Pattern PRIVATE_KEY =
      Pattern.compile("(?s)(-----BEGIN [A-Z ]*PRIVATE KEY-----).*?(-----END|$)");

  /** {@code Bearer …} and {@code Basic …}, but no sentence that begins with such a word. */
  private static final Pattern SCHEME =
      Pattern.compile("(?i)\\b(bearer|basic)(\\s+)(?=\\S*[0-9=._~+/])(?!\\{\\{)[\\w.~+/=-]{6,}");

  private static final Pattern SETTING =
      Pattern.compile(
          "(?i)([\\w-]{0,30}(?:"
              + SENSITIVE_WORDS
              + ")\\w{0,20}[\"']?\\s{0,4})([:=]\\s*)(\"[^\"]*\"|'[^']*'|[^\\s&,;\"']+)");

  private static final Pattern COMMENTED_SETTING =
      Pattern.compile(
          "(?i)(.*?\\b[\\w-]*(?:"
              + SENSITIVE_WORDS
              + "|key|url|webhook)\\w*[\"']?\\s*[:=])\\s*\\S.*");

  /** A variable's name, and not a password that begins like one. */
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{[A-Za-z_]\\w*}|\\$\\([A-Za-z_]\\w*\\)|\\$[A-Z_][A-Z0-9_]*");

  private static final Pattern ADDRESS =
      Pattern.compile("(?i)(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{0,20}://");

  /** What ends an address in a text. */
  private static final String BEHIND = "\"'<>`|\\";

  /** What a template or the shell puts in; the names in it are public. */
  private static final Pattern ACTION =
      Pattern.compile(
          "(?s)\\{\\{.*?}}|\\$\\{[A-Za-z_]\\w*}|\\$\\([A-Za-z_]\\w*\\)|%\\([A-Za-z_]\\w*\\)s");

  /** Hosts whose addresses are keys, whatever the path looks like. */
  private static final Pattern KEY_HOST =
      Pattern.compile(
          "(?i)^(?:hooks\\.|.*webhook\\.office|.*\\.logic\\.azure|.*discord(?:app)?\\.com"
              + "|chat\\.googleapis|.*telegram\\.org|.*nosnch\\.in|.*hc-ping|.*healthchecks).*");

  private static final Pattern WORDS =
      Pattern.compile("[A-Za-z]{1,16}\\d{0,2}(?:[-_.:][A-Za-z]{1,16}\\d{0,2}){0,5}");
  private static final Pattern VERSION = Pattern.compile("v\\d{1,3}(?:(?:alpha|beta)\\d?)?");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,6}");

  /** Pages and pictures. */
  private static final Pattern DOCUMENT =
      Pattern.compile("(?i)[\\w.-]{1,80}\\.(?:png|svg|jpe?g|gif|ico|webp|html?|md|pdf)");

  private static final int LONGEST_COMMENT = 1_000;

  private static final Set<String> PUBLIC_PARAMETERS =
      Set.of("orgid", "from", "to", "refresh", "panelid", "viewpanel", "limit", "page", "step");

  private Masking() {}

  /** Whether what has such a name is often secret. */
  public static boolean isSensitive(String name) {
    return !PUBLIC_NAMES.contains(name.toLowerCase(Locale.ROOT))
        && SENSITIVE.matcher(name).matches();
  }

  /**
   * A message without what is secret in the addresses that it names: names and passwords,
   * parameters, fragments. Paths stay, but those of hosts whose addresses are keys.
   */
  public static String message(String text) {
    return addresses(text, false);
  }

  /** An address without what may be secret in it, where the text is nothing else. */
  public static String address(String text) {
    int scheme = text.indexOf("://");
    return scheme < 0
        ? text
        : text.substring(0, scheme + 3) + rest(text.substring(scheme + 3), true);
  }

  /** A text of a configuration without what may be secret in it. */
  public static String text(String text) {
    String clean = addresses(text, true);
    clean = PRIVATE_KEY.matcher(clean).replaceAll("$1" + MASK + "$2");
    clean = SCHEME.matcher(clean).replaceAll("$1$2" + MASK);
    clean = SETTING.matcher(clean).replaceAll(found -> quoted(setting(found)));
    return clean.contains("-----BEGIN ") ? clean : outsideActions(clean);
  }

  /** Whether nothing in an address may be secret. */
  public static boolean isPublicAddress(String text) {
    return address(text).equals(text);
  }

  /** Whether a text is what a tool shows in the place of a secret, or a person would fill in. */
  public static boolean isMasked(String text) {
    String plain = text.strip().replaceFirst("(?i)^https?://", "").replaceFirst("/+$", "");
    return plain.matches("<[^<>]*>|\\*{3,}|[xX]{4,}|\\.{3,}|…+|•+")
        || plain.matches(
            "(?i)[\\[({<_*]{0,2}(?:redacted|masked|hidden|removed|filtered|secret|omitted|scrubbed"
                + "|change[-_ ]?me|replace[-_ ]?me)[\\])}>_*]{0,2}");
  }

  /**
   * A comment without what may be secret: nobody knows what a person wrote there. A word that is no
   * plain word, number or name is taken out, and all behind a colon where a key or password is
   * spoken of.
   */
  public static String comment(String line) {
    if (line.length() > LONGEST_COMMENT) {
      return MASK; // No person wrote it.
    }
    String clean = text(line);
    Matcher setting = COMMENTED_SETTING.matcher(clean);
    if (setting.matches()) {
      return setting.group(1) + " " + MASK;
    }
    boolean sensitive = SENSITIVE.matcher(clean).matches();
    StringBuilder out = new StringBuilder();
    for (String word : clean.split("(?<=\\s)|(?=\\s)")) {
      out.append(isPlainWord(word, sensitive) ? word : MASK);
    }
    return out.toString();
  }

  private static boolean isPlainWord(String word, boolean sensitive) {
    String core = word.replaceAll("^[\\p{Punct}]+|[\\p{Punct}]+$", "");
    if (core.contains("://") || core.length() < (sensitive ? 4 : 8)) {
      return true;
    }
    boolean digits = core.chars().anyMatch(Character::isDigit);
    boolean letters = core.chars().anyMatch(Character::isLetter);
    if (core.length() > 60) {
      return false;
    }
    boolean mixed = core.length() > 20 && core.matches(".*[a-z][A-Z].*[a-z][A-Z].*");
    return !(digits && letters) && !mixed
        || core.matches("[A-Z]{2,10}-\\d{1,6}|\\d{4}-\\d\\d-\\d\\d\\w*|[a-z_-]{2,30}\\d{0,2}");
  }

  // ---- addresses ----

  private static String quoted(String replacement) {
    return Matcher.quoteReplacement(replacement);
  }

  private static String addresses(String text, boolean strict) {
    if (!text.contains("://")) {
      return text;
    }
    String plain = withoutActions(text);
    StringBuilder out = new StringBuilder();
    int from = 0;
    Matcher scheme = ADDRESS.matcher(plain);
    while (scheme.find(from)) {
      int end = scheme.end();
      while (end < plain.length()
          && !Character.isWhitespace(plain.charAt(end))
          && BEHIND.indexOf(plain.charAt(end)) < 0) {
        end++;
      }
      out.append(text, from, scheme.end());
      out.append(rest(text.substring(scheme.end(), end), strict));
      from = end;
    }
    return out.append(text.substring(from)).toString();
  }

  /** As long, and without what would be taken for a part of the address itself. */
  private static String withoutActions(String text) {
    return ACTION.matcher(text).replaceAll(found -> "_".repeat(found.group().length()));
  }

  /** What follows the scheme. */
  private static String rest(String address, boolean strict) {
    String rest = withoutUser(address);
    int hash = outside(rest, '#');
    String fragment = hash < 0 ? "" : rest.substring(hash + 1);
    rest = hash < 0 ? rest : rest.substring(0, hash);
    int question = outside(rest, '?');
    String query = question < 0 ? "" : rest.substring(question + 1);
    rest = question < 0 ? rest : rest.substring(0, question);
    int slash = rest.indexOf('/');
    String host = slash < 0 ? rest : rest.substring(0, slash);
    String path = slash < 0 ? "" : rest.substring(slash);
    StringBuilder out = new StringBuilder(host).append(path(host, path, strict));
    if (question >= 0) {
      out.append('?').append(query(query));
    }
    if (hash >= 0) {
      boolean plain = strict ? isPublic(fragment) : fragment.matches("[\\w.-]{0,40}");
      out.append('#').append(plain ? fragment : MASK);
    }
    return out.toString();
  }

  /** The first such character that is in no template's action, or -1. */
  private static int outside(String text, char c) {
    return withoutActions(text).indexOf(c);
  }

  /**
   * Without a name and password, also where these hold characters that would have to be escaped.
   */
  private static String withoutUser(String address) {
    String plain = withoutActions(address);
    int end = plain.length();
    for (char c : new char[] {'/', '?', '#'}) {
      int at = plain.indexOf(c);
      end = at >= 0 ? Math.min(end, at) : end;
    }
    int at = plain.lastIndexOf('@', end);
    if (at < 0 && plain.substring(0, end).matches("[^:]*:.*[^0-9\\]].*")) {
      at = plain.lastIndexOf('@'); // What looks like a port is none: a password holds a slash.
    }
    return address.substring(at + 1);
  }

  private static String path(String host, String path, boolean strict) {
    boolean key =
        KEY_HOST.matcher(host).matches() || path.toLowerCase(Locale.ROOT).contains("/services/");
    if (key && path.length() > 1) {
      return "/" + MASK;
    }
    if (!strict) {
      return path;
    }
    StringBuilder out = new StringBuilder();
    String before = "";
    String[] segments = path.isEmpty() ? new String[0] : path.substring(1).split("/", -1);
    for (String segment : segments) {
      out.append('/').append(isPublic(segment) || isDashboard(before, segment) ? segment : MASK);
      before = segment;
    }
    return out.toString();
  }

  /** Grafana gives its dashboards such names. */
  private static boolean isDashboard(String before, String segment) {
    return before.matches("d|d-solo") && segment.matches("[\\w-]{1,40}");
  }

  private static String query(String query) {
    StringBuilder out = new StringBuilder();
    String separator = "";
    for (String parameter : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? "" : parameter.substring(0, equals);
      String value = parameter.substring(equals + 1);
      String known = name.toLowerCase(Locale.ROOT);
      boolean plain =
          PUBLIC_PARAMETERS.contains(known)
              || known.startsWith("var-")
              || (isPublic(value) && !isSensitive(name));
      out.append(separator).append(name).append(equals < 0 ? "" : "=");
      out.append(plain ? value : MASK);
      separator = "&";
    }
    return out.toString();
  }

  /** Whether a part of an address is made of words, a small number, a version or a template. */
  private static boolean isPublic(String part) {
    String plain = ACTION.matcher(part).replaceAll("");
    return plain.isEmpty()
        || (WORDS.matcher(plain).matches() && !isSensitiveWord(plain))
        || VERSION.matcher(plain).matches()
        || DOCUMENT.matcher(plain).matches()
        || NUMBER.matcher(plain).matches();
  }

  /** A word such as token is public in a path, and what is joined to it is often not. */
  private static boolean isSensitiveWord(String plain) {
    return plain.matches("(?i).*[-_.:].*") && isSensitive(plain);
  }

  // ---- the rest ----

  private static String setting(MatchResult found) {
    String value = found.group(3);
    boolean template = value.contains("{{") || value.contains("}}");
    boolean prose = found.group(2).startsWith(":") && value.matches("[\\p{L}.,!?'’-]+");
    boolean kept = template || prose || value.contains(MASK) || VARIABLE.matcher(value).matches();
    return found.group(1) + found.group(2) + (kept ? value : MASK);
  }

  private static String outsideActions(String text) {
    StringBuilder out = new StringBuilder();
    int from = 0;
    Matcher action = ACTION.matcher(text);
    while (action.find()) {
      out.append(TOKEN.matcher(text.substring(from, action.start())).replaceAll(MASK));
      out.append(action.group());
      from = action.end();
    }
    return out.append(TOKEN.matcher(text.substring(from)).replaceAll(MASK)).toString();
  }
}
