package dev.tocsin.harness.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.harness.Cores;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page as people see it; pictures of it are left in {@code target/proof-page}. */
@Cores(1)
class PageInBrowserIT {
  private static final Path FOLDER = Path.of("target/proof-page").toAbsolutePath();
  private static final int WIDE = 1280;
  private static final int NARROW = 400;
  private static final int HEIGHT = 900;

  /** Rows: the alerts, and what is about Alertmanager itself. */
  private static final int ROWS = Example.ALERTS + 1;

  /** Four kinds virtual, three backfilled, and four and the others compressed. */
  private static final int COLUMNS = 4 + 3 + 5;

  private static Chromium chromium;
  private static ReportData data;
  private static URI page;

  @BeforeAll
  static void open() throws IOException, InterruptedException {
    Optional<Path> program = Chromium.installed();
    if (program.isEmpty()) {
      String skipped =
          "SKIPPED: the proof's page is not looked at, as there is no Chromium on the PATH;"
              + " install one, or name it by -Dtocsin.chromium=FILE";
      System.out.println(skipped);
      assumeTrue(false, skipped);
    }
    Files.createDirectories(FOLDER);
    data = Example.report(true).data();
    Path file = FOLDER.resolve(ProofReport.HTML);
    Files.writeString(file, Page.of(data));
    page = file.toUri();
    chromium = Chromium.start(program.get(), FOLDER.resolve("profile"));
  }

  @AfterAll
  static void close() {
    if (chromium != null) {
      chromium.close();
    }
  }

  private static int number(String expression) {
    JsonNode value = chromium.evaluate(expression);
    assertThat(value.isNumber()).as("%s: %s", expression, value).isTrue();
    return value.asInt();
  }

  private static List<String> texts(String expression) {
    List<String> texts = new ArrayList<>();
    chromium.evaluate(expression).forEach(text -> texts.add(text.asText()));
    return texts;
  }

  @Test
  void theMatrixHasACellForEachAlertCaseMethodAndGeneration() {
    chromium.open(page, WIDE, HEIGHT, false);

    assertThat(number("document.querySelectorAll('.matrix tbody tr').length")).isEqualTo(ROWS);
    assertThat(number("document.querySelectorAll('.matrix tbody td').length"))
        .isEqualTo(ROWS * COLUMNS);
    assertThat(number("document.querySelectorAll('.matrix .pip').length"))
        .isEqualTo(ROWS * COLUMNS * 2);
    assertThat(number("document.querySelectorAll('.matrix .pip.bad').length")).isEqualTo(4);
    assertThat(number("document.querySelectorAll('.matrix .pip.ok').length"))
        .isEqualTo(data.proofs().size() - 4);
    assertThat(number("document.querySelectorAll('#failures .failed').length")).isEqualTo(4);
  }

  @Test
  void everyLinkLeadsSomewhereAndACellOpensItsProof() {
    chromium.open(page, WIDE, HEIGHT, false);

    assertThat(
            texts(
                "[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))"
                    + ".filter(h => !h.startsWith('#') || !document.getElementById(h.slice(1)))"))
        .isEmpty();
    assertThat(
            texts(
                "[...document.querySelectorAll('[id]')].map(e => e.id)"
                    + ".filter((id, i, all) => all.indexOf(id) !== i)"))
        .isEmpty();
    JsonNode shown =
        chromium.evaluate(
            """
            (async () => {
              const pip = [...document.querySelectorAll('.matrix .pip.ok')].at(-30);
              const id = pip.hash.slice(1);
              const details = document.getElementById(id).closest('details');
              const before = details.open;
              pip.click();
              await new Promise(done => setTimeout(done));
              await new Promise(requestAnimationFrame);
              const top = details.getBoundingClientRect().top;
              return {before, after: details.open, inSight: top >= 0 && top < innerHeight,
                words: pip.getAttribute('aria-label'), kind: details.querySelector('.kind').innerText,
                alert: details.closest('.alert').dataset.alert};
            })()
            """);
    assertThat(shown.path("before").asBoolean()).isFalse();
    assertThat(shown.path("after").asBoolean()).isTrue();
    assertThat(shown.path("inSight").asBoolean()).isTrue();
    assertThat(shown.path("words").asText())
        .contains(shown.path("alert").asText(), shown.path("kind").asText(), ": held");
  }

