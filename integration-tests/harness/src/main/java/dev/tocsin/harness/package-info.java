/**
 * The harness: a real Prometheus and Alertmanager on loopback, receivers that listen, and scripted
 * targets, to prove that an alert fires, reaches whom it should, and ends. It may use the language,
 * the generator, JUnit 5, Testcontainers, WireMock and GreenMail.
 *
 * <p>Start at {@link dev.tocsin.harness.Stage}, which puts the parts together:
 *
 * <ul>
 *   <li>{@link dev.tocsin.harness.series}: what scripted targets tell, in virtual time;
 *   <li>{@link dev.tocsin.harness.rehearsal}: what must differ from production, and nothing else;
 *   <li>{@link dev.tocsin.harness.stack}: the servers, and their APIs;
 *   <li>{@link dev.tocsin.harness.sink}: Slack, PagerDuty, mail and webhooks that listen;
 *   <li>{@link dev.tocsin.harness.verdict}: what a verdict is worth on a slow machine;
 *   <li>{@link dev.tocsin.harness.report}: what was proven, with its evidence.
 * </ul>
 */
@NullMarked
package dev.tocsin.harness;

import org.jspecify.annotations.NullMarked;
