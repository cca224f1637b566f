package dev.tocsin.inference.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InjectedFaultsTest {

  private final InjectedFaults faults = new InjectedFaults();

  /**
   * A window of any length must see what was asked for, or a threshold near it is met by chance.
   */
  @Test
  void aShareIsKeptExactly() throws JsonProcessingException {
    plan("{\"fail_probability\": 0.07}");
    List<Integer> failed = new ArrayList<>();
    for (int request = 1; request <= 100; request++) {
      if (fails(faults::beforePrompt)) {
        failed.add(request);
      }
    }
    assertThat(failed).containsExactly(15, 29, 43, 58, 72, 86, 100);
  }

  @Test
  void halfOfTheStreamsBreakAfterTheirThirdToken() throws JsonProcessingException {
    plan("{\"break_probability\": 0.5}");
    List<Integer> broken = new ArrayList<>();
    for (int stream = 1; stream <= 6; stream++) {
      for (int token = 1; token <= 5; token++) {
        int tokens = token;
        if (fails(() -> faults.afterToken(tokens))) {
          assertThat(tokens).isEqualTo(3);
          broken.add(stream);
        }
      }
    }
    assertThat(broken).containsExactly(2, 4, 6);
  }

  @Test
  void allOrNone() throws JsonProcessingException {
    plan("{\"fail_probability\": 1}");
    assertThat(fails(faults::beforePrompt)).isTrue();
    assertThat(fails(faults::beforePrompt)).isTrue();
    plan("{}");
    assertThat(fails(faults::beforePrompt)).isFalse();
  }

  private void plan(String json) throws JsonProcessingException {
    faults.become(FaultPlan.parse(new ObjectMapper().readTree(json)));
  }

  private static boolean fails(Runnable call) {
    try {
      call.run();
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }
}
