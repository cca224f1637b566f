package dev.tocsin.dsl.promql;

import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.problem.Span;
import dev.tocsin.dsl.schema.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What an expression uses that an older Prometheus does not know. */
public final class PromqlVersions {
  private static final Pattern CLASSIC_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  private final Version target;
  private final List<Problem> problems = new ArrayList<>();

  private PromqlVersions(Version target) {
    this.target = target;
  }

  /**
   * What the target does not know, in the order of the text. A text that is no PromQL at all has
   * nothing new in it.
   *
   * @param target a version of Prometheus
   */
  public static List<Problem> unknownTo(String text, Version target) {
    Optional<Expr> expr = PromqlCheck.check(text).expr();
    if (expr.isEmpty()) {
      return List.of();
    }
    PromqlVersions versions = new PromqlVersions(target);
    versions.names(expr.get());
    versions.syntax(new Lexer(text));
    return versions.problems.stream()
        .sorted(Comparator.comparingInt(problem -> problem.span().start()))
        .toList();
  }

  private void names(Expr root) {
    for (Expr node : Nodes.of(root)) {
      if (node instanceof Expr.Call call) {
        Functions.named(call.function())
            .ifPresent(function -> name(function.name(), function.since(), call.span()));
      } else if (node instanceof Expr.Aggregation aggregation) {
        name(aggregation.op().symbol(), aggregation.op().since(), aggregation.span());
      }
    }
  }

  private void name(String name, String since, Span span) {
    if (Version.parse(since).compareTo(target) > 0) {
      Span head = span.isKnown() ? Span.of(span.start(), span.start() + name.length()) : span;
      add("`" + name + "`", since, head, "use what the target supports, or raise the target");
    }
  }

  private void add(String what, String since, Span span, String help) {
    String message =
        what + " requires Prometheus " + since + " or newer (target is " + target + ")";
    problems.add(Problem.error("rules/version", span, message).help(help));
  }

  private void found(SyntaxSince novelty, Lexer lexer) {
    if (novelty.since().compareTo(target) > 0) {
      add(
          novelty.what(),
          novelty.since().toString(),
          Span.of(lexer.start(), lexer.end()),
          novelty.help());
    }
  }

  /** Where words mean something else than elsewhere. */
  private enum Context {
    NONE,
    BRACES,
    BRACKETS,
    GROUPING,
    OFFSET,
    AT
  }

  private void syntax(Lexer lexer) {
    Context context = Context.NONE;
    Token before = Token.END;
    for (Token token = lexer.next();
        token != Token.END && token != Token.ERROR;
        token = lexer.next()) {
      switch (token) {
        case LEFT_BRACE -> context = Context.BRACES;
        case LEFT_BRACKET -> context = Context.BRACKETS;
        case OFFSET -> context = Context.OFFSET;
        case AT -> context = Context.AT;
        case LEFT_PAREN -> context = isGrouping(before) ? Context.GROUPING : inside(context);
        case ADD, SUBTRACT, COMMA, RIGHT_PAREN -> {
          if (token == Token.RIGHT_PAREN && context == Context.GROUPING) {
            context = Context.NONE;
          }
        }
        case STRING -> string(context, before, lexer);
        case NUMBER -> {
          number(context, lexer);
          context = inside(context);
        }
        case DURATION -> {
          if (context != Context.BRACKETS && context != Context.OFFSET) {
            found(SyntaxSince.DURATION_AS_NUMBER, lexer);
          }
          context = inside(context);
        }
        case RIGHT_BRACE, RIGHT_BRACKET -> context = Context.NONE;
        default -> context = inside(context);
      }
      before = token;
    }
  }

  /** Brackets, braces and groupings end with their closing sign, all else with the next word. */
  private static Context inside(Context context) {
    return context == Context.OFFSET || context == Context.AT ? Context.NONE : context;
  }

  private static boolean isGrouping(Token token) {
    return switch (token) {
      case BY, WITHOUT, ON, IGNORING, GROUP_LEFT, GROUP_RIGHT -> true;
      default -> false;
    };
  }

  private void string(Context context, Token before, Lexer lexer) {
    if (context == Context.BRACES) {
      boolean value =
          switch (before) {
            case ASSIGN, NOT_EQUAL, MATCHES, NOT_MATCHES -> true;
            default -> false;
          };
      if (!value) {
        found(SyntaxSince.QUOTED_NAME, lexer);
      }
    } else if (context == Context.GROUPING) {
      String word = lexer.word();
      boolean classic = CLASSIC_NAME.matcher(word.substring(1, word.length() - 1)).matches();
      found(classic ? SyntaxSince.QUOTED_LABEL : SyntaxSince.UTF8_LABEL, lexer);
    }
  }

  private void number(Context context, Lexer lexer) {
    if (context == Context.BRACKETS || context == Context.OFFSET) {
      found(SyntaxSince.NUMBER_AS_DURATION, lexer);
    } else if (lexer.word().indexOf('_') >= 0) {
      found(SyntaxSince.UNDERSCORE, lexer);
    }
  }
}
