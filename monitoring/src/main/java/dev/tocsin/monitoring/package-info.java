/**
 * The production monitoring of the LLM inference service, written in the language. It may use the
 * language, nothing else.
 */
@NullMarked
package dev.tocsin.monitoring;

import org.jspecify.annotations.NullMarked;
