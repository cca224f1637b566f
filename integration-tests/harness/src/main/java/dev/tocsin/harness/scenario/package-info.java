/**
 * Scenarios: what happens to targets, and what must follow, written once and proven in every way.
 *
 * <p>A user writes a {@link dev.tocsin.harness.scenario.Scenario} for each alert and puts them into
 * a {@link dev.tocsin.harness.scenario.Suite}. From the alert's definition the suite makes {@link
 * dev.tocsin.harness.scenario.Case}s: just above the threshold, just below, too short. A case is a
 * value in virtual time; the ways to play it (virtual, backfilled, compressed) are elsewhere. It
 * may use the language and {@link dev.tocsin.harness.series}, and knows no clock, no server and no
 * sink. Start at {@link dev.tocsin.harness.scenario.Scenario}.
 */
@NullMarked
package dev.tocsin.harness.scenario;

import org.jspecify.annotations.NullMarked;
