package dev.tocsin.inference;

import dev.tocsin.inference.http.RequestMemory;
import dev.tocsin.inference.torch.TorchRuntime.DeviceChoice;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The options of the command line.
 *
 * @param model the model's folder
 * @param name the model's name in the API, or null for the folder's name
 * @param host the address to listen on
 * @param port the port, 0 for a free one
 * @param device where to compute
 * @param threads how many CPU threads to compute with
 * @param slots the number of sequences in a batch
 * @param queue how many requests can wait for a slot
 * @param chunk how many prompt tokens are processed between two decoding steps
 * @param context the longest sequence, if shorter than the model's
 * @param cacheBytes the size of the key-value cache, if not the default
 * @param requestTime the maximum duration of a request
 * @param hangTime after how long without a finished step the health check fails
 * @param drainTime how long running requests may continue after a signal to stop
 * @param bodyBytes the largest body of a request
 * @param connections the maximum number of connections
 * @param clientTime how long a request's header may take
 * @param apiKeyFile a file with the key that clients must send
 * @param nativeHistograms whether histograms are exposed as native ones too
 * @param adminPort the port for fault injection, if it is enabled
 * @param adminTokenFile a file with the bearer token of that port
 */
record Options(
    Path model,
    @Nullable String name,
    String host,
    int port,
    DeviceChoice device,
    int threads,
    int slots,
    int queue,
    int chunk,
    OptionalInt context,
    OptionalLong cacheBytes,
    Duration requestTime,
    Duration hangTime,
    Duration drainTime,
    int bodyBytes,
    int connections,
    Duration clientTime,
    @Nullable Path apiKeyFile,
    boolean nativeHistograms,
    OptionalInt adminPort,
    @Nullable Path adminTokenFile) {

  static final String USAGE =
      """
      Serves a language model behind an OpenAI-compatible API.

      java -jar tocsin-inference.jar --model FOLDER [options]

        --model FOLDER         folder with config.json, tokenizer.json and safetensors
        --name NAME            the model's name in the API (default: the folder's name)
        --host ADDRESS         address to listen on (default: 127.0.0.1)
        --port PORT            port to listen on, 0 for a free one (default: 8000)
        --device DEVICE        auto, cpu or gpu (default: auto, the GPU if libtorch can use one)
        --threads N            CPU threads to compute with (default: the number of CPUs)
        --slots N              sequences in a batch (default: 32)
        --queue N              requests that can wait for a slot (default: 64)
        --prefill-chunk N      prompt tokens between two decoding steps (default: 256)
        --context N            maximum length of a sequence in tokens (default: the model's)
        --kv-cache SIZE        size of the key-value cache, such as 2GiB (default: what the slots
                               can use, but at most a quarter of the available memory on a CPU,
                               and at most 80 % of a GPU's memory together with the weights)
        --request-timeout SEC  maximum duration of a request, queueing included (default: 120)
        --hang-timeout SEC     health check fails when a step takes longer (default: 10)
        --drain-timeout SEC    how long requests may continue after a signal to stop (default: 30)
        --max-body SIZE        largest body of a request (default: 1MiB, or what the heap allows)
        --max-connections N    maximum number of connections (default: 1024)
        --client-timeout SEC   maximum time for a request's header; a body that is incomplete by
                               then must arrive at 16 KiB per second (default: 10)
        --api-key-file FILE    file with a key that clients must send as a bearer token
        --native-histograms    expose histograms as native ones too, to a scraper that asks for
                               protobuf; its scrape job must then keep classic histograms
        --enable-faults        open the admin port, on loopback only, for fault injection
        --admin-port PORT      that port, 0 for a free one (default: 8001)
        --admin-token-file FILE
                               file with the bearer token that the admin port requires
                               (mandatory with --enable-faults)
        --help                 print this help
      """;

  private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?)(B|KiB|MiB|GiB)?");
  private static final Map<String, Long> UNITS =
      Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);
  private static final List<String> FLAGS = List.of("--native-histograms", "--enable-faults");
  private static final List<String> VALUES =
      List.of(
          "--model",
          "--name",
          "--host",
          "--port",
          "--device",
          "--threads",
          "--slots",
          "--queue",
          "--prefill-chunk",
          "--context",
          "--kv-cache",
          "--request-timeout",
          "--hang-timeout",
          "--drain-timeout",
          "--max-body",
          "--max-connections",
          "--client-timeout",
          "--api-key-file",
          "--admin-port",
          "--admin-token-file");

  static Options parse(List<String> arguments) throws UsageException {
    return new Parser(arguments).options();
  }

  /** Collects every problem of a command line before it fails. */
  private static final class Parser {

    private final Map<String, String> given = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    Parser(List<String> arguments) {
      for (int i = 0; i < arguments.size(); i++) {
        String name = arguments.get(i);
        String value = "";
        if (VALUES.contains(name)) {
          if (i + 1 == arguments.size()) {
            problems.add(name + " requires a value");
            break;
          }
          value = arguments.get(++i);
        } else if (!FLAGS.contains(name)) {
          problems.add("unknown option " + name);
          continue;
        }
        if (given.put(name, value) != null) {
          problems.add(name + " is given twice");
        }
      }
    }

    Options options() throws UsageException {
      if (!given.containsKey("--model")) {
        problems.add("--model FOLDER is missing");
      }
      boolean faults = given.containsKey("--enable-faults");
      if (given.containsKey("--admin-port") && !faults) {
        problems.add("--admin-port requires --enable-faults");
      }
      if (given.containsKey("--admin-token-file") != faults) {
        problems.add(
            faults
                ? "--enable-faults requires --admin-token-file: a file with a token of your choice"
                : "--admin-token-file requires --enable-faults");
      }
      int cpus = Runtime.getRuntime().availableProcessors();
      Options options =
          new Options(
              Path.of(given.getOrDefault("--model", ".")),
              given.get("--name"),
              given.getOrDefault("--host", "127.0.0.1"),
              whole("--port", 8000, 0, 65535),
              device(),
              whole("--threads", cpus, 1, 1024),
              whole("--slots", 32, 1, 1024),
              whole("--queue", 64, 0, 10_000),
              whole("--prefill-chunk", 256, 1, 1 << 20),
              given.containsKey("--context")
                  ? OptionalInt.of(whole("--context", 1, 2, Integer.MAX_VALUE))
                  : OptionalInt.empty(),
              given.containsKey("--kv-cache")
                  ? OptionalLong.of(size("--kv-cache", 1))
                  : OptionalLong.empty(),
              Duration.ofSeconds(whole("--request-timeout", 120, 1, 86_400)),
              Duration.ofSeconds(whole("--hang-timeout", 10, 1, 3600)),
              Duration.ofSeconds(whole("--drain-timeout", 30, 0, 86_400)),
              body(),
              whole("--max-connections", 1024, 1, 100_000),
              Duration.ofSeconds(whole("--client-timeout", 10, 1, 3600)),
              path("--api-key-file"),
              given.containsKey("--native-histograms"),
              faults ? OptionalInt.of(whole("--admin-port", 8001, 0, 65535)) : OptionalInt.empty(),
              path("--admin-token-file"));
      if (!problems.isEmpty()) {
        throw new UsageException(String.join("\n", problems));
      }
      return options;
    }

    private @Nullable Path path(String name) {
      String value = given.get(name);
      return value == null ? null : Path.of(value);
    }

    /** At most what the heap can hold: in native code a full heap ends the process. */
    private int body() {
      long heap = Runtime.getRuntime().maxMemory();
      long most = Math.min(RequestMemory.largestBody(heap), 1 << 30);
      long wanted = size("--max-body", Math.min(1 << 20, most));
      if (wanted > most) {
        problems.add(
            "--max-body "
                + given.get("--max-body")
                + ": a Java heap of "
                + (heap >> 20)
                + " MiB allows bodies of at most "
                + most
                + " bytes; enlarge it with -Xmx");
        return (int) most;
      }
      return (int) wanted;
    }

    private DeviceChoice device() {
      String value = given.getOrDefault("--device", "auto");
      for (DeviceChoice choice : DeviceChoice.values()) {
        if (choice.name().toLowerCase(Locale.ROOT).equals(value)) {
          return choice;
        }
      }
      problems.add("--device " + value + ": must be auto, cpu or gpu");
      return DeviceChoice.AUTO;
    }

    private int whole(String name, int fallback, int from, int to) {
      String value = given.get(name);
      if (value == null) {
        return fallback;
      }
      try {
        int number = Integer.parseInt(value);
        if (number >= from && number <= to) {
          return number;
        }
      } catch (NumberFormatException e) {
        // Reported below.
      }
      problems.add(name + " " + value + ": must be a whole number from " + from + " to " + to);
      return fallback;
    }

    private long size(String name, long fallback) {
      String value = given.get(name);
      if (value == null) {
        return fallback;
      }
      Matcher matcher = SIZE.matcher(value);
      if (matcher.matches()) {
        String unit = matcher.group(2) == null ? "B" : matcher.group(2);
        BigDecimal bytes =
            new BigDecimal(matcher.group(1))
                .multiply(BigDecimal.valueOf(UNITS.getOrDefault(unit, 1L)));
        if (bytes.signum() > 0 && bytes.compareTo(BigDecimal.valueOf(1L << 50)) < 0) {
          return bytes.longValue();
        }
      }
      problems.add(name + " " + value + ": must be a size such as 512MiB or 2GiB");
      return fallback;
    }
  }
}
