package dev.tocsin.dsl.model;

import dev.tocsin.dsl.alertmanager.Secret;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** One container of a {@link Deployment}; its name is its host name in the deployment's network. */
public final class Service {
  private final String name;
  private final String image;
  private final List<Argument> command;
  private final Map<String, String> environment;
  private final List<String> ports;
  private final List<String> volumes;
  private final List<Secret> secrets;
  private final List<String> dependsOn;
  private final Map<String, Object> more;

  /** A command-line argument of a container, and its reason. */
  public static final class Argument {
    private final List<String> words;
    private final Optional<String> why;

    private Argument(List<String> words, Optional<String> why) {
      this.words = List.copyOf(words);
      this.why = why;
    }

    /** A flag, as one word ({@code --flag=value}) or more ({@code --flag}, {@code value}). */
    public static Argument argument(String... words) {
      return new Argument(Arrays.asList(words), Optional.empty());
    }

    /** With a reason, which becomes a comment above it in the generated file. */
    public Argument because(String reason) {
      return new Argument(words, Optional.of(reason));
    }

    public List<String> words() {
      return words;
    }

    /** The reason; empty if it needs none. */
    public Optional<String> why() {
      return why;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Argument that && that.words.equals(words) && that.why.equals(why);
    }

    @Override
    public int hashCode() {
      return Objects.hash(words, why);
    }

    @Override
    public String toString() {
      return String.join(" ", words);
    }
  }

  private Service(
      String name,
      String image,
      List<Argument> command,
      Map<String, String> environment,
      List<String> ports,
      List<String> volumes,
      List<Secret> secrets,
      List<String> dependsOn,
      Map<String, Object> more) {
    this.name = name;
    this.image = image;
    this.command = List.copyOf(command);
    this.environment = new TreeMap<>(environment);
    this.ports = List.copyOf(ports);
    this.volumes = List.copyOf(volumes);
    this.secrets = List.copyOf(secrets);
    this.dependsOn = List.copyOf(dependsOn);
    this.more = new TreeMap<>(more);
  }

  /**
   * A container of this image.
   *
   * @throws IllegalArgumentException if the image has no version, or {@code latest}: the running
   *     version would change by itself
   */
  public static Service service(String name, String image) {
    int colon = image.lastIndexOf(':');
    if (colon <= image.lastIndexOf('/') || image.endsWith(":latest")) {
      throw new IllegalArgumentException(
          "service \""
              + name
              + "\": image \""
              + image
              + "\" has no version: pin one, such as prom/prometheus:v3.5.0");
    }
    return new Service(
        name, image, List.of(), Map.of(), List.of(), List.of(), List.of(), List.of(), Map.of());
  }

  /** Started with these arguments. */
  public Service command(String... arguments) {
    return command(Arrays.stream(arguments).map(Argument::argument).toArray(Argument[]::new));
  }

  /** Started with these arguments. */
  public Service command(Argument... arguments) {
    return new Service(
        name,
        image,
        Arrays.asList(arguments),
        environment,
        ports,
        volumes,
        secrets,
        dependsOn,
        more);
  }

  /** Healthy while this command exits with status 0 in the container; no shell is used. */
  public Service healthcheck(String... test) {
    List<String> command = new ArrayList<>(List.of("CMD"));
    command.addAll(Arrays.asList(test));
    return with("healthcheck", Map.of("test", List.copyOf(command)));
  }

  /** With an environment variable. Never a secret: those are files. */
  public Service environment(String variable, String value) {
    Map<String, String> all = new TreeMap<>(environment);
    all.put(variable, value);
    return new Service(name, image, command, all, ports, volumes, secrets, dependsOn, more);
  }

  /** Reachable from outside, each port {@code address:host:container}. */
  public Service ports(String... published) {
    return new Service(
        name,
        image,
        command,
        environment,
        Arrays.asList(published),
        volumes,
        secrets,
        dependsOn,
        more);
  }

  /** With these folders, each {@code source:target} or {@code source:target:ro}. */
  public Service volumes(String... mounts) {
    List<String> all = new ArrayList<>(volumes);
    all.addAll(Arrays.asList(mounts));
    return new Service(name, image, command, environment, ports, all, secrets, dependsOn, more);
  }

  /** With these secrets as files in {@link Secret#FOLDER}. */
  public Service secrets(List<Secret> readable) {
    return new Service(
        name, image, command, environment, ports, volumes, readable, dependsOn, more);
  }

  /** Started after these services. */
  public Service after(String... services) {
    return new Service(
        name, image, command, environment, ports, volumes, secrets, Arrays.asList(services), more);
  }

  /** With any other key of Compose's service, such as {@code pid}. */
  public Service with(String key, Object value) {
    Map<String, Object> all = new TreeMap<>(more);
    all.put(key, value);
    return new Service(name, image, command, environment, ports, volumes, secrets, dependsOn, all);
  }

  public String name() {
    return name;
  }

  /** The image with its version. */
  public String image() {
    return image;
  }

  /** The arguments that it is started with. */
  public List<String> command() {
    return command.stream().flatMap(argument -> argument.words().stream()).toList();
  }

  /** The arguments that it is started with, and why. */
  public List<Argument> arguments() {
    return command;
  }

  /** Its environment variables, sorted by name. */
  public Map<String, String> environment() {
    return Collections.unmodifiableMap(environment);
  }

  /** Its ports that are reachable from outside. */
  public List<String> ports() {
    return ports;
  }

  /** Its folders. */
  public List<String> volumes() {
    return volumes;
  }

  /** The secrets that it may read. */
  public List<Secret> secrets() {
    return secrets;
  }

  /** The services that it is started after. */
  public List<String> dependsOn() {
    return dependsOn;
  }

  /** Other keys of Compose's service, sorted by name. */
  public Map<String, Object> more() {
    return Collections.unmodifiableMap(more);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Service that
        && that.name.equals(name)
        && that.image.equals(image)
        && that.command.equals(command)
        && that.environment.equals(environment)
        && that.ports.equals(ports)
        && that.volumes.equals(volumes)
        && that.secrets.equals(secrets)
        && that.dependsOn.equals(dependsOn)
        && that.more.equals(more);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, image, command, volumes);
  }

  @Override
  public String toString() {
    return name + " (" + image + ")";
  }
}
