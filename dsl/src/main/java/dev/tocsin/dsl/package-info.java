/**
 * The language: metrics, PromQL, alerts, routing and receivers as typed Java values, and what they
 * mean. It may use the JDK and annotations, nothing else.
 */
@NullMarked
package dev.tocsin.dsl;

import org.jspecify.annotations.NullMarked;

