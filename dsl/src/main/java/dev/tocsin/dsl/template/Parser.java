package dev.tocsin.dsl.template;

import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.problem.Span;
import dev.tocsin.dsl.template.Node.Command;
import dev.tocsin.dsl.template.Node.Operand;
import dev.tocsin.dsl.template.Node.Pipeline;
import dev.tocsin.dsl.template.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a template as <a href="https://pkg.go.dev/text/template/parse">Go's parser</a> does, with
 * the same verdict. Go stops at the first error; this one stops where the structure is lost, and
 * goes on behind an unknown function, an undefined variable and the like.
 */
final class Parser {
  /** Go allows 10,000 levels, and real templates have four or five. */
  private static final int MAX_DEPTH = 400;

  private final Dialect dialect;
  private final String name;
  private final List<Token> tokens;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Node.Define> definitions = new ArrayList<>();
  private final Map<String, Boolean> definedWithContent = new HashMap<>();

  private int at;
  private boolean lost;
  private int depth;
  private Deque<String> variables = new ArrayDeque<>();
  private int ranges;
  private boolean inDefinition;

  Parser(String text, Dialect dialect, String name) {
    this.dialect = dialect;
    this.name = name;
    this.tokens = new Lexer(text).tokens();
    variables.push("$");
    Variables.of(dialect).forEach(variables::push);
  }

  List<Problem> problems() {
    return problems;
  }

  List<Node.Define> definitions() {
    return definitions;
  }

  // --- tokens ---------------------------------------------------------------------------------

  private Token peek() {
    return tokens.get(Math.min(at, tokens.size() - 1));
  }

  private Token next() {
    Token token = peek();
    at++;
    return token;
  }

  private Token peekNonSpace() {
    while (peek().is(Kind.SPACE)) {
      at++;
    }
    return peek();
  }

  private Token nextNonSpace() {
    peekNonSpace();
    return next();
  }

  private static Span span(Token token) {
    return Span.of(token.start(), token.end());
  }

  private Span since(int start) {
    int last = Math.min(at, tokens.size()) - 1;
    return Span.of(start, Math.max(start, tokens.get(Math.max(0, last)).end()));
  }

  // --- problems -------------------------------------------------------------------------------

  private void report(String message, Span span, @Nullable String help) {
    if (!lost) {
      problems.add(Problem.error("template/syntax", span, message).help(help));
    }
  }

  /** Gives up: what follows cannot be distinguished any more. */
  private void lose(String message, Span span, @Nullable String help) {
    report(message, span, help);
    lost = true;
    at = tokens.size();
  }

  private void unexpected(Token token, String context) {
    if (token.is(Kind.ERROR)) {
      lose(token.text(), span(token), Hints.lexical(token.text()));
    } else {
      lose(
          "unexpected " + token.described() + " in " + context,
          span(token),
          Hints.unexpected(token, context));
    }
  }

  private boolean tooDeep(Token token) {
    if (depth > MAX_DEPTH) {
      lose(
          "template is nested more than " + MAX_DEPTH + " levels deep",
          span(token),
          "split the template");
    }
    return lost;
  }

  // --- structure ------------------------------------------------------------------------------

  List<Node> template() {
    List<Node> nodes = new ArrayList<>();
    while (!lost && !peek().is(Kind.END_OF_TEXT)) {
      int start = at;
      if (peek().is(Kind.LEFT_DELIMITER)) {
        next();
        if (nextNonSpace().isKeyword("define")) {
          definition(tokens.get(start).start());
          continue;
        }
        at = start;
      }
      Item item = textOrAction();
      if (item.node() != null) {
        nodes.add(item.node());
      } else if (!lost) {
        String word = item.kind() == Item.Kind.END ? "end" : "else";
        lose(
            "unexpected {{" + word + "}}: no {{if}}, {{range}} or {{with}} is open",
            Span.of(tokens.get(start).start(), item.token().end()),
            "remove it, or add what it closes");
      }
    }
    define(name, nodes, Span.of(0, 0), true);
    return nodes;
  }

  /** What an action was: a node, or the {@code end} or {@code else} that closes a list. */
  private record Item(Kind kind, @Nullable Node node, Token token) {
    enum Kind {
      NODE,
      END,
      ELSE
    }
  }

  private Item textOrAction() {
    Token token = nextNonSpace();
    if (token.is(Kind.TEXT)) {
      return new Item(Item.Kind.NODE, new Node.Text(token.text(), span(token)), token);
    }
    if (token.is(Kind.LEFT_DELIMITER)) {
      return action(token);
    }
    unexpected(token, "the text");
    return new Item(Item.Kind.END, null, token);
  }

