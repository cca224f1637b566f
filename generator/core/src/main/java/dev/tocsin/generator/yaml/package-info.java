/**
 * Reading YAML as Prometheus' own reader does: the same files are accepted, and every node knows
 * its line and column, so that messages can point at them.
 *
 * <p>It may use SnakeYAML's events and nothing else of it: no tag ever makes an object. Start at
 * {@link dev.tocsin.generator.yaml.YamlDocument}.
 */
@NullMarked
package dev.tocsin.generator.yaml;

import org.jspecify.annotations.NullMarked;
