/**
 * Fault tests: a test causes a fault by itself, such as a server that is killed, and states step by
 * step what must follow on a {@link dev.tocsin.harness.testbed.TestBed}. Start at {@link
 * dev.tocsin.harness.faults.FaultProver}, or {@link dev.tocsin.harness.faults.FaultTests} for many
 * at the same time. It may use the test bed and what is below it, and {@link
 * dev.tocsin.harness.report}.
 */
@NullMarked
package dev.tocsin.harness.faults;

import org.jspecify.annotations.NullMarked;
