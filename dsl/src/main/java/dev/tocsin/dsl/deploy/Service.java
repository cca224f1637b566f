package dev.tocsin.dsl.deploy;

import dev.tocsin.dsl.Secret;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** One container of a {@link Deployment}; its name is its host name in the deployment's network. */
public final class Service {
  private final String name;
  private final String image;
  private final List<String> command;
  private final Map<String, String> environment;
  private final List<String> ports;
  private final List<String> volumes;
  private final List<Secret> secrets;
  private final List<String> dependsOn;
  private final Map<String, Object> more;

  private Service(
      String name,
      String image,
      List<String> command,
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
   * @throws IllegalArgumentException when the image has no version, or {@code latest}: what runs
   *     would change by itself
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

  /** Started after these. */
  public Service after(String... services) {
    return new Service(
        name, image, command, environment, ports, volumes, secrets, Arrays.asList(services), more);
  }

  /** With any other key of Compose's service, such as {@code pid} or {@code healthcheck}. */
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
    return other instanceof Service
        && ((Service) other).name.equals(name)
        && ((Service) other).image.equals(image)
        && ((Service) other).command.equals(command)
        && ((Service) other).environment.equals(environment)
        && ((Service) other).ports.equals(ports)
        && ((Service) other).volumes.equals(volumes)
        && ((Service) other).secrets.equals(secrets)
        && ((Service) other).dependsOn.equals(dependsOn)
        && ((Service) other).more.equals(more);
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
