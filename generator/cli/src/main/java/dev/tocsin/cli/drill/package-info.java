/**
 * The drill: a marked test alert through a running Alertmanager, followed to its receivers. It may
 * use the JDK's HTTP client, Jackson and the reader of configurations.
 *
 * <p>Start at {@link dev.tocsin.cli.drill.Drill}.
 */
@NullMarked
package dev.tocsin.cli.drill;

import org.jspecify.annotations.NullMarked;
