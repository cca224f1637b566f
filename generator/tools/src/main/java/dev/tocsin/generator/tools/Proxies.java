package dev.tocsin.generator.tools;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** The proxy that the usual environment variables name; Java itself only knows properties. */
final class Proxies {
  private static final int STANDARD_PORT = 80;

  private Proxies() {}

  static Optional<ProxySelector> of(Map<String, String> environment) {
    for (String name : new String[] {"HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"}) {
      String value = environment.get(name);
      if (value != null && !value.isBlank()) {
        return selector(value);
      }
    }
    return Optional.empty();
  }

  private static Optional<ProxySelector> selector(String value) {
    try {
      URI uri = URI.create(value.contains("://") ? value : "http://" + value);
      String host = uri.getHost();
      if (host == null) {
        return Optional.empty();
      }
      int port = uri.getPort() < 0 ? STANDARD_PORT : uri.getPort();
      return Optional.of(ProxySelector.of(InetSocketAddress.createUnresolved(host, port)));
    } catch (IllegalArgumentException e) {
      // The variable is meant for other programs: ignore what cannot be read.
      return Optional.empty();
    }
  }
}
