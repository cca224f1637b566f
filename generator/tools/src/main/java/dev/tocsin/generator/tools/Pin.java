package dev.tocsin.generator.tools;

import java.util.Map;
import java.util.Optional;

/**
 * One line of the pin table: one archive, package or image, and where the tools are in it.
 *
 * @param generation which generation it is for
 * @param route the id of the route that brings it
 * @param platform the platform's id, such as {@code linux-amd64}
 * @param source the Debian suite, the project on the release server, or {@code -}
 * @param artifact the package's, file's or image's name
 * @param version the exact version in the route's own spelling
 * @param sha256 64 hexadecimal digits; empty where the table cannot know them
 * @param paths each tool's path inside
 */
record Pin(
    Generation generation,
    String route,
    String platform,
    String source,
    String artifact,
    String version,
    Optional<String> sha256,
    Map<Tool, String> paths) {

  Pin {
    paths = Map.copyOf(paths);
  }
}
