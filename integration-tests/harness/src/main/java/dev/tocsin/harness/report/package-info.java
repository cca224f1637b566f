/**
 * What was proven, with its evidence, as JSON for machines and Markdown for people. Start at {@link
 * dev.tocsin.harness.report.ProofReport}. It uses the JDK, Jackson and what it reports on.
 */
@NullMarked
package dev.tocsin.harness.report;

import org.jspecify.annotations.NullMarked;
