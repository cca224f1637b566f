package dev.tocsin.generator.yaml;

import org.jspecify.annotations.Nullable;

/**
 * Why a text is not YAML.
 *
 * @param line from 1, or 0 for the whole file
 * @param column from 1, in code points, or 0 for the whole line
 * @param help how to mend it, or null
 */
public record YamlProblem(String message, int line, int column, @Nullable String help) {}
