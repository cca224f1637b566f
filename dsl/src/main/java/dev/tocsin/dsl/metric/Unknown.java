package dev.tocsin.dsl.metric;

/** An unknown unit, such as that of a raw expression; {@link InstantVector#as} states it. */
public interface Unknown extends Unit {}
