package dev.tocsin.dsl.metric;

/** An amount of data, in bytes. */
public interface Bytes extends Unit {}
