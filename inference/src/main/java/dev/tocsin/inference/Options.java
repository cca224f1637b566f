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
 * What the command line says.
 *
 * @param model the model's folder
 * @param name what clients call the model, or null for the folder's name
 * @param host the address to listen on
 * @param port the port, 0 for a free one
 * @param device where to compute
 * @param threads how many CPU threads to compute with
 * @param slots how many sequences are computed together
 * @param queue how many more may wait
 * @param chunk how many prompt tokens are read between two decoding steps
 * @param context the longest sequence, if shorter than the model's
 * @param cacheBytes the budget for keys and values, if not the default
 * @param requestTime the longest that a request may take
 * @param hangTime after how long without a finished step the health check fails
 * @param drainTime how long requests may go on when the service is told to stop
 * @param bodyBytes the largest body of a request
 * @param connections how many connections there may be
 * @param clientTime how long a client may be slow with its request
 * @param apiKeyFile a file with the key that clients must send
 * @param adminPort where faults can be asked for, if they can
 * @param adminTokenFile a file with the token that asking for faults takes
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
    OptionalInt adminPort,
    @Nullable Path adminTokenFile) {

  static final String USAGE =
      """
      Serves a language model behind an OpenAI-compatible API.

      java -jar tocsin-inference.jar --model FOLDER [options]

        --model FOLDER         folder with config.json, tokenizer.json and safetensors
        --name NAME            what clients call the model (default: the folder's name)
        --host ADDRESS         address to listen on (default: 127.0.0.1)
        --port PORT            port to listen on, 0 for a free one (default: 8000)
        --device DEVICE        auto, cpu or gpu (default: auto, the GPU if libtorch can use one)
        --threads N            CPU threads to compute with (default: the number of CPUs)
        --slots N              sequences that are computed together (default: 32)
        --queue N              requests that may wait for a slot (default: 64)
        --prefill-chunk N      prompt tokens that are read between two steps (default: 256)
        --context N            longest sequence in tokens (default: what the model allows)
        --kv-cache SIZE        memory for keys and values, such as 2GiB (default: what the slots
                               can use, but on the CPU at most a quarter of the free memory, and
                               on a GPU what keeps it under 80 % in all)
        --request-timeout SEC  longest that a request may take, waiting included (default: 120)
        --hang-timeout SEC     health fails when a step takes longer (default: 10)
        --drain-timeout SEC    how long requests may go on after a signal to stop (default: 30)
        --max-body SIZE        largest body of a request (default: 1MiB, or what the heap allows)
        --max-connections N    connections at a time (default: 1024)
        --client-timeout SEC   longest that a request's header may take; a body that is not complete
                               by then must come with 16 KiB a second (default: 10)
        --api-key-file FILE    file with a key that clients must send as a bearer token
        --enable-faults        let faults be asked for on the admin port, on loopback only
        --admin-port PORT      that port, 0 for a free one (default: 8001)
        --admin-token-file FILE
                               file with a token that the admin port asks for as a bearer token
                               (required with --enable-faults)
        --help                 this text
      """;

  private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?)(B|KiB|MiB|GiB)?");
  private static final Map<String, Long> UNITS =
      Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);
  private static final List<String> FLAGS = List.of("--enable-faults");
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

  /** Collects every problem of a command line before it complains. */
  private static final class Parser {

    private final Map<String, String> given = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    Parser(List<String> arguments) {
      for (int i = 0; i < arguments.size(); i++) {
        String name = arguments.get(i);
        String value = "";
        if (VALUES.contains(name)) {
          if (i + 1 == arguments.size()) {
            problems.add(name + " needs a value");
            break;
          }
          value = arguments.get(++i);
        } else if (!FLAGS.contains(name)) {
          problems.add("there is no option " + name);
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
        problems.add("--admin-port needs --enable-faults");
      }
      if (given.containsKey("--admin-token-file") != faults) {
        problems.add(
            faults
                ? "--enable-faults needs --admin-token-file: a file with a token of your choice"
                : "--admin-token-file needs --enable-faults");
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

    /** No more than the heap has room to handle: a full heap would end the process. */
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
        // Told below.
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
