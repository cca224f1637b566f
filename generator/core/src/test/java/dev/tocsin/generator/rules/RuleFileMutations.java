package dev.tocsin.generator.rules;

import java.util.List;
import java.util.Random;

/** Rule files that are nearly right: each way of writing YAML, and what goes wrong with each. */
final class RuleFileMutations {
  static final List<String> SEEDS =
      List.of(
          """
          # a comment
          groups:
          - name: one
            interval: 1m30s
            query_offset: 30s
            limit: 10
            labels:
              team: infra
            rules:
            - record: job:up:sum
              expr: sum by (job) (up)
              labels:
                a: b
            - alert: Down
              expr: up == 0 # behind
              for: 5m
              keep_firing_for: 10m
              labels:
                severity: "page"
              annotations:
                summary: 'it''s {{ $labels.instance }}'
                description: "a\\tb {{ $value | humanize }}"
          """,
          """
          groups:
            - name: 'two'
              rules:
                - alert: High
                  expr: |
                    rate(errors_total[5m])
                      > 0.5
                  annotations:
                    text: >-
                      folded
                      text

                      more {{ if $value }}x{{ end }}
                - alert: Other
                  expr: >
                    up ==
                    0
                  for: 0
            - name: three
              rules: []
          """,
          """
          x: &x
            severity: page
          """,
          """
          groups:
          - name: anchors
            rules:
            - &rule
              alert: A
              expr: &e up > 1
              labels: &l {severity: page, n: 5, t: true, empty: }
              annotations: {a: "x", 'b': y}
            - <<: *rule
              alert: B
            - alert: C
              expr: *e
              labels:
                <<: [*l, {z: w}]
                own: ~
          """,
          """
          ---
          {"groups": [{"name": "json", "rules": [{"record": "a:b", "expr": "1"}, {"alert": "X",
            "expr": "vector(1)", "for": "1h", "labels": {"a": "b"}}]}]}
          ...
          """,
          """
          groups:
          - name: numbers
            limit: 0x10
            rules:
            - record: r
              expr: 1
            - record: "s"
              expr: !!str 5
            - alert: 2024-01-01
              expr: up
              for: 1d
              labels: {v: 1.5, w: 0o7, y: null}
          ---
          second: document
          """);

  private static final List<String> PIECES =
      List.of(
          "\t",
          " ",
          "  ",
          "\n",
          "\n\n",
          ":",
          ": ",
          "- ",
          "-",
          "#",
          " #",
          "'",
          "\"",
          "{",
          "}",
          "[",
          "]",
          ",",
          "&a ",
          "*a",
          "!!str ",
          "!foo ",
          "|",
          "|\n",
          ">-\n",
          "|2\n",
          "%",
          "@",
          "`",
          "?",
          "? ",
          "<<: *rule\n",
          "---\n",
          "...\n",
          "\r\n",
          "\r",
          "\u0085",
          "\u00a0",
          "\u2028",
          "é",
          "~",
          "null",
          "true",
          "\\",
          "\\n",
          "%YAML 1.1\n---\n",
          "{{ x }}",
          "=",
          "<<",
          "!!binary ",
          "!!int ",
          "&a",
          "* ",
          "\u0007",
          ":\n",
          "-\n",
          "- - ",
          "'a':b",
          "{a:b}",
          "[a: b]",
          "|+\n\n",
          "5",
          "-1",
          "1.5",
          "1e3",
          "0x1F",
          "5m",
          "0",
          "1y2w",
          "1m1h",
          "9999y",
          "\"\"",
          "groups:\n",
          "name: x\n",
          "rules:\n",
          "expr: up\n",
          "record: a b\n",
          "alert: Z\n",
          "for: 1m\n",
          "labels:\n",
          "annotations: {}\n",
          "__name__: x\n",
          "unknown: 1\n",
          "severity",
          "up",
          "sum(",
          ")",
          "[5m]",
          "{{ $labels.x }}",
          "{{ nofunc }}",
          "{{",
          "!!null ",
          "!!merge <<: {}\n",
          "a: b\n",
          "? a\n: b\n",
          "\t# c\n",
          "#c\n",
          "!!float ",
          "interval: 0s\n",
          "- null\n",
          "*rule",
          "*l",
          "\"x\":y",
          "'x'\t",
          "\"q\" # c\n");

  private RuleFileMutations() {}

  static String next(Random random, int number) {
    StringBuilder text = new StringBuilder(SEEDS.get(number % SEEDS.size()));
    if (number < SEEDS.size()) {
      return text.toString();
    }
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      change(text, random);
    }
    if (random.nextInt(20) == 0) {
      return text.toString().replace("\n", "\r\n");
    }
    return random.nextInt(30) == 0 ? '\ufeff' + text.toString() : text.toString();
  }

  private static void change(StringBuilder text, Random random) {
    int at = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), at + 1 + random.nextInt(6));
    String piece = PIECES.get(random.nextInt(PIECES.size()));
    int lineStart = text.lastIndexOf("\n", Math.max(0, at - 1)) + 1;
    int lineEnd = text.indexOf("\n", at) < 0 ? text.length() : text.indexOf("\n", at);
    switch (random.nextInt(8)) {
      case 0 -> text.delete(at, to);
      case 1 -> text.replace(at, to, piece);
      case 2 -> text.insert(Math.min(lineStart, text.length()), piece);
      case 3 -> text.insert(lineEnd, piece);
      case 4 -> {
        // A whole line once more, or a value of another kind.
        String line = text.substring(Math.min(lineStart, lineEnd), lineEnd);
        text.insert(lineEnd, "\n" + line);
      }
      case 5 -> {
        int colon = text.indexOf(": ", Math.min(lineStart, lineEnd));
        if (colon >= 0 && colon < lineEnd) {
          text.replace(colon + 2, lineEnd, piece);
        }
      }
      case 6 -> text.insert(Math.min(text.length(), indentEnd(text, lineStart)), piece);
      default -> text.insert(at, piece);
    }
  }

  private static int indentEnd(StringBuilder text, int lineStart) {
    int at = lineStart;
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return at;
  }
}
