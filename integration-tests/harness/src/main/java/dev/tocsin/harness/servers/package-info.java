/**
 * The servers that a proof runs on: real Prometheus and Alertmanager servers on loopback, as
 * processes or containers, and clients for their APIs. Start at {@link
 * dev.tocsin.harness.servers.Stack}; a {@code Backend} starts a server, and {@link
 * dev.tocsin.harness.servers.Instance} is a program that they scrape. It uses the JDK, Jackson,
 * Testcontainers to find an engine, and of Tocsin the tools only.
 */
@NullMarked
package dev.tocsin.harness.servers;

import org.jspecify.annotations.NullMarked;
