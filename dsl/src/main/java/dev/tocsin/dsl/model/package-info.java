/**
 * What a definition consists of: alerts, recording rules and runbooks, routes, receivers,
 * inhibitions and time intervals, Prometheus' scrape jobs, containers. Start at {@link
 * dev.tocsin.dsl.model.Monitoring}, which gives a {@link dev.tocsin.dsl.model.MonitoringModel}.
 */
@NullMarked
package dev.tocsin.dsl.model;

import org.jspecify.annotations.NullMarked;
