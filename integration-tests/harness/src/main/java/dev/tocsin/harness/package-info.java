/**
 * Where a test begins: a class that implements {@link dev.tocsin.harness.ProvenAlerts} proves the
 * alerts of a {@link dev.tocsin.harness.scenario.Suite}, one JUnit test for each case.
 *
 * <p>It may use the rest of the harness and JUnit; nothing of the harness uses it. What a test
 * author types comes from {@link dev.tocsin.harness.scenario} and {@link
 * dev.tocsin.harness.series}.
 */
@NullMarked
package dev.tocsin.harness;

import org.jspecify.annotations.NullMarked;