  private Item action(Token open) {
    Token word = nextNonSpace();
    if (word.is(Kind.KEYWORD)) {
      switch (word.text()) {
        case "end":
          expectRight("end");
          return new Item(Item.Kind.END, null, word);
        case "else":
          Token after = peekNonSpace();
          if (!after.isKeyword("if") && !after.isKeyword("with")) {
            expectRight("else");
          }
          return new Item(Item.Kind.ELSE, null, word);
        case "if", "with", "range":
          return new Item(Item.Kind.NODE, control(word.text(), open), word);
        case "template":
          return new Item(Item.Kind.NODE, include(open), word);
        case "block":
          return new Item(Item.Kind.NODE, block(open), word);
        case "break", "continue":
          return new Item(Item.Kind.NODE, jump(word), word);
        default:
          break; // `define` is allowed at the top only, where it is read before it comes here.
      }
    }
    at--;
    Pipeline pipeline = pipeline("command", Kind.RIGHT_DELIMITER);
    return new Item(Item.Kind.NODE, new Node.Action(pipeline, since(open.start())), word);
  }

  private void expectRight(String context) {
    Token token = nextNonSpace();
    if (!token.is(Kind.RIGHT_DELIMITER)) {
      unexpected(token, "{{" + context + "}}");
    }
  }

  private Node jump(Token word) {
    expectRight(word.text());
    if (ranges == 0) {
      report("{{" + word.text() + "}} outside {{range}}", span(word), null);
    }
    return word.text().equals("break") ? new Node.Break(span(word)) : new Node.Continue(span(word));
  }

  private Node control(String keyword, Token open) {
    depth++;
    int known = variables.size();
    List<Node> then = new ArrayList<>();
    List<Node> otherwise = new ArrayList<>();
    Pipeline pipeline =
        tooDeep(open)
            ? new Pipeline(List.of(), false, List.of(), span(open))
            : pipeline(keyword, Kind.RIGHT_DELIMITER);
    boolean range = keyword.equals("range");
    ranges += range ? 1 : 0;
    Item end = list(then, open);
    ranges -= range ? 1 : 0;
    if (end.kind() == Item.Kind.ELSE && !lost) {
      if (!range && peek().isKeyword(keyword)) {
        Token chained = next();
        otherwise.add(control(keyword, chained));
      } else {
        Item second = list(otherwise, open);
        if (second.kind() == Item.Kind.ELSE) {
          lose(
              "expected {{end}}, found a second {{else}}",
              span(second.token()),
              "remove it, or write {{else if …}} before the last {{else}}");
        }
      }
    }
    while (variables.size() > known) {
      variables.pop();
    }
    depth--;
    Span span = since(open.start());
    return switch (keyword) {
      case "if" -> new Node.If(pipeline, then, otherwise, span);
      case "with" -> new Node.With(pipeline, then, otherwise, span);
      default -> new Node.Range(pipeline, then, otherwise, span);
    };
  }

  /** Reads up to the {@code end} or {@code else} of what {@code open} opened, which it gives. */
  private Item list(List<Node> nodes, Token open) {
    while (!lost && !peekNonSpace().is(Kind.END_OF_TEXT)) {
      Item item = textOrAction();
      if (item.node() == null) {
        return item;
      }
      nodes.add(item.node());
    }
    if (!lost) {
      lose("unexpected end of template: missing {{end}}", span(open), "add {{end}}");
    }
    return new Item(Item.Kind.END, null, peek());
  }

  private @Nullable String templateName(String context) {
    Token token = nextNonSpace();
    if (!token.is(Kind.STRING) && !token.is(Kind.RAW_STRING)) {
      unexpected(token, context);
      return null;
    }
    Optional<String> value = Literals.string(token.text());
    if (value.isEmpty()) {
      report("invalid string " + token.text(), span(token), Hints.ESCAPES);
    }
    return value.orElse("");
  }

  private Node include(Token open) {
    String included = templateName("{{template}}");
    Pipeline argument = null;
    if (!lost && !peekNonSpace().is(Kind.RIGHT_DELIMITER)) {
      argument = pipeline("template clause", Kind.RIGHT_DELIMITER);
    } else {
      next();
    }
    return new Node.Include(included == null ? "" : included, argument, since(open.start()));
  }

