/**
 * Stand-ins for receivers, on loopback: WireMock as Slack, PagerDuty, webhooks and every other
 * service that Alertmanager notifies over HTTP, GreenMail as the mail server; and the notifications
 * that arrived, as typed values with their time of arrival. Start at {@link
 * dev.tocsin.harness.receivers.Sinks}.
 */
@NullMarked
package dev.tocsin.harness.receivers;

import org.jspecify.annotations.NullMarked;
