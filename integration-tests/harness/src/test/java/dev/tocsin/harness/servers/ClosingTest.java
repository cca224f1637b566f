package dev.tocsin.harness.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nothing is left running because something else could not be closed. */
class ClosingTest {
  private final List<String> closed = new ArrayList<>();

  private AutoCloseable part(String name) {
    return () -> closed.add(name);
  }

  private AutoCloseable broken(String name) {
    return () -> {
      closed.add(name);
      throw new IOException("no " + name);
    };
  }

  @Test
  void allAreClosedAndThenItFails() {
    assertThatThrownBy(
            () ->
                Closing.all(
                    List.of(part("servers"), broken("sinks"), part("secrets"), broken("target"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no target")
        .satisfies(
            e ->
                assertThat(e.getSuppressed())
                    .singleElement()
                    .satisfies(other -> assertThat(other).hasMessage("no sinks")));
    assertThat(closed).containsExactly("target", "secrets", "sinks", "servers");
  }

  @Test
  void whatFailedBeforeMattersMore() {
    AssertionError failure = new AssertionError("it did not fire");
    Closing.all(List.of(part("servers"), broken("sinks")), failure);

    assertThat(closed).containsExactly("sinks", "servers");
    assertThat(failure.getSuppressed()).hasSize(1);
  }
}