  private Node block(Token open) {
    depth++;
    String blockName = templateName("{{block}}");
    Pipeline argument = pipeline("block clause", Kind.RIGHT_DELIMITER);
    if (!tooDeep(open)) {
      body(blockName == null ? "" : blockName, "{{block}}", open);
    }
    depth--;
    return new Node.Include(blockName == null ? "" : blockName, argument, since(open.start()));
  }

  private void definition(int start) {
    String defined = templateName("{{define}}");
    if (!lost) {
      expectRight("define");
    }
    body(defined == null ? "" : defined, "{{define}}", tokens.get(Math.min(at, tokens.size()) - 1));
  }

  /** A definition is a template of its own: it sees no variables but {@code $}, its argument. */
  private void body(String defined, String context, Token open) {
    Deque<String> outerVariables = variables;
    int outerRanges = ranges;
    boolean outerDefinition = inDefinition;
    variables = new ArrayDeque<>(List.of("$"));
    ranges = 0;
    inDefinition = true;
    List<Node> nodes = new ArrayList<>();
    Item end = list(nodes, open);
    if (end.kind() == Item.Kind.ELSE) {
      lose("unexpected {{else}} in " + context, span(end.token()), null);
    }
    variables = outerVariables;
    ranges = outerRanges;
    inDefinition = outerDefinition;
    define(defined, nodes, span(open), false);
    definitions.add(new Node.Define(defined, nodes, since(open.start())));
  }

  private void define(String defined, List<Node> nodes, Span span, boolean whole) {
    // The whole template is a definition too, under its own name. In Prometheus it is never empty,
    // because the definitions of $labels and the rest stand before it.
    boolean content =
        (whole && dialect == Dialect.PROMETHEUS) || nodes.stream().anyMatch(Parser::hasContent);
    boolean before = definedWithContent.getOrDefault(defined, false);
    if (before && content) {
      report("duplicate template \"" + defined + "\"", span, "rename one of them");
    }
    definedWithContent.put(defined, before || content);
  }

  private static boolean hasContent(Node node) {
    return !(node instanceof Node.Text text) || !text.text().chars().allMatch(Parser::isSpace);
  }

  /** What Go counts as white space, which is not what Java does. */
  private static boolean isSpace(int c) {
    return (c >= '\t' && c <= '\r') || c == 0x85 || Character.isSpaceChar(c);
  }

  // --- pipelines ------------------------------------------------------------------------------

  private Pipeline pipeline(String context, Kind end) {
    Token first = peekNonSpace();
    List<String> declared = new ArrayList<>();
    boolean assignment = false;
    boolean more = true;
    while (more && !lost && peekNonSpace().is(Kind.VARIABLE)) {
      more = false;
      int before = at;
      Token variable = next();
      Token after = peekNonSpace();
      if (after.is(Kind.ASSIGN) || after.is(Kind.DECLARE)) {
        next();
        assignment = after.is(Kind.ASSIGN);
        declared.add(variable.text());
        variables.push(variable.text());
      } else if (after.is(Kind.CHARACTER) && after.text().equals(",")) {
        next();
        declared.add(variable.text());
        variables.push(variable.text());
        Token second = peekNonSpace();
        if (!context.equals("range") || declared.size() >= 2) {
          lose("too many declarations in {{" + context + "}}", span(after), null);
        } else if (!second.is(Kind.VARIABLE)
            && !second.is(Kind.RIGHT_DELIMITER)
            && !second.is(Kind.RIGHT_PAREN)) {
          lose("range can only initialize variables", span(second), "write $index, $element :=");
        }
        more = true;
      } else {
        at = before;
      }
    }
    List<Command> commands = new ArrayList<>();
    while (!lost) {
      Token token = peekNonSpace();
      if (token.is(end)) {
        checkStages(commands, context, span(token));
        Span span = Span.of(first.start(), Math.max(first.start(), token.start()));
        next();
        return new Pipeline(declared, assignment, commands, span);
      }
      if (!startsOperand(token)) {
        next();
        unexpected(token, context);
      } else {
        commands.add(command());
      }
    }
    return new Pipeline(declared, assignment, commands, span(first));
  }

  private static boolean startsOperand(Token token) {
    return switch (token.kind()) {
      case BOOL,
          CHARACTER_CONSTANT,
          COMPLEX,
          DOT,
          FIELD,
          IDENTIFIER,
          NUMBER,
          NIL,
          RAW_STRING,
          STRING,
          VARIABLE,
          LEFT_PAREN ->
          true;
      default -> false;
    };
  }

