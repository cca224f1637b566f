package dev.tocsin.dsl.metric;

/** A {@code U} per {@code V}; a rate is {@code Per<U, Seconds>}. */
public interface Per<U extends Unit, V extends Unit> extends Unit {}
