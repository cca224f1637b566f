package dev.tocsin.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.promql.BinaryOp;
import dev.tocsin.harness.rehearsal.Change;
import dev.tocsin.harness.report.Evidence;
import dev.tocsin.harness.report.Proof;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.ProofMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What Java's own {@code toString} looks like, which no person is to read. */
public final class JavaSpelling {
  private static final Pattern ANY =
      Pattern.compile(
          String.join(
              "|",
              // Foo[a=1]
              "\\b[A-Z]\\w*\\[\\w+=",
              "\\bOptional(?:\\[|\\.empty)",
              // PT5M
              "\\bPT-?\\d",
              // [], [a], [a, b]; but a range is [5m], a mail says [FIRING:1], a problem [its/check]
              "(?<![\\w}\\])])\\[(?!FIRING|RESOLVED|[a-z]+/[a-z-]+\\])[^\\]\\n]*\\]",
              // {a=b}; but a matcher is {a="b"}
              "\\{[a-zA-Z_]\\w*=(?![\"~])",
              "\\{\\}",
              "\\bjava\\.(?:lang|util|time)\\.",
              "\\w@[0-9a-f]{6,8}\\b(?!\\.)",
              constants()));

  private JavaSpelling() {}

  private static String constants() {
    return Stream.of(
            Case.Kind.values(),
            ProofMethod.values(),
            Proof.Verdict.values(),
            Proof.Backend.values(),
            Change.Reason.values(),
            BinaryOp.values(),
            Evidence.Mark.values())
        .flatMap(Stream::of)
        .map(Enum::name)
        .filter(name -> name.length() > 3 && !name.equals("FIRING") && !name.equals("RESOLVED"))
        .distinct()
        .collect(Collectors.joining("|", "\\b(?:", ")\\b"));
  }

  /** Passes if nothing of it is in a text. */
  public static void assertNone(String text) {
    List<String> found = new ArrayList<>();
    Matcher matcher = ANY.matcher(text);
    while (matcher.find()) {
      found.add(
          text.substring(Math.max(0, matcher.start() - 40), matcher.end()).replaceAll("\\s+", " "));
    }
    assertThat(found)
        .as("Java's spelling in:\n%s", text.substring(0, Math.min(text.length(), 2000)))
        .isEmpty();
  }

  /** What a person sees of a page. */
  public static String read(String html) {
    return html.replaceAll("(?s)<(script|style)>.*?</\\1>", " ")
        .replaceAll("<title>|</title>", "\n")
        .replaceAll("<[^>]*(?:title|aria-label)=\"([^\"]*)\"[^>]*>", "\n$1\n")
        .replaceAll("<[^>]*>", "\n")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
  }
}
