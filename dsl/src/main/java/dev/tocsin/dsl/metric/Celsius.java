package dev.tocsin.dsl.metric;

/** A temperature, in degrees Celsius. */
public interface Celsius extends Unit {}
