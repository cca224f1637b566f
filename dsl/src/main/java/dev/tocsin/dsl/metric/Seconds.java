package dev.tocsin.dsl.metric;

/** A duration, in seconds. */
public interface Seconds extends Unit {}
