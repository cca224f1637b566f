/**
 * Scenarios: what happens to targets, and what must follow, written once and proven by every
 * method.
 *
 * <p>A user writes a {@link dev.tocsin.harness.scenario.Scenario} for each alert and adds them to a
 * {@link dev.tocsin.harness.scenario.Suite}, which also has the definition or the {@link
 * dev.tocsin.harness.scenario.AlertFiles} that are proven. From the alert's definition the suite
 * makes {@link dev.tocsin.harness.scenario.Case}s: just above the threshold, just below, too short.
 * A case is a value in virtual time; the methods that play it are elsewhere. There is no clock and
 * no server in it. Start at {@link dev.tocsin.harness.scenario.Suite}.
 */
@NullMarked
package dev.tocsin.harness.scenario;

import org.jspecify.annotations.NullMarked;
