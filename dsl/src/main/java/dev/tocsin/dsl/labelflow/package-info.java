/**
 * Label flow: which labels the result of a PromQL expression can, must and cannot carry, and why.
 *
 * <p>It stands on the syntax tree in {@code dev.tocsin.dsl.promql} and nothing else; checks of
 * templates, inhibition and routing stand on it. Start at {@link
 * dev.tocsin.dsl.labelflow.LabelFlow}; the rules, one method a kind of node, are in {@code
 * LabelFlowVisitor}.
 */
@NullMarked
package dev.tocsin.dsl.labelflow;

import org.jspecify.annotations.NullMarked;
