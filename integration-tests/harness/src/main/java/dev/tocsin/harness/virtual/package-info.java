/**
 * The way {@code virtual}: a suite's cases as one of promtool's unit test files, with durations as
 * they ship. A {@link dev.tocsin.harness.virtual.VirtualTest} is the file, which ships too; a
 * {@link dev.tocsin.harness.virtual.VirtualRun} is what promtool said of it, case by case. It may
 * use scenarios, series, the report and the generator's tools, and starts no server. Start at
 * {@link dev.tocsin.harness.virtual.VirtualTest}.
 */
@NullMarked
package dev.tocsin.harness.virtual;

import org.jspecify.annotations.NullMarked;
