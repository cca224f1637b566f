package dev.tocsin.generator.yaml;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.scanner.ScannerException;
import org.yaml.snakeyaml.tokens.DirectiveToken;
import org.yaml.snakeyaml.tokens.TagToken;
import org.yaml.snakeyaml.tokens.TagTuple;
import org.yaml.snakeyaml.tokens.Token;

/** Reads tags such as {@code !!str}, and the directives {@code %YAML} and {@code %TAG}. */
final class TagScanner {
  private static final String IN_DIRECTIVE = "while scanning a directive";
  private static final String IN_TAG = "while scanning a tag";

  private final Source source;
  private final Mark start;

  TagScanner(Source source) {
    this.source = source;
    this.start = source.mark();
  }

  private ScannerException problem(String context, String said) {
    return new ScannerException(context, start, said, source.mark());
  }

  // --- tags -----------------------------------------------------------------------------------

  TagToken tag() {
    String handle;
    String suffix;
    if (source.peek(1) == '<') {
      source.skip();
      source.skip();
      handle = "";
      suffix = uri("", IN_TAG);
      if (source.peek() != '>') {
        throw problem(IN_TAG, "did not find the expected '>'");
      }
      source.skip();
    } else {
      handle = handle(false, IN_TAG);
      if (handle.length() > 1 && handle.endsWith("!")) {
        suffix = uri("", IN_TAG);
      } else {
        suffix = uri(handle, IN_TAG);
        handle = "!";
        if (suffix.isEmpty()) {
          handle = "";
          suffix = "!";
        }
      }
    }
    if (!Source.isBlankOrEnd(source.peek())) {
      throw problem(IN_TAG, "did not find expected whitespace or line break");
    }
    return new TagToken(
        new TagTuple(handle.isEmpty() ? null : handle, suffix), start, source.mark());
  }

  private String handle(boolean directive, String context) {
    if (source.peek() != '!') {
      throw problem(context, "did not find expected '!'");
    }
    int from = source.offset();
    source.skip();
    while (Source.isWord(source.peek())) {
      source.skip();
    }
    if (source.peek() == '!') {
      source.skip();
    } else if (directive && !source.text(from).equals("!")) {
      throw problem(context, "did not find expected '!'");
    }
    return source.text(from);
  }

  private String uri(String head, String context) {
    StringBuilder uri = new StringBuilder(head.length() > 1 ? head.substring(1) : "");
    boolean found = !head.isEmpty();
    while (Source.isWord(source.peek()) || ";/?:@&=+$,.!~*'()[]%".indexOf(source.peek()) >= 0) {
      if (source.peek() == '%') {
        escapes(uri, context);
      } else {
        source.read(uri);
      }
      found = true;
    }
    if (!found) {
      throw problem(context, "did not find expected tag URI");
    }
    return uri.toString();
  }

  private void escapes(StringBuilder uri, String context) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (source.peek() == '%') {
      int high = Character.digit(source.peek(1), 16);
      int low = Character.digit(source.peek(2), 16);
      if (high < 0 || low < 0) {
        throw problem(context, "did not find URI escaped octet");
      }
      bytes.write(high * 16 + low);
      source.skip();
      source.skip();
      source.skip();
    }
    uri.append(bytes.toString(StandardCharsets.UTF_8));
  }

  // --- directives -----------------------------------------------------------------------------

  Token directive() {
    source.skip();
    int from = source.offset();
    while (Source.isWord(source.peek())) {
      source.skip();
    }
    String name = source.text(from);
    if (name.isEmpty()) {
      throw problem(IN_DIRECTIVE, "could not find expected directive name");
    }
    if (!Source.isBlankOrEnd(source.peek())) {
      throw problem(IN_DIRECTIVE, "found unexpected non-alphabetical character");
    }
    Token token =
        switch (name) {
          case "YAML" -> version();
          case "TAG" -> prefix();
          default -> throw problem(IN_DIRECTIVE, "found unknown directive name");
        };
    skipBlanks();
    if (source.peek() == '#') {
      source.toEndOfLine();
    }
    if (!Source.isBreakOrEnd(source.peek())) {
      throw problem(IN_DIRECTIVE, "did not find expected comment or line break");
    }
    source.skipLine();
    return token;
  }

  private void skipBlanks() {
    while (Source.isBlank(source.peek())) {
      source.skip();
    }
  }

  private Token version() {
    skipBlanks();
    int major = number();
    if (source.peek() != '.') {
      throw problem(
          "while scanning a %YAML directive", "did not find expected digit or '.' character");
    }
    source.skip();
    int minor = number();
    if (major != 1 || minor != 1) {
      throw problem(IN_DIRECTIVE, "found a YAML version other than 1.1");
    }
    return new DirectiveToken<>("YAML", List.of(major, minor), start, source.mark());
  }

  private int number() {
    int from = source.offset();
    while (Source.isDigit(source.peek())) {
      source.skip();
    }
    String digits = source.text(from);
    if (digits.isEmpty() || digits.length() > 2) {
      throw problem("while scanning a %YAML directive", "did not find expected version number");
    }
    return Integer.parseInt(digits);
  }

  private Token prefix() {
    String context = "while scanning a %TAG directive";
    skipBlanks();
    String handle = handle(true, context);
    if (!Source.isBlank(source.peek())) {
      throw problem(context, "did not find expected whitespace");
    }
    skipBlanks();
    String prefix = uri("", context);
    if (!Source.isBlankOrEnd(source.peek())) {
      throw problem(context, "did not find expected whitespace or line break");
    }
    return new DirectiveToken<>("TAG", List.of(handle, prefix), start, source.mark());
  }
}
