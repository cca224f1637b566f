/**
 * Receivers that listen: Slack, PagerDuty, webhooks and all kinds that Alertmanager tells by HTTP,
 * as WireMock plays them, mail as GreenMail takes it, all on loopback; and what arrived at them, as
 * typed values with the time of arrival. Start at {@link dev.tocsin.harness.sink.Sinks}. It uses
 * the JDK, Jackson, WireMock and GreenMail.
 */
@NullMarked
package dev.tocsin.harness.sink;

import org.jspecify.annotations.NullMarked;
