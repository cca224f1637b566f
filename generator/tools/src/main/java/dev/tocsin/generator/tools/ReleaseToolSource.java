package dev.tocsin.generator.tools;

import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The projects' release archives over HTTPS.
 *
 * <p>An archive must match the sum that the table pins. Where the table has none, it must match the
 * one that the release publishes in {@code sha256sums.txt}, and both are fetched over HTTPS only:
 * over plain HTTP, an attacker could change the archive and its sum. Many build machines have no
 * internet: the first request fails within seconds, and the source remembers the failure.
 */
final class ReleaseToolSource implements ToolSource {
  /** The server on which the projects publish their releases. */
  static final String STANDARD_BASE = "https://github.com";

  private static final String HTTPS = "https://";
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration SMALL_FILE = Duration.ofSeconds(10);
  private static final Duration ARCHIVE = Duration.ofMinutes(5);

  private final PinTable pins;
  private final Platform platform;
  private final List<Path> path;
  private final String base;
  private final Supplier<HttpClient> client;
  private final AtomicReference<@Nullable String> unreachable = new AtomicReference<>();

  /**
   * Fetches {@code BASE/PROJECT/releases/download/TAG/FILE}.
   *
   * @param path where to find {@code tar}
   */
  ReleaseToolSource(PinTable pins, Platform platform, List<Path> path, String base) {
    this(pins, platform, path, base, () -> Client.SHARED);
  }

  /** With another client; for tests. */
  ReleaseToolSource(
      PinTable pins, Platform platform, List<Path> path, String base, Supplier<HttpClient> client) {
    this.client = client;
    this.pins = pins;
    this.platform = platform;
    this.path = List.copyOf(path);
    this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
  }

  @Override
  public String id() {
    return "release";
  }

  @Override
  public Delivery deliver(Generation generation, Path scratch) throws ToolSourceRefusal {
    List<Pin> archives = pins.of(generation, id(), platform);
    if (archives.isEmpty()) {
      throw new ToolSourceRefusal("no archive for " + platform.id());
    }
    Path tar =
        PathToolSource.find(path, "tar")
            .orElseThrow(() -> new ToolSourceRefusal("tar is not on the PATH"));
    Map<Tool, Path> tools = new EnumMap<>(Tool.class);
    for (Pin archive : archives) {
      Path file = fetch(archive, scratch);
      ToolRun unpacked =
          ToolRunner.limitedTo(ARCHIVE)
              .in(scratch)
              .run(List.of(tar.toString(), "-xzf", file.toString()));
      if (!unpacked.ok()) {
        throw new ToolSourceRefusal(
            "cannot unpack " + archive.artifact() + ": " + unpacked.lastWords());
      }
      archive.paths().forEach((tool, inside) -> tools.put(tool, scratch.resolve(inside)));
    }
    return new Delivery("release archives", false, tools, Optional.empty());
  }

  private Path fetch(Pin archive, Path scratch) throws ToolSourceRefusal {
    String folder = base + "/" + archive.source() + "/releases/download/" + archive.version() + "/";
    String expected;
    String expectation;
    if (archive.sha256().isPresent()) {
      expected = archive.sha256().get();
      expectation = "pinned in " + PinTable.PLACE;
    } else {
      refusePlainHttp(archive);
      expected = published(folder, archive);
      expectation = "published in the release's sha256sums.txt";
    }
    Path file =
        get(
                folder + archive.artifact(),
                HttpResponse.BodyHandlers.ofFile(scratch.resolve(archive.artifact())))
            .body();
    Checksums.require(file, expected, expectation);
    return file;
  }

  private void refusePlainHttp(Pin archive) throws ToolSourceRefusal {
    if (!base.regionMatches(true, 0, HTTPS, 0, HTTPS.length())) {
      throw new ToolSourceRefusal(
          "cannot verify "
              + archive.artifact()
              + ": its SHA-256 is not pinned, and the address of the releases does not begin with "
              + HTTPS
              + ", so that its published sum cannot be trusted; use HTTPS, or pin the sum in "
              + PinTable.PLACE);
    }
  }

  private String published(String folder, Pin archive) throws ToolSourceRefusal {
    String sums =
        get(folder + "sha256sums.txt", HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
            .body();
    return Checksums.in(sums, archive.artifact())
        .orElseThrow(
            () ->
                new ToolSourceRefusal(
                    "the sha256sums.txt of "
                        + archive.version()
                        + " does not list "
                        + archive.artifact()));
  }

  private <T> HttpResponse<T> get(String address, HttpResponse.BodyHandler<T> handler)
      throws ToolSourceRefusal {
    String known = unreachable.get();
    if (known != null) {
      throw new ToolSourceRefusal(known);
    }
    HttpResponse<T> response = send(address, handler);
    if (response.statusCode() != 200) {
      throw new ToolSourceRefusal("status " + response.statusCode() + " for " + address);
    }
    return response;
  }

  private <T> HttpResponse<T> send(String address, HttpResponse.BodyHandler<T> handler)
      throws ToolSourceRefusal {
    URI uri;
    try {
      uri = URI.create(address);
      if (uri.getHost() == null) {
        throw new ToolSourceRefusal("invalid address \"" + base + "\"");
      }
    } catch (IllegalArgumentException e) {
      throw new ToolSourceRefusal("invalid address \"" + base + "\"");
    }
    boolean small = address.endsWith(".txt");
    CompletableFuture<HttpResponse<T>> answer =
        client.get().sendAsync(HttpRequest.newBuilder(uri).GET().build(), handler);
    try {
      return answer.get((small ? SMALL_FILE : ARCHIVE).toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ToolSourceRefusal("interrupted");
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw unreachable(uri, "does not answer in time");
    } catch (ExecutionException e) {
      throw failed(uri, e.getCause());
    }
  }

  private ToolSourceRefusal failed(URI uri, @Nullable Throwable cause) {
    if (cause instanceof HttpConnectTimeoutException) {
      return unreachable(uri, "does not answer within " + CONNECT.toSeconds() + " s");
    }
    if (cause instanceof ConnectException) {
      return unreachable(uri, "cannot be reached");
    }
    String message = cause == null ? "unknown reason" : String.valueOf(cause.getMessage());
    return new ToolSourceRefusal("download from " + uri.getHost() + " failed: " + message);
  }

  private ToolSourceRefusal unreachable(URI uri, String how) {
    String reason = uri.getHost() + " " + how;
    unreachable.set(reason);
    return new ToolSourceRefusal(reason);
  }

  /** Made when first needed: it costs a tenth of a second. */
  private static final class Client {
    static final HttpClient SHARED =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .proxy(Proxies.of(System.getenv()).orElseGet(ProxySelector::getDefault))
            .build();
  }
}
