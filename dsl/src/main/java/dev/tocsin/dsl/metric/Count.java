package dev.tocsin.dsl.metric;

/** A number of things: targets, requests, changes. */
public interface Count extends Unit {}
