/**
 * The method {@code promtool}: a suite's cases as one of promtool's unit test files, with durations
 * as they ship. A {@link dev.tocsin.harness.promtool.PromtoolTest} is the file, which ships too. It
 * may use scenarios, series, the report and the generator's tools, and starts no server. Start at
 * {@link dev.tocsin.harness.promtool.PromtoolTest}.
 */
@NullMarked
package dev.tocsin.harness.promtool;

import org.jspecify.annotations.NullMarked;
