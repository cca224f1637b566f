package dev.tocsin.dsl.model;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The containers of the monitoring, in one network, each restarted when it ends. Secrets are files
 * that Compose creates from environment variables of the same name. A volume whose source is not a
 * path is a named volume.
 */
public final class Deployment {
  private final String name;
  private final List<Service> services;

  private Deployment(String name, List<Service> services) {
    this.name = name;
    this.services = List.copyOf(services);
  }

  /** A deployment of these services, in this order. */
  public static Deployment compose(String name, Service... services) {
    return new Deployment(name, Arrays.asList(services));
  }

  /** The Compose project's name. */
  public String name() {
    return name;
  }

  public List<Service> services() {
    return services;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Deployment that
        && that.name.equals(name)
        && that.services.equals(services);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, services);
  }

  @Override
  public String toString() {
    return name + services;
  }
}
