package dev.tocsin.harness.servers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.DeviceRequest;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.RuntimeInfo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EngineTest {
  private static final Info WITH_NVIDIA =
      new Info().withRuntimes(Map.of("runc", new RuntimeInfo(), "nvidia", new RuntimeInfo()));
  private static final Info WITHOUT = new Info().withRuntimes(Map.of("runc", new RuntimeInfo()));

  /** What <a href="https://docs.docker.com/reference/api/engine/">the engine's API</a> is sent. */
  @Test
  void allGpusAreAskedForAsTheCommandLineDoes() {
    List<DeviceRequest> gpus = Engine.gpus(WITH_NVIDIA, true);
    JsonNode sent = new ObjectMapper().valueToTree(ServerContainer.hostConfig("/somewhere", gpus));

    JsonNode request = sent.path("DeviceRequests").path(0);
    assertThat(request.path("Count").asInt()).isEqualTo(-1);
    assertThat(request.path("Capabilities").toString()).isEqualTo("[[\"gpu\"]]");
    assertThat(sent.path("NetworkMode").asText()).isEqualTo("host");
  }

  /** The engine would refuse to start the container. */
  @Test
  void noGpuIsAskedForThatTheEngineCannotPassOn() {
    assertThat(Engine.gpus(WITHOUT, true)).isEmpty();
    assertThat(Engine.gpus(WITH_NVIDIA, false)).isEmpty();
    assertThat(Engine.gpus(new Info(), true)).isEmpty();
  }
}
