/**
 * The servers that a proof runs on: real Prometheus and Alertmanager servers on loopback, as
 * processes or containers, and clients for what they can be asked. Start at {@link
 * dev.tocsin.harness.stack.Stack}; how a server is started is a {@code Backend}, and what they
 * watch is an {@link dev.tocsin.harness.stack.Instance}. It uses the JDK, Jackson, Testcontainers
 * to find an engine, and of ours only the tools.
 */
@NullMarked
package dev.tocsin.harness.stack;

import org.jspecify.annotations.NullMarked;
