package dev.tocsin.generator.tools;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Debian packages, see {@link DebianPackages}. */
final class DebianToolSource implements ToolSource {
  private final PinTable pins;
  private final Platform platform;
  private final DebianPackages debian;

  DebianToolSource(PinTable pins, Platform platform, DebianPackages debian) {
    this.pins = pins;
    this.platform = platform;
    this.debian = debian;
  }

  @Override
  public String id() {
    return "debian";
  }

  @Override
  public Delivery deliver(Generation generation, Path scratch) throws ToolSourceRefusal {
    List<Pin> packages = pins.of(generation, id(), platform);
    if (packages.isEmpty()) {
      throw new ToolSourceRefusal("no packages for " + platform.id());
    }
    String suite = packages.get(0).source();
    Path root =
        debian.unpack(
            suite,
            packages.stream()
                .map(
                    pin ->
                        new DebianPackages.Pinned(
                            pin.artifact(), pin.version(), pin.sha256().orElse("missing")))
                .toList(),
            PinTable.PLACE,
            scratch);
    Map<Tool, Path> tools = new EnumMap<>(Tool.class);
    for (Pin unpacked : packages) {
      unpacked.paths().forEach((tool, inside) -> tools.put(tool, root.resolve(inside)));
    }
    Path templates = root.resolve(DebianPaths.COMPILED_IN.substring(1));
    return new Delivery(
        "Debian packages of " + suite,
        false,
        tools,
        Files.isDirectory(templates) ? Optional.of(templates) : Optional.empty());
  }
}
