package dev.tocsin.generator.tools;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The projects' container images, where an engine already has them: the files are copied out of a
 * container that is created and never started. It downloads only if told so.
 */
final class ImageToolSource implements ToolSource {
  private static final Duration QUESTION = Duration.ofSeconds(10);
  private static final Duration WORK = Duration.ofMinutes(5);

  private final PinTable pins;
  private final Platform platform;
  private final List<Path> path;
  private final boolean pull;

  ImageToolSource(PinTable pins, Platform platform, List<Path> path, boolean pull) {
    this.pins = pins;
    this.platform = platform;
    this.path = List.copyOf(path);
    this.pull = pull;
  }

  @Override
  public String id() {
    return "image";
  }

  @Override
  public Delivery deliver(Generation generation, Path scratch) throws ToolSourceRefusal {
    List<Pin> images = pins.of(generation, id(), platform);
    if (images.isEmpty()) {
      throw new ToolSourceRefusal("no image for " + platform.id());
    }
    List<String> refusals = new ArrayList<>();
    for (String name : List.of("docker", "podman")) {
      Optional<Path> engine = PathToolSource.find(path, name);
      if (engine.isPresent()) {
        try {
          return copy(engine.get(), name, images, scratch);
        } catch (ToolSourceRefusal refusal) {
          refusals.add(refusal.reason());
        }
      }
    }
    throw new ToolSourceRefusal(
        refusals.isEmpty() ? "neither docker nor podman is there" : String.join("; ", refusals));
  }

  private Delivery copy(Path engine, String name, List<Pin> wanted, Path scratch)
      throws ToolSourceRefusal {
    List<Pin> images = new ArrayList<>();
    for (Pin image : wanted) {
      try {
        require(engine, name, image.artifact());
        images.add(image);
      } catch (ToolSourceRefusal refusal) {
        if (image.paths().keySet().stream().anyMatch(Tool::isRequired)) {
          throw refusal;
        }
      }
    }
    Map<Tool, Path> tools = new EnumMap<>(Tool.class);
    for (Pin image : images) {
      ToolRun created = run(WORK, engine, "create", image.artifact());
      if (!created.ok()) {
        throw new ToolSourceRefusal(name + " cannot create a container: " + created.lastWords());
      }
      String container = created.stdout().strip();
      try {
        for (Map.Entry<Tool, String> tool : image.paths().entrySet()) {
          Path target = scratch.resolve(name + "-" + tool.getKey().id());
          ToolRun copied = copyOut(engine, container, tool.getValue(), target);
          if (!copied.ok()) {
            throw new ToolSourceRefusal(
                image.artifact() + " has no " + tool.getValue() + ": " + copied.lastWords());
          }
          tools.put(tool.getKey(), target);
        }
      } finally {
        ToolRun unused = run(WORK, engine, "rm", "--force", container);
      }
    }
    return new Delivery("images of " + name, false, tools, Optional.empty());
  }

  private void require(Path engine, String name, String image) throws ToolSourceRefusal {
    ToolRun present = run(QUESTION, engine, "image", "inspect", "--format", "{{.Id}}", image);
    if (present.ok()) {
      return;
    }
    if (present.timedOut() || present.stderr().contains("connect")) {
      throw new ToolSourceRefusal(name + " has no engine that answers");
    }
    if (!pull) {
      throw new ToolSourceRefusal(name + " does not have " + image + " (it is not pulled unasked)");
    }
    ToolRun pulled = run(WORK, engine, "pull", "--quiet", image);
    if (!pulled.ok()) {
      throw new ToolSourceRefusal(name + " cannot pull " + image + ": " + pulled.lastWords());
    }
  }

  private static ToolRun copyOut(Path engine, String container, String from, Path to) {
    return run(WORK, engine, "cp", container + ":" + from, to.toString());
  }

  private static ToolRun run(Duration limit, Path engine, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(engine.toString());
    command.addAll(List.of(arguments));
    return ToolRunner.limitedTo(limit).run(command);
  }
}
