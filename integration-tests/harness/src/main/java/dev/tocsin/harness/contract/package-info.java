/**
 * The contract between monitoring and what is monitored: every metric and label that the rules use
 * is really exported, with the type and unit that the definitions say. It starts no server and
 * queries none: the caller passes the pages.
 *
 * <p>Start at {@link dev.tocsin.harness.contract.Contract}. What the rules ask for is found from
 * their trees ({@link dev.tocsin.harness.contract.Uses}), what there is from the pages ({@link
 * dev.tocsin.harness.contract.ExporterPage}).
 */
@NullMarked
package dev.tocsin.harness.contract;

import org.jspecify.annotations.NullMarked;
