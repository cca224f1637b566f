package dev.tocsin.dsl.metric;

/** A point in time, in seconds since the epoch. */
public interface Timestamp extends Unit {}
