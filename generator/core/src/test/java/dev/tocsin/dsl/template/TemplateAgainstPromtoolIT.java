package dev.tocsin.dsl.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.generator.rules.Promtool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Written and mutated templates before the real tool: the verdict must be the same on every one.
 * {@code -Dtocsin.template.rounds=N} tries more of them.
 */
class TemplateAgainstPromtoolIT {
  private static final int TEMPLATES_A_FILE = 3000;
  private static final Pattern REFUSED = Pattern.compile("rule (\\d+), \"A\\d+\": annotation .*");

  private static final List<String> SEEDS =
      List.of(
          "plain text",
          "{{ $labels.instance }} is down",
          "{{$value | humanize}} on {{ .Labels.job }}",
          "{{ if gt $value 1.0 }}high{{ else if eq $labels.a \"b\" }}mid{{ else }}low{{ end }}",
          "{{ range query \"up\" }}{{ .Labels.instance }} {{ . | value }}{{ end }}",
          "{{ range $i, $e := query `up{job=\"x\"}` }}{{ $i }}{{ break }}{{ continue }}{{ end }}",
          "{{ with printf \"up{%s}\" $labels.job | query }}{{ . | first | value }}{{ end }}",
          "{{ with $x := .Value }}{{ $x }}{{ else with $y := 1 }}{{ $y }}{{ else }}{{ end }}",
          "{{ define \"t\" }}{{ . }}{{ $ }}{{ end }}{{ template \"t\" $value }}{{template \"t\"}}",
          "{{ block \"b\" .Value }}x{{ . }}{{ end }} {{- /* a comment */ -}} y",
          "a {{- $value -}} b {{- 3 }} {{ -3 }} {{3 -}} c",
          "{{ $x := 1 }}{{ $x = 2 }}{{ $x }} {{ (index $labels \"a.b\").c }}",
          "{{ (query \"x\" | first).Labels.y }} {{ $externalLabels.cluster }}{{ $externalURL }}",
          "{{ printf \"%.2f\" (1e3) 0x1F 'c' '\\n' \"\\u00e9\\x41\\101\" true nil }}",
          "{{ 1_000 }} {{ 0b11 }} {{ 0o17 }} {{ 1i }} {{ 1+2i }} {{ .5 }} {{ 0x1p-2 }}",
          "{{ and 1 2 | not }} {{ $labels.a | reReplaceAll \"(.*)\" \"$1\" | toUpper }}",
          "{{ len $labels }}{{ eq 1 1 2 }}{{ humanizeDuration 5 }}{{ args 1 2 }}",
          "{{ define \"__alert_A1\" }}x{{ end }}",
          "{{ define \"d\" }}x{{ end }}{{ define \"d\" }} {{ end }}",
          "{{ define \"d\" }}x{{ end }}{{ define \"d\" }}y{{ end }}",
          "{{ range $a, $b }}{{ end }}{{ $value | }}{{ () }}{{ $x := }}",
          "{{\n$value\n}}{{ /* no */ }}{{/* c */}}{{/*x*/ }}{{- /**/ -}}",
          "{{ \"a\" | \"b\" }}{{ . | . }}{{ true | len }}{{ 1.foo }}{{ \"s\".x }}{{ .. }}");

  private static final List<String> PIECES =
      List.of(
          "{{",
          "}}",
          "{{-",
          "-}}",
          "{{- ",
          " -}}",
          " ",
          "\n",
          "\t",
          "(",
          ")",
          "|",
          ".",
          "$",
          ",",
          ":=",
          "=",
          "\"",
          "`",
          "'",
          "/*",
          "*/",
          "{{end}}",
          "{{else}}",
          "if ",
          "range ",
          "with ",
          "define ",
          "template ",
          "block ",
          "break",
          "continue",
          "nil",
          "true",
          "$labels",
          ".x",
          "$value",
          "$x",
          "printf",
          "humanize",
          "nosuch",
          "1",
          "-1",
          "0x",
          "1e",
          "_",
          "i",
          "\\",
          "\\n",
          "\\x4",
          "é",
          "☃",
          "\u00a0",
          "%",
          "+",
          "\"a\"",
          "`b`",
          "'c'",
          "{{if 1}}",
          "==",
          "{{break}}",
          "\r",
          "{{define \"q\"}}",
          "0b2",
          "99999999999999999999",
          "1e999",
          "\u0001");

