package dev.tocsin.dsl.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import java.lang.reflect.Field;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://user:pw@host/a | https://host/a",
        "https://tok@host/a | https://host/a",
        "http://user:p/w@host/a | http://host/a",
        "http://host:9090/a@b | http://host:9090/…",
        "https://host/a?x=y&token=abc&orgId=17 | https://host/a?x=y&token=…&orgId=17",
        "https://host/a?q={{ .Status }} | https://host/a?q={{ .Status }}",
        "https://host/a/f00dbeef99/b | https://host/a/…/b",
        "https://hooks.slack.com/services/T/B/word | https://hooks.slack.com/…",
        "https://host/d/aBc12Xy/board | https://host/d/aBc12Xy/board",
        "http://host:9093/api/v2/alerts | http://host:9093/api/v2/alerts",
        "https://host/thumb/Icon_1F30F.svg | https://host/thumb/Icon_1F30F.svg",
        "https://host/${NAME}/x | https://host/${NAME}/x"
      })
  void addresses(String address, String masked) {
    assertThat(Masking.address(address)).isEqualTo(masked);
    assertThat(Masking.text("see " + address + " there")).isEqualTo("see " + masked + " there");
    assertThat(Masking.isPublicAddress(address)).isEqualTo(address.equals(masked));
  }

  @Test
  void everyMessageIsMasked() {
    String address = "https://user:hidden@host/x/17ab?key=hidden#L12";
    Problem problem =
        Problem.error("a/b", Place.line(address, 3), "cannot reach " + address + ".")
            .help("try " + address)
            .showing(List.of("at " + address));
    assertThat(problem.toString() + problem.message() + problem.help() + problem.excerpt())
        .doesNotContain("hidden", "user")
        .contains("https://host/x/17ab?key=…");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<secret>",
        "***",
        "XXXXXX",
        "[REDACTED]",
        "redacted",
        "…",
        "...",
        "<your token>",
        "https://<secret>",
        "changeme",
        "<hidden>"
      })
  void masks(String text) {
    assertThat(Masking.isMasked(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "secrets", "s3cret", "https://host/", "<a> b <c>", "**"})
  void whatIsNoMask(String text) {
    assertThat(Masking.isMasked(text)).isFalse();
  }

  /** The same verdict for what the import masks and for what the checks call a secret. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://dead-mans-switch.example.com/llm-inference",
        "https://alerts.example.com:8443/api/v2/receive?team=storage&env=prod",
        "http://prometheus-msteams:2000/high_priority_channel",
        "http://10.0.0.7:9000/hooks/restart-2024",
        "https://runbooks.example.com/runbooks/kubernetes/kubestatefulsetupdatenotrolledout",
        "https://wiki.example.com/spaces/SRE/pages/1234567890/KubePodCrashLooping",
        "https://docs.example.com/k8s/#etcd-high-fsync-durations",
        "https://wiki.example.com/wiki/Ganeti#GanetiBGPNoInPrefixes",
        "https://wiki.example.com/Runbooks/NovafullstackSustainedLeakedVMs",
        "https://wiki.example.com/Search#Health/Pool_rejections_(over_90%)",
        "https://git.example.com/o11y/blob/main/mixin.md#thanosrulenoevaluationfor10intervals",
        "https://git.example.com/runbook.md#verify-cluster-pull-secrets",
        "https://tasks.example.com/T343529",
        "https://grafana.example.com/d/916a852b00ccc5ed81056644718fa4fb/x?ds={{ $x }}%20prom/ops",
        "https://x.example",
        "{{ .CommonLabels.url }}"
      })
  void publicAddresses(String address) {
    assertThat(Masking.isPublicAddress(address)).isTrue();
    assertThat(Masking.text(address)).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://bot:made-up@hooks.example.com/a",
        "https://hooks.example.com/services/T0MADEUP0/B0MADEUP0/m4deUp0fR4nd0mT3xtXXXXXX",
        "https://ping.example.com/0f6e3d2a-1111-4222-8333-9a8b7c6d5e4f",
        "https://hooks.example.com/a?token=made-up",
        "https://hooks.example.com/a?api_key=x",
        "https://hooks.example.com/a?code=word",
        "https://hooks.example.com/a?x=0f6e3d2a1111",
        "not an address"
      })
  void secretAddresses(String address) {
    assertThat(Masking.isPublicAddress(address)).isFalse();
  }

  @Test
  void aPasswordThatBeginsLikeAVariableIsNone() {
    assertThat(Masking.text("password=$2b$12$abcdefghijklmnop")).doesNotContain("2b");
    assertThat(Masking.text("token=$ecret9")).doesNotContain("ecret9");
    assertThat(Masking.text("password=${PASSWORD} token=$TOKEN"))
        .isEqualTo("password=${PASSWORD} token=$TOKEN");
  }

  private static final List<String> HOSTILE =
      List.of(
          "a",
          "A",
          "1",
          "a.",
          "a1",
          "aB",
          "a1B",
          "a-",
          "_",
          "token",
          "token ",
          "key",
          "key:",
          "key-",
          "pass=\"",
          "pass='",
          "secret=' ",
          "https://",
          "https://a@",
          "://",
          "{{",
          "}}",
          "{{}}",
          "${",
          "${a",
          "$(a",
          "%(a",
          "@",
          "<",
          "/",
          "/a",
          "?",
          "a&",
          "#",
          "eyJ",
          "eyJa.",
          "SG.",
          "xoxb-",
          "sk-",
          "ghp_",
          "-----BEGIN ",
          "-----BEGIN A",
          "PRIVATE KEY-----",
          "basic ",
          "basic",
          "bearer",
          " ",
          "\t",
          ".",
          "!",
          "*",
          "…",
          "x",
          "v1",
          "1-",
          "word-",
          "Word",
          "%20",
          "1:",
          "12345678:",
          "d/",
          "hooks.",
          "webhook.",
          "=",
          ":",
          "\"",
          "'");

  /** Counts the characters that a regular expression reads; each part of it the same text. */
  private static final class Counted implements CharSequence {
    private final String text;
    private long reads;

    Counted(String text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      reads++;
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private static long reads(Pattern pattern, String part, int length, String end) {
    Counted text = new Counted(part.repeat(length / part.length()) + end);
    Matcher matcher = pattern.matcher(text);
    matcher.results().forEach(found -> {});
    matcher.matches();
    return text.reads;
  }

  /** The work of each regular expression grows as the text does: tenfold, and not a hundredfold. */
  @Test
  void noExpressionTakesMoreThanLinearTime() throws IllegalAccessException {
    int patterns = 0;
    for (Field field : Masking.class.getDeclaredFields()) {
      if (field.getType() == Pattern.class) {
        field.setAccessible(true);
        Pattern pattern = (Pattern) field.get(null);
        patterns++;
        for (String part : HOSTILE) {
          for (String end : List.of("", "}", "\n")) {
            long few = reads(pattern, part, 200, end);
            long many = reads(pattern, part, 2_000, end);
            assertThat(many)
                .as("%s on \"%s…%s\", %d before", field.getName(), part, end, few)
                .isLessThan(few * 25 + 50_000);
          }
        }
      }
    }
    assertThat(patterns).isGreaterThan(15);
  }

  @Test
  void keysAreMaskedAndCertificatesKept() {
    String certificate =
        "-----BEGIN CERTIFICATE-----\nMIIBszCCARwCCQDoG0r7Xc1PLDANBgkqhkiG9w0\n-----END CERTIFICATE-----";
    assertThat(Masking.text(certificate)).isEqualTo(certificate);
    assertThat(Masking.text(certificate + " password=hidden9")).doesNotContain("hidden9");
    assertThat(Masking.text(certificate.replace("CERTIFICATE", "RSA PRIVATE KEY")))
        .isEqualTo("-----BEGIN RSA PRIVATE KEY-----…-----END RSA PRIVATE KEY-----");
  }

  /** A PagerDuty key by name only, and a real one. */
  @Test
  void valuesWithSensitiveNames() {
    assertThat(Masking.value("routing_key", "payments o11y")).isEqualTo("payments o11y");
    assertThat(Masking.value("routing_key", "f00dbeef99")).isEqualTo("…");
    assertThat(Masking.value("slo", "rule-query-path-sli-1M-samples"))
        .isEqualTo("rule-query-path-sli-1M-samples");
    assertThat(Masking.value("x", "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789")).isEqualTo("…");
  }

  @Test
  void longTextsAreNoTrouble() {
    for (String part : HOSTILE) {
      String text = part.repeat(5_000 / part.length());
      assertThat(Masking.text(text)).isNotNull();
      assertThat(Masking.text("https://" + text)).isNotNull();
      assertThat(Masking.message("https://" + text)).isNotNull();
      assertThat(Masking.comment(text)).isNotNull();
      assertThat(Masking.isMasked(text + "x")).isIn(true, false);
    }
  }
}