  @ParameterizedTest
  @CsvSource({"1280,false", "1280,true", "400,false", "400,true"})
  void itFitsComplainsOfNothingAndAsksNobody(int width, boolean dark) throws IOException {
    chromium.open(page, width, HEIGHT, dark);
    String name = width + (dark ? "-dark" : "-light");
    chromium.screenshot(FOLDER.resolve(name + ".png"));
    chromium.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)");

    assertThat(number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
    assertThat(chromium.complaints()).isEmpty();
    assertThat(chromium.requests()).containsExactly(page.toString());
    for (String section : List.of("matrix", "alerts", "routing", "rehearsal")) {
      chromium.open(URI.create(page + "#" + section), width, HEIGHT, dark);
      chromium.screenshot(FOLDER.resolve(name + "-" + section + ".png"));
    }
  }

  /** Of each text with its own background, as WCAG 2 asks for it: 4.5 to 1. */
  @ParameterizedTest
  @CsvSource({"false", "true"})
  void textStandsOutFromItsBackground(boolean dark) {
    chromium.open(page, WIDE, HEIGHT, dark);

    assertThat(
            texts(
                """
                (() => {
                  const canvas = document.createElement('canvas').getContext('2d');
                  const rgb = color => {
                    canvas.clearRect(0, 0, 1, 1);
                    canvas.fillStyle = color;
                    canvas.fillRect(0, 0, 1, 1);
                    return canvas.getImageData(0, 0, 1, 1).data;
                  };
                  const light = color => [...color].slice(0, 3).map(c => c / 255)
                    .map(c => c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
                    .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
                  const behind = element => {
                    for (let e = element; e; e = e.parentElement) {
                      const color = rgb(getComputedStyle(e).backgroundColor);
                      if (color[3] === 255) return color;
                    }
                    return rgb('white');
                  };
                  const poor = new Set();
                  for (const e of document.querySelectorAll('body *')) {
                    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
                    if (!own || ['SCRIPT', 'TITLE', 'title'].includes(e.tagName)) continue;
                    const bar = e.closest('g') && e.closest('g').querySelector('rect');
                    const svg = e.closest('svg');
                    const ink = rgb(getComputedStyle(e)[svg ? 'fill' : 'color']);
                    const ground = e.classList.contains('bar-text')
                      ? rgb(getComputedStyle(bar).fill) : behind(e);
                    const [a, b] = [light(ink), light(ground)].sort((x, y) => y - x);
                    const ratio = (a + .05) / (b + .05);
                    if (ratio < 4.5) poor.add(e.tagName + '.' + e.getAttribute('class') + ' '
                      + ratio.toFixed(2));
                  }
                  return [...poor];
                })()
                """))
        .isEmpty();
  }

  @Test
  void darkIsDarkAndTheFilterFiltersAndItPrints() {
    chromium.open(page, WIDE, HEIGHT, false);
    String light = chromium.evaluate("getComputedStyle(document.body).backgroundColor").asText();
    assertThat(chromium.printed()).isGreaterThan(100_000);
    chromium.open(page, NARROW, HEIGHT, true);
    String dark = chromium.evaluate("getComputedStyle(document.body).backgroundColor").asText();
    assertThat(dark).isNotEqualTo(light);

    chromium.evaluate(
        """
        (() => {
          const input = document.querySelector('.filter input');
          input.value = 'gpumemory1';
          input.dispatchEvent(new Event('input'));
        })()
        """);
    assertThat(
            texts(
                "[...document.querySelectorAll('.matrix tbody tr')]"
                    + ".filter(row => row.offsetParent).map(row => row.dataset.alert)"))
        .containsExactly("HighGpuMemory1", "VeryHighGpuMemory1");
  }

  @Test
  void aTimelineShowsTheWholeLife() {
    chromium.open(page, WIDE, HEIGHT, false);

    assertThat(
            texts(
                "(() => { const svg = document.querySelector('#a-VeryHighLatency1 figure svg');"
                    + " return [...svg.querySelectorAll('text')].map(t => t.textContent)"
                    + ".concat(svg.getAttribute('aria-label')); })()"))
        .contains("pending", "firing", "fires > 4s", "PagerDuty PAGERDUTY_KEY", "HighLatency1")
        .anySatisfy(
            words ->
                assertThat(words)
                    .isEqualTo(
                        "Timeline of VeryHighLatency1, fault begins at 2m, pending from 2m40s, firing"
                            + " from 7m40s, fault ends at 12m, resolved at 12m20s,"
                            + " 4 notifications"));
  }
}
