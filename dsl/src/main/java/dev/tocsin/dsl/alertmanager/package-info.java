/**
 * Who is told, how, and when: receivers, routes, inhibitions and time intervals of <a
 * href="https://prometheus.io/docs/alerting/latest/configuration/">Alertmanager</a>.
 *
 * <p>Start at {@link dev.tocsin.dsl.alertmanager.Route}, which names {@link
 * dev.tocsin.dsl.alertmanager.Receiver}s by value, and {@link
 * dev.tocsin.dsl.alertmanager.Inhibition}, which names alerts.
 */
@NullMarked
package dev.tocsin.dsl.alertmanager;

import org.jspecify.annotations.NullMarked;

