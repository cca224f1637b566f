/**
 * The harness: a real Prometheus and Alertmanager on loopback, receivers that listen, and scenarios
 * that prove an alert. It may use the language, the generator, JUnit 5, Testcontainers, WireMock
 * and GreenMail.
 */
@NullMarked
package dev.tocsin.harness;

import org.jspecify.annotations.NullMarked;
