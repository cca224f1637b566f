package dev.tocsin.dsl.metric;

/**
 * The unit of a value. Prometheus has <a
 * href="https://prometheus.io/docs/practices/naming/#base-units">base units</a> only, so units do
 * not scale: a quantity of 2 ms is 0.002 {@link Seconds}. Your own unit is an interface: {@code
 * interface Tokens extends Unit {}}.
 */
public interface Unit {}
