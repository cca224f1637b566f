/**
 * What was proven, with its evidence: {@code proof.json} for machines, and one page for people that
 * is made from it. Start at {@link dev.tocsin.harness.report.ProofReport}; {@code Page} is where
 * the page is put together. It uses the JDK, Jackson and what it reports on.
 */
@NullMarked
package dev.tocsin.harness.report;

import org.jspecify.annotations.NullMarked;
