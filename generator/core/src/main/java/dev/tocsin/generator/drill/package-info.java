/**
 * The drill: a marked test alert through a running Alertmanager, followed to those who are to be
 * told. It may use the JDK's HTTP client, Jackson and the reader of configurations.
 *
 * <p>Start at {@link dev.tocsin.generator.drill.Drill}.
 */
@NullMarked
package dev.tocsin.generator.drill;

import org.jspecify.annotations.NullMarked;
