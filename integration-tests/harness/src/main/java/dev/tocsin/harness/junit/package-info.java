/**
 * The JUnit 5 extension: a test class that says its suite, and every case of it is a test. Start at
 * {@link dev.tocsin.harness.junit.ProvenAlerts}. It may use the rest of the harness and JUnit.
 */
@NullMarked
package dev.tocsin.harness.junit;

import org.jspecify.annotations.NullMarked;
