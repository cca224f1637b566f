package dev.tocsin.generator.tools;

import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** What a user may set, as a system property or as an environment variable. */
enum Settings {
  /** The folder that the tools are installed in. */
  FOLDER("tocsin.tools", "TOCSIN_TOOLS"),
  /** {@code true} lets the container engine download images. */
  PULL("tocsin.tools.pull", "TOCSIN_TOOLS_PULL"),
  /** A server in place of the projects' own that has the same release archives. */
  RELEASES("tocsin.tools.releases", "TOCSIN_TOOLS_RELEASES"),
  /** A Debian mirror in place of the one in the machine's apt configuration. */
  DEBIAN_MIRROR("tocsin.tools.debian-mirror", "TOCSIN_TOOLS_DEBIAN_MIRROR");

  private final String property;
  private final String variable;

  Settings(String property, String variable) {
    this.property = property;
    this.variable = variable;
  }

  String property() {
    return property;
  }

  /** The property if it is set, else the variable. */
  Optional<String> in(Properties properties, Map<String, String> environment) {
    return Optional.ofNullable(properties.getProperty(property))
        .or(() -> Optional.ofNullable(environment.get(variable)))
        .filter(value -> !value.isBlank());
  }
}