  @TempDir Path folder;

  @Test
  void sameVerdict() throws IOException {
    Promtool promtool = Promtool.newest();
    int rounds = Integer.getInteger("tocsin.template.rounds", 1);
    List<String> disagreements = new ArrayList<>();
    int refused = 0;
    for (int round = 0; round < rounds; round++) {
      List<String> templates = templates(new Random(round));
      Map<Integer, String> errors = ask(promtool, templates);
      refused += errors.size();
      for (int i = 0; i < templates.size(); i++) {
        Template ours = Template.ofAlert(templates.get(i), "A" + i);
        if (ours.isValid() != !errors.containsKey(i)) {
          disagreements.add(
              templates.get(i)
                  + "\n  promtool: "
                  + errors.getOrDefault(i, "accepted")
                  + "\n  ours: "
                  + ours.problems());
        }
      }
    }
    System.out.printf(
        "Templates against promtool: %d tried, %d refused, %d disagreements%n",
        rounds * TEMPLATES_A_FILE, refused, disagreements.size());
    assertThat(disagreements).isEmpty();
    assertThat(refused).isBetween(rounds * TEMPLATES_A_FILE / 5, rounds * TEMPLATES_A_FILE);
  }

  private Map<Integer, String> ask(Promtool promtool, List<String> templates) throws IOException {
    StringBuilder rules = new StringBuilder("groups:\n- name: g\n  rules:\n");
    for (int i = 0; i < templates.size(); i++) {
      rules.append("  - alert: A").append(i).append("\n    expr: up\n    annotations:\n      a: ");
      quote(rules, templates.get(i));
      rules.append('\n');
    }
    Path file = folder.resolve("rules.yml");
    Files.writeString(file, rules);
    Map<Integer, String> errors = new HashMap<>();
    String output = promtool.run(List.of("check", "rules", file.toString()), folder);
    assertThat(output).doesNotContain("yaml:");
    for (String line : output.split("\n")) {
      Matcher matcher = REFUSED.matcher(line);
      if (matcher.find()) {
        errors.put(Integer.parseInt(matcher.group(1)) - 1, line);
      }
    }
    return errors;
  }

  private static void quote(StringBuilder out, String text) {
    out.append('"');
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                out.append('\\').appendCodePoint(c);
              } else if (c < ' ') {
                out.append(String.format("\\x%02x", c));
              } else {
                out.appendCodePoint(c);
              }
            });
    out.append('"');
  }

  private static List<String> templates(Random random) {
    List<String> templates = new ArrayList<>(SEEDS);
    while (templates.size() < TEMPLATES_A_FILE) {
      StringBuilder text = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
      if (random.nextInt(4) == 0) {
        text.append(SEEDS.get(random.nextInt(SEEDS.size())));
      }
      int changes = 1 + random.nextInt(3);
      for (int i = 0; i < changes; i++) {
        mutate(text, random);
      }
      if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
        templates.add(text.toString());
      }
    }
    return templates;
  }

  private static void mutate(StringBuilder text, Random random) {
    int from = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), from + 1 + random.nextInt(4));
    String piece = PIECES.get(random.nextInt(PIECES.size()));
    switch (random.nextInt(4)) {
      case 0 -> text.delete(from, to);
      case 1 -> text.replace(from, to, piece);
      case 2 -> text.insert(from, text.substring(from, to));
      default -> text.insert(from, piece);
    }
  }
}
