package dev.tocsin.dsl.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Masks secrets in messages and in the text of generated files: replaces by {@value #MASK} whatever
 * is not known to be public. Takes time in proportion to the length of the text.
 */
public final class Masking {
  /** Replaces a secret. */
  public static final String MASK = "…";

  private static final String SENSITIVE_WORDS =
      "passw(?:or)?d|passphrase|secret|token|api[-_]?key|apikey|access[-_]?key|private[-_]?key"
          + "|(?:routing|service|integration|user|signing)[-_]?key|credential|authorization|cookie"
          + "|assertion|signature|session";

  private static final Pattern SENSITIVE =
      Pattern.compile("(?i)" + SENSITIVE_WORDS + "|\\bkey\\b|\\bsig\\b|\\bauth\\b");

  /** Parts of the names of an address's parameters that hold secrets. */
  private static final Pattern SENSITIVE_PARAMETER =
      Pattern.compile("(?i)" + SENSITIVE_WORDS + "|key|sig|pass|auth|code");

  /** Names that contain one of those words and are public. */
  private static final Set<String> PUBLIC_NAMES =
      Set.of("client_assertion_type", "token_type", "requested_token_type", "subject_token_type");

  /** Known formats of keys and tokens. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "xox[a-z]-[\\w-]+|xapp-[\\w-]+|gh[pousr]_\\w{16,}|github_pat_\\w+|glpat-[\\w-]+"
              + "|A[KS]IA[0-9A-Z]{12,}|AIza[\\w-]{30,}|(?<![\\w-])eyJ[\\w-]+\\.[\\w.-]+|\\bsk-[\\w-]{16,}"
              + "|SG\\.[\\w-]{16,}\\.[\\w-]+|\\b\\d{8,10}:[\\w-]{30,}|\\b[0-9a-fA-F]{32,}\\b");

  /** Long and mixed: it is a token unless it is made of public words. */
  private static final Pattern MIXED =
      Pattern.compile(
          "(?<![\\w+=-])(?=[\\w+=-]*\\d)(?=[\\w+=-]*[a-z])(?=[\\w+=-]*[A-Z])[\\w+=-]{28,}");

  private static final Pattern PRIVATE_KEY =
      Pattern.compile("(?s)(-----BEGIN [A-Z ]*PRIVATE KEY-----).*?(-----END|$)");

  /** {@code Bearer …} and {@code Basic …}, but not a sentence that begins with such a word. */
  private static final Pattern SCHEME =
      Pattern.compile("(?i)\\b(bearer|basic)(\\s+)(?=\\S*[0-9=._~+/])(?!\\{\\{)[\\w.~+/=-]{6,}");

  private static final Pattern SETTING =
      Pattern.compile(
          "(?i)((?:"
              + SENSITIVE_WORDS
              + ")\\w{0,20}[\"']?\\s{0,4})([:=]\\s*)(\"[^\"]*\"|'[^']*'|[^\\s&,;\"']+)");

  /** The name and the colon of a setting in a comment; more names than in other texts. */
  private static final Pattern COMMENTED_SETTING =
      Pattern.compile(
          "(?i)(?:" + SENSITIVE_WORDS + "|key|url|webhook)\\w{0,40}[\"']?\\s{0,4}[:=](?=\\s*\\S)");

  /** What follows the colon in a sentence rather than in a setting. */
  private static final Pattern PROSE = Pattern.compile("[\\p{L}.,!?'’-]+");

  /** The name of a variable, but not a password that begins like one. */
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{[A-Za-z_]\\w*}|\\$\\([A-Za-z_]\\w*\\)|\\$[A-Z_][A-Z0-9_]*");

  private static final Pattern ADDRESS =
      Pattern.compile("(?i)(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{0,20}://");

  /** The characters that end an address in a text. */
  private static final String DELIMITERS = "\"'<>`|\\";

  /** What the shell replaces; {@link #actions} finds the actions of templates. */
  private static final Pattern SHELL =
      Pattern.compile("\\$\\{[A-Za-z_]\\w*}|\\$\\([A-Za-z_]\\w*\\)|%\\([A-Za-z_]\\w*\\)s");

  /** Hosts whose addresses are secret as a whole. */
  private static final Pattern KEY_HOST =
      Pattern.compile(
          "(?i)^hooks\\.|webhook\\.office|\\.logic\\.azure|discord(?:app)?\\.com"
              + "|^chat\\.googleapis|telegram\\.org|nosnch\\.in|hc-ping|healthchecks");

  /** What joins words. */
  private static final Pattern JOINT = Pattern.compile("[-_.:+~(),!]|%(?:[0-9A-F]{2})?");

  /** A word in camel case, with the short words that are usual there. */
  private static final String CAMEL =
      "[A-Z]{0,8}(?:[A-Z][a-z]{2,20}|As|At|By|In|Is|No|Of|On|Or|To|Up)\\d{0,3}";

  /**
   * A public word: letters with a number behind or between, words in camel case, a short mixed one
   * such as k8s or o11y, or a number. Random text mixes letters and digits at length.
   */
  private static final Pattern WORD =
      Pattern.compile(
          "[A-Za-z]{1,16}\\d{0,4}|[a-z]{1,60}\\d{0,4}|[a-z]{3,60}\\d{1,3}[a-z]{3,60}|[A-Z]{1,2}\\d{1,8}"
              + ("|[a-z]{0,60}(?:" + CAMEL + "){1,12}(?:[A-Z]{1,6}s?)?")
              + "|[A-Za-z0-9]{0,4}|\\d{1,12}");

  /** Separates parts in a fragment and in a parameter's value. */
  private static final Pattern PARTS = Pattern.compile("[/?&=]");

  private static final Pattern VERSION = Pattern.compile("v\\d{1,3}(?:(?:alpha|beta)\\d?)?");

  /** Pages and pictures. */
  private static final Pattern DOCUMENT =
      Pattern.compile("(?i)[\\w.-]{1,80}\\.(?:png|svg|jpe?g|gif|ico|webp|html?|md|pdf)");

  private static final Pattern FRAGMENT = Pattern.compile("[\\w.-]{0,40}");
  private static final Pattern ID_FOLDER = Pattern.compile("d|d-solo|blob|tree|commit");
  private static final Pattern ID = Pattern.compile("[\\w-]{1,40}");
  private static final Pattern PORT = Pattern.compile("[^:]*(?::[0-9]*)?|\\[[^\\]]*](?::[0-9]*)?");

  private static final Set<String> PUBLIC_PARAMETERS =
      Set.of(
          "orgid",
          "from",
          "to",
          "refresh",
          "panelid",
          "viewpanel",
          "limit",
          "page",
          "step",
          "expr",
          "tab",
          "kiosk",
          "theme",
          "timezone",
          "tz");

  /** Parameters of Grafana's variables and of Prometheus' graphs. */
  private static final Pattern PUBLIC_PARAMETER = Pattern.compile("var-.*|g\\d\\.\\w+");

  /** What tools show instead of a secret, and what people write for others to fill in. */
  private static final Pattern MASKED =
      Pattern.compile(
          "<[^<>]*>|\\*{3,}|[xX]{4,}|\\.{3,}|…+|•+"
              + "|(?i:[\\[({<_*]{0,2}(?:redacted|masked|hidden|removed|filtered|secret|omitted"
              + "|scrubbed|change[-_ ]?me|replace[-_ ]?me)[\\])}>_*]{0,2})");

  private static final Pattern HTTP = Pattern.compile("(?i)^https?://");
  private static final Pattern BLANKS = Pattern.compile("(?<=\\s)|(?=\\s)");

  /** Several changes from lower to upper case, as in random text. */
  private static final Pattern MIXED_CASE = Pattern.compile("[a-z][A-Z].*[a-z][A-Z]");

  /** Numbers of tickets, dates, and names such as node1. */
  private static final Pattern PLAIN_NAME =
      Pattern.compile("[A-Z]{2,10}-\\d{1,6}|\\d{4}-\\d\\d-\\d\\d\\w*|[a-z_-]{2,30}\\d{0,2}");

  private static final int LONGEST_WORD = 60;
  private static final int MOST_WORDS = 20;

  private Masking() {}

  /** Whether values with such a name are often secret. */
  public static boolean isSensitive(String name) {
    return !PUBLIC_NAMES.contains(name.toLowerCase(Locale.ROOT)) && SENSITIVE.matcher(name).find();
  }

  /**
   * Masks the addresses in a message: user names and passwords, parameters, fragments. Keeps paths,
   * except those of hosts whose addresses are secret as a whole.
   */
  public static String message(String text) {
    return masked(text, false, rest -> rest);
  }

  /** Masks a text that is an address as a whole. */
  public static String address(String text) {
    int scheme = text.indexOf("://");
    return scheme < 0
        ? text
        : text.substring(0, scheme + 3) + rest(text.substring(scheme + 3), true);
  }

  /** Masks a text of a configuration or of a rule. */
  public static String text(String text) {
    String clean = PRIVATE_KEY.matcher(text).replaceAll("$1" + MASK + "$2");
    // A public certificate looks like a token.
    boolean certificate = clean.contains("-----BEGIN ");
    return masked(clean, true, certificate ? Masking::settings : Masking::outsideAddresses);
  }

  /** Masks the value of a label or an annotation: more of it if its name is sensitive. */
  public static String value(String name, String text) {
    boolean hidden = isSensitive(name) && !text.contains("{{") && !isProse(text);
    return hidden ? MASK : text(text);
  }

  private static boolean isProse(String text) {
    return BLANKS
        .splitAsStream(text)
        .allMatch(word -> word.isBlank() || isPublicWords(withoutPunctuation(word)));
  }

  /**
   * Whether nothing in an address may be secret. A template's action is public; a text that is not
   * an address is not.
   */
  public static boolean isPublicAddress(String text) {
    return text.contains("://")
        ? address(text).equals(text)
        : text.contains("{{") && withoutActions(text, "").isBlank();
  }

  /**
   * Whether a text is a mask rather than a secret: what a tool shows, or a person would fill in.
   */
  public static boolean isMasked(String text) {
    String plain = HTTP.matcher(text.strip()).replaceFirst("");
    int end = plain.length();
    while (end > 0 && plain.charAt(end - 1) == '/') {
      end--;
    }
    return MASKED.matcher(plain.substring(0, end)).matches();
  }

  /**
   * Masks a comment. Its format is unknown, so that only plain words, names and numbers are kept,
   * and nothing behind the colon of a key, a password or an address.
   */
  public static String comment(String line) {
    String clean = text(line);
    Matcher setting = COMMENTED_SETTING.matcher(clean);
    if (setting.find()) {
      return clean.substring(0, setting.end()) + " " + MASK;
    }
    // Beside a word such as "password", short words may be secrets too.
    int shortest = SENSITIVE.matcher(clean).find() ? 4 : 8;
    StringBuilder out = new StringBuilder();
    for (String word : BLANKS.split(clean)) {
      boolean plain = word.contains("://") || isPlain(withoutPunctuation(word), shortest);
      out.append(plain ? word : MASK);
    }
    return out.toString();
  }

  private static boolean isPlain(String word, int shortest) {
    if (word.length() < shortest || word.length() > LONGEST_WORD) {
      return word.length() < shortest;
    }
    boolean digits = word.chars().anyMatch(Character::isDigit);
    boolean letters = word.chars().anyMatch(Character::isLetter);
    boolean random = digits && letters || word.length() > 20 && MIXED_CASE.matcher(word).find();
    return !random || PLAIN_NAME.matcher(word).matches();
  }

  private static String withoutPunctuation(String word) {
    int from = 0;
    int to = word.length();
    while (from < to && isPunctuation(word.charAt(from))) {
      from++;
    }
    while (to > from && isPunctuation(word.charAt(to - 1))) {
      to--;
    }
    return word.substring(from, to);
  }

  private static boolean isPunctuation(char c) {
    return c > ' ' && c < 127 && !Character.isLetterOrDigit(c);
  }

  // ---- addresses ----

  private static String quoted(String replacement) {
    return Matcher.quoteReplacement(replacement);
  }

  /**
   * Masks addresses, and the text between them by {@code others}.
   *
   * @param strict whether paths are masked too
   */
  private static String masked(String text, boolean strict, UnaryOperator<String> others) {
    if (!text.contains("://")) {
      return others.apply(text);
    }
    String plain = withoutActions(text, "_");
    StringBuilder out = new StringBuilder();
    int from = 0;
    Matcher scheme = ADDRESS.matcher(plain);
    while (scheme.find(from)) {
      int end = scheme.end();
      while (end < plain.length()
          && !Character.isWhitespace(plain.charAt(end))
          && DELIMITERS.indexOf(plain.charAt(end)) < 0) {
        end++;
      }
      out.append(others.apply(text.substring(from, scheme.start())));
      out.append(scheme.group()).append(rest(text.substring(scheme.end(), end), strict));
      from = end;
    }
    return out.append(others.apply(text.substring(from))).toString();
  }

  /** Replaces each character of the actions, whose delimiters are no part of an address. */
  private static String withoutActions(String text, String replacement) {
    StringBuilder out = new StringBuilder();
    int from = 0;
    for (int[] action : actions(text)) {
      out.append(text, from, action[0]).append(replacement.repeat(action[1] - action[0]));
      from = action[1];
    }
    return out.append(text, from, text.length()).toString();
  }

  /** Where the actions of templates and of the shell begin and end; their names are public. */
  private static List<int[]> actions(String text) {
    List<int[]> actions = new ArrayList<>();
    int last = text.lastIndexOf("}}"); // Behind it, no search for the end of an action succeeds.
    Matcher shell = SHELL.matcher(text);
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      int end = at;
      if (c == '{' && at + 2 <= last && text.startsWith("{{", at)) {
        end = text.indexOf("}}", at + 2) + 2;
      } else if ((c == '$' || c == '%') && shell.region(at, text.length()).lookingAt()) {
        end = shell.end();
      }
      if (end > at) {
        actions.add(new int[] {at, end});
        at = end - 1;
      }
    }
    return actions;
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
      boolean plain = strict ? arePublic(fragment) : FRAGMENT.matcher(fragment).matches();
      out.append('#').append(plain ? fragment : MASK);
    }
    return out.toString();
  }

  /** The first such character outside of actions, or -1. */
  private static int outside(String text, char c) {
    return withoutActions(text, "_").indexOf(c);
  }

  /** Removes user name and password, also where they contain characters that should be escaped. */
  private static String withoutUser(String address) {
    String plain = withoutActions(address, "_");
    int end = plain.length();
    for (char c : new char[] {'/', '?', '#'}) {
      int at = plain.indexOf(c);
      end = at >= 0 ? Math.min(end, at) : end;
    }
    int at = plain.lastIndexOf('@', end);
    if (at < 0 && !PORT.matcher(plain.substring(0, end)).matches()) {
      at = plain.lastIndexOf('@'); // It is not a port but a password with a slash in it.
    }
    return address.substring(at + 1);
  }

  private static String path(String host, String path, boolean strict) {
    boolean key =
        KEY_HOST.matcher(host).find() || path.toLowerCase(Locale.ROOT).contains("/services/");
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
      out.append('/').append(isPublic(segment) || isId(before, segment) ? segment : MASK);
      before = segment;
    }
    return out.toString();
  }

  /** Whether a part of a path is the id of a dashboard of Grafana or of a commit. */
  private static boolean isId(String before, String segment) {
    return ID_FOLDER.matcher(before).matches() && ID.matcher(segment).matches();
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
              || PUBLIC_PARAMETER.matcher(known).matches()
              || (arePublic(value) && !SENSITIVE_PARAMETER.matcher(name).find());
      out.append(separator).append(name).append(equals < 0 ? "" : "=");
      out.append(plain ? value : MASK);
      separator = "&";
    }
    return out.toString();
  }

  private static boolean arePublic(String parts) {
    return PARTS.splitAsStream(withoutActions(parts, "-")).allMatch(Masking::isPublic);
  }

  /** The one verdict on a part of an address: whether it is known to be public. */
  private static boolean isPublic(String part) {
    String plain = withoutActions(part, "-");
    return isPublicWords(plain)
        || VERSION.matcher(plain).matches()
        || DOCUMENT.matcher(plain).matches();
  }

  /** Words are public, but not a number beside the word "token". */
  private static boolean isPublicWords(String plain) {
    List<String> words = JOINT.splitAsStream(plain).filter(word -> !word.isEmpty()).toList();
    return words.size() <= MOST_WORDS
        && words.stream().allMatch(word -> WORD.matcher(word).matches())
        && (plain.chars().noneMatch(Character::isDigit) || !isSensitive(plain));
  }

  // ---- the rest ----

  private static String setting(MatchResult found) {
    String value = found.group(3);
    boolean template = value.contains("{{") || value.contains("}}");
    boolean prose = found.group(2).startsWith(":") && PROSE.matcher(value).matches();
    boolean kept = template || prose || value.contains(MASK) || VARIABLE.matcher(value).matches();
    return found.group(1) + found.group(2) + (kept ? value : MASK);
  }

  private static String settings(String text) {
    String clean = SCHEME.matcher(text).replaceAll("$1$2" + MASK);
    return SETTING.matcher(clean).replaceAll(found -> quoted(setting(found)));
  }

  private static String outsideAddresses(String text) {
    String clean = settings(text);
    StringBuilder out = new StringBuilder();
    int from = 0;
    for (int[] action : actions(clean)) {
      out.append(outsideActions(clean.substring(from, action[0])));
      out.append(clean, action[0], action[1]);
      from = action[1];
    }
    return out.append(outsideActions(clean.substring(from))).toString();
  }

  private static String outsideActions(String text) {
    String clean = TOKEN.matcher(text).replaceAll(MASK);
    return MIXED
        .matcher(clean)
        .replaceAll(found -> isPublicWords(found.group()) ? quoted(found.group()) : MASK);
  }
}
