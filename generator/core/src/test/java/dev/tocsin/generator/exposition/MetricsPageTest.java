package dev.tocsin.generator.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsPageTest {

  @Test
  void readsTheTextFormat() {
    MetricsPage page =
        MetricsPage.parse(
            """
            # HELP orders_total Orders, with a "quote" and a \\ in it
            # TYPE orders_total counter
            orders_total{shop="a\\"b\\\\c\\nd",code="200",} 1.5e3 1395066363000
            orders_total 0
            # a comment
            # TYPE wait_seconds histogram
            wait_seconds_bucket{le="0.5"} 1
            wait_seconds_bucket{le="+Inf"} 2
            wait_seconds_sum 3
            wait_seconds_count 2

            temperature NaN
            """);

    assertThat(page.unreadable()).isEmpty();
    assertThat(page.type("orders_total")).contains("counter");
    assertThat(page.type("wait_seconds_bucket")).contains("histogram");
    assertThat(page.type("temperature")).isEmpty();
    assertThat(page.unit("wait_seconds_bucket")).isEmpty();
    assertThat(page.help("orders_total")).contains("Orders, with a \"quote\" and a \\ in it");
    assertThat(page.series("orders_total"))
        .containsExactly(
            new MetricsPage.Sample(
                "orders_total", Map.of("shop", "a\"b\\c\nd", "code", "200"), 1500),
            new MetricsPage.Sample("orders_total", Map.of(), 0));
    assertThat(page.labels("wait_seconds_bucket")).containsExactly("le");
  }

  @Test
  void readsOpenMetrics() {
    MetricsPage page =
        MetricsPage.parse(
            """
            # TYPE orders counter
            # UNIT wait_seconds seconds
            # TYPE wait_seconds histogram
            orders_total{code="200"} 1.0 1520879607.789
            wait_seconds_bucket{le="1.0"} 17 # {trace_id="a b"} 0.67 1520879607.789
            {"shop.temperature",place="a,b"} 3
            # EOF
            """);

    assertThat(page.unreadable()).isEmpty();
    assertThat(page.type("orders_total")).contains("counter");
    assertThat(page.unit("wait_seconds_bucket")).contains("seconds");
    assertThat(page.series("shop.temperature"))
        .containsExactly(new MetricsPage.Sample("shop.temperature", Map.of("place", "a,b"), 3));
  }

  @Test
  void whatCannotBeReadIsReportedWithItsLine() {
    MetricsPage page = MetricsPage.parse("<html>\na{b=\"c} 1\na{b} 1\na x\na\n{} 1\nb 1\n");

    assertThat(page.names()).containsExactly("b");
    assertThat(page.unreadable())
        .hasSize(6)
        .extracting(MetricsPage.Unreadable::line)
        .isEqualTo(List.of(1, 2, 3, 4, 5, 6));
  }

  @Test
  void readsNumbersAsGoDoes() {
    assertThat(MetricsPage.number("+Inf")).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(MetricsPage.number("-infinity")).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(MetricsPage.number("NaN")).isNaN();
    assertThat(MetricsPage.number("0x10")).isEqualTo(16);
    assertThat(MetricsPage.number("-1.5e3")).isEqualTo(-1500);
    for (String none : List.of("", "1f", "1d", "e3", "x", "0x", "1,5")) {
      assertThatIllegalArgumentException().isThrownBy(() -> MetricsPage.number(none));
    }
  }
}
