package dev.tocsin.dsl.metric;

/** 1 for true, 0 for false, such as {@code up}: compare with {@link Quantity#TRUE}. */
public interface Bool extends Unit {}
