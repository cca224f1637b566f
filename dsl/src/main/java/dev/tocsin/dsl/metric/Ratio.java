package dev.tocsin.dsl.metric;

/** A share of a whole, from 0 to 1. */
public interface Ratio extends Unit {}
