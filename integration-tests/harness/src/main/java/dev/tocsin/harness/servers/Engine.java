package dev.tocsin.harness.servers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.DeviceRequest;
import com.github.dockerjava.api.model.Info;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;

/**
 * The container engine of this machine, as Testcontainers finds it: {@code DOCKER_HOST}, its own
 * settings file, the usual sockets.
 */
final class Engine {
  /** Lets the engine download images; the same flag as that of the build's tools. */
  static final String PULL = "tocsin.tools.pull";

  private static final int PULL_MINUTES = 10;

  private static @Nullable Engine found;

  private final DockerClient client;
  private final Info info;

  private Engine(DockerClient client, Info info) {
    this.client = client;
    this.info = info;
  }

  /**
   * The engine, looked for once.
   *
   * @throws IllegalStateException when none answers or it is not on this machine, with what to do
   */
  static synchronized Engine find() {
    Engine engine = found;
    if (engine == null) {
      engine = look();
      found = engine;
    }
    return engine;
  }

  private static Engine look() {
    Engine engine;
    try {
      // Not the factory's own client: that one starts a helper container from an image of its own
      // before it is asked for anything. What is started here ends with this JVM by other means.
      DockerClient client =
          DockerClientProviderStrategy.getClientForConfig(
              DockerClientFactory.instance().getTransportConfig());
      engine = new Engine(client, client.infoCmd().exec());
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "no container engine answers ("
              + firstLine(e)
              + "): start one, or name it in DOCKER_HOST, or use -D"
              + Programs.BACKEND
              + "=processes",
          e);
    }
    String system = String.valueOf(engine.info.getOperatingSystem());
    if (system.contains("Docker Desktop")
        || !System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
      throw new IllegalStateException(
          "the container engine ("
              + system
              + ") runs in a virtual machine, whose loopback is not that of this machine, so that"
              + " servers in it reach neither scripted targets nor receivers: use an engine on"
              + " Linux itself, or -D"
              + Programs.BACKEND
              + "=processes");
    }
    return engine;
  }

  private static String firstLine(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  DockerClient client() {
    return client;
  }

  /** Whether its containers' root is an ordinary user of this machine. */
  boolean isRootless() {
    List<String> options = info.getSecurityOptions();
    return options != null && options.stream().anyMatch(option -> option.contains("rootless"));
  }

  /**
   * What a container is given to use all GPUs of this machine, as <a
   * href="https://docs.docker.com/engine/containers/gpu/">{@code docker run --gpus all}</a> asks
   * for it. Nothing where there is no driver, or where the engine does not know NVIDIA's runtime:
   * it would refuse to start the container.
   */
  List<DeviceRequest> gpus() {
    return gpus(info, Files.exists(Path.of("/dev/nvidiactl")) || Files.exists(Path.of("/dev/dxg")));
  }

  static List<DeviceRequest> gpus(Info info, boolean driver) {
    Map<String, ?> runtimes = info.getRuntimes();
    return driver && runtimes != null && runtimes.containsKey("nvidia")
        ? List.of(new DeviceRequest().withCount(-1).withCapabilities(List.of(List.of("gpu"))))
        : List.of();
  }

  /**
   * Why a container cannot be started from the image; empty if it can. Pulls the image if that is
   * allowed, and says so.
   */
  Optional<String> reasonAgainst(Image image) {
    Optional<InspectImageResponse> present = inspect(image);
    if (present.isEmpty()) {
      if (!Boolean.getBoolean(PULL)) {
        return Optional.of(
            "the engine does not have "
                + image
                + ", and it is not pulled unasked: docker pull "
                + image
                + ", or -D"
                + PULL
                + "=true");
      }
      Optional<String> failure = pull(image);
      if (failure.isPresent()) {
        return failure;
      }
      present = inspect(image);
    }
    return present.flatMap(response -> wrongDigest(image, response));
  }

  private Optional<InspectImageResponse> inspect(Image image) {
    try {
      return Optional.of(client.inspectImageCmd(image.name()).exec());
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  private Optional<String> pull(Image image) {
    System.out.println("the engine pulls " + image + ", as -D" + PULL + "=true allows");
    try {
      boolean ended =
          client
              .pullImageCmd(image.name())
              .exec(new PullImageResultCallback())
              .awaitCompletion(PULL_MINUTES, TimeUnit.MINUTES);
      return ended
          ? Optional.empty()
          : Optional.of("pulling " + image + " took more than " + PULL_MINUTES + " minutes");
    } catch (DockerException e) {
      return Optional.of(image + " cannot be pulled: " + firstLine(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted while pulling " + image);
    }
  }

  /** An image that was made here came from no registry, and has none. */
  private static Optional<String> wrongDigest(Image image, InspectImageResponse present) {
    List<String> digests = present.getRepoDigests();
    if (image.digest().isEmpty() || digests == null || digests.isEmpty()) {
      return Optional.empty();
    }
    String wanted = image.digest().orElseThrow();
    return digests.stream().anyMatch(digest -> digest.endsWith("@" + wanted))
        ? Optional.empty()
        : Optional.of(
            image
                + " is not the one with the digest "
                + wanted
                + " but "
                + digests
                + ": remove it (docker rmi "
                + image
                + ") and pull it again");
  }
}
