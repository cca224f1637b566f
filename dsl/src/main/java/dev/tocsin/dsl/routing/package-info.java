/**
 * What Alertmanager's configuration means, as Alertmanager 0.33.1 decides it: how a matcher is
 * read, which routes an alert takes and with which settings, how alerts are grouped, what an
 * inhibition mutes, and whether a time interval holds at an instant.
 *
 * <p>Pure functions over names and labels, for files that were read as much as for routes that are
 * written in Java; uses {@code dev.tocsin.dsl.go} and {@code dev.tocsin.dsl.promql}'s operators.
 * Start at {@link dev.tocsin.dsl.routing.RoutingTree}.
 */
@NullMarked
package dev.tocsin.dsl.routing;

import org.jspecify.annotations.NullMarked;
