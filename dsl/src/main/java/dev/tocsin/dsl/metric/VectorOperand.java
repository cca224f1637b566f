package dev.tocsin.dsl.metric;

/**
 * The right-hand side of an operator that takes vectors only: an {@link InstantVector}, alone or
 * with its matching.
 *
 * @param <U> the unit of its values
 */
public sealed interface VectorOperand<U extends Unit> extends Operand<U>
    permits InstantVector, MatchedVector {}