  private void checkStages(List<Command> commands, String context, Span end) {
    if (commands.isEmpty()) {
      report("missing value for " + context, end, null);
    }
    for (int i = 1; i < commands.size(); i++) {
      List<Operand> words = commands.get(i).words();
      Operand first = words.get(0);
      if (first instanceof Operand.Bool
          || first instanceof Operand.Dot
          || first instanceof Operand.Nil
          || first instanceof Operand.Number
          || first instanceof Operand.Text) {
        report(
            "non executable command in pipeline stage " + (i + 1),
            first.span(),
            "only a function can take the value before |");
      }
    }
  }

  private Command command() {
    int start = peekNonSpace().start();
    List<Operand> words = new ArrayList<>();
    boolean more = true;
    while (more && !lost) {
      Operand operand = operand();
      if (operand != null) {
        words.add(operand);
      }
      if (lost) {
        break;
      }
      Token token = next();
      switch (token.kind()) {
        case SPACE:
          break;
        case RIGHT_DELIMITER, RIGHT_PAREN:
          at--;
          more = false;
          break;
        case PIPE:
          more = false;
          break;
        default:
          unexpected(token, "an operand");
          break;
      }
    }
    return new Command(words, since(start));
  }

  private @Nullable Operand operand() {
    Operand term = term();
    if (term == null || lost || !peek().is(Kind.FIELD)) {
      return term;
    }
    List<String> fields = new ArrayList<>();
    Token field = peek();
    while (peek().is(Kind.FIELD)) {
      fields.add(next().text().substring(1));
    }
    Span span = since(term.span().start());
    if (term instanceof Operand.Field before) {
      List<String> all = new ArrayList<>(before.fields());
      all.addAll(fields);
      return new Operand.Field(all, span);
    }
    if (term instanceof Operand.Variable variable) {
      return new Operand.Variable(variable.name(), fields, span);
    }
    if (!(term instanceof Operand.Function) && !(term instanceof Operand.Group)) {
      report("unexpected . after a literal", span(field), null);
    }
    return new Operand.Chain(term, fields, span);
  }

  private @Nullable Operand term() {
    Token token = peekNonSpace();
    if (!startsOperand(token)) {
      return null;
    }
    next();
    Span span = span(token);
    return switch (token.kind()) {
      case IDENTIFIER -> function(token);
      case DOT -> new Operand.Dot(span);
      case NIL -> new Operand.Nil(span);
      case VARIABLE -> variable(token);
      case FIELD -> new Operand.Field(List.of(token.text().substring(1)), span);
      case BOOL -> new Operand.Bool(token.text().equals("true"), span);
      case LEFT_PAREN -> group(token);
      case STRING, RAW_STRING -> string(token);
      default -> number(token);
    };
  }

  private Operand function(Token token) {
    if (dialect.function(token.text()).isEmpty()) {
      report(
          "function \"" + token.text() + "\" not defined",
          span(token),
          Hints.function(token.text(), dialect));
    }
    return new Operand.Function(token.text(), span(token));
  }

  private Operand variable(Token token) {
    if (!variables.contains(token.text())) {
      report(
          "undefined variable \"" + token.text() + "\"",
          span(token),
          Hints.variable(token.text(), variables, inDefinition, dialect));
    }
    return new Operand.Variable(token.text().substring(1), List.of(), span(token));
  }

  private Operand group(Token open) {
    depth++;
    Pipeline pipeline =
        tooDeep(open)
            ? new Pipeline(List.of(), false, List.of(), span(open))
            : pipeline("parentheses", Kind.RIGHT_PAREN);
    depth--;
    return new Operand.Group(pipeline, since(open.start()));
  }

  private Operand string(Token token) {
    Optional<String> value = Literals.string(token.text());
    if (value.isEmpty()) {
      report("invalid string " + token.text(), span(token), Hints.ESCAPES);
    }
    return new Operand.Text(value.orElse(""), span(token));
  }

  private Operand number(Token token) {
    if (token.is(Kind.CHARACTER_CONSTANT)) {
      if (!Literals.isCharacter(token.text())) {
        report(
            "malformed character constant: " + token.text(),
            span(token),
            "use double quotes for a string");
      }
    } else if (token.is(Kind.COMPLEX)) {
      if (!Literals.isComplex(token.text())) {
        report("illegal number syntax: \"" + token.text() + "\"", span(token), null);
      }
    } else {
      Literals.numberProblem(token.text()).ifPresent(problem -> report(problem, span(token), null));
    }
    return new Operand.Number(token.text(), span(token));
  }
}
