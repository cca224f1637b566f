/**
 * The servers that a proof runs on: real Prometheus and Alertmanager processes on loopback, and
 * clients for what they can be asked. Start at {@link dev.tocsin.harness.stack.Stack}. It uses the
 * JDK, Jackson, and of ours only the tools.
 */
@NullMarked
package dev.tocsin.harness.stack;

import org.jspecify.annotations.NullMarked;
