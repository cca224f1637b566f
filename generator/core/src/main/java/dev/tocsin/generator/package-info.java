/**
 * From definitions to files: collects what a definition says, checks it, and writes what Prometheus
 * and Alertmanager read. It may use the language, Jackson YAML and SnakeYAML.
 */
@NullMarked
package dev.tocsin.generator;

import org.jspecify.annotations.NullMarked;
