/**
 * A test bed: a real Prometheus and Alertmanager with the rehearsed files, scripted targets, and
 * receivers that listen, all started together and asked by their APIs. Start at {@link
 * dev.tocsin.harness.testbed.TestBed}. It may use {@link dev.tocsin.harness.rehearsal}, {@link
 * dev.tocsin.harness.servers}, {@link dev.tocsin.harness.receivers} and what is below them.
 */
@NullMarked
package dev.tocsin.harness.testbed;

import org.jspecify.annotations.NullMarked;
