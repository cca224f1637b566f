/**
 * The pipeline: checks what a definition says, and writes the files that Prometheus and
 * Alertmanager read. It may use the language, {@code load}, {@code check}, {@code write} and {@code
 * files}; no other package of the generator uses it.
 *
 * <p>Start at {@link dev.tocsin.generator.Generator}, which takes one definition; {@link
 * dev.tocsin.generator.Batch} takes all definitions of a run. The packages depend on each other in
 * one direction:
 *
 * <ul>
 *   <li>{@code yaml}, {@code source}: YAML and its strict decoder.
 *   <li>{@code rules}, {@code alertmanager}: the two kinds of file that are read and checked.
 *   <li>{@code load}, {@code read}: to a model, from classes and from files.
 *   <li>{@code check}, {@code write}, {@code files}: from a model to problems, texts and the disk.
 *   <li>{@code fmt}, {@code imports}: from files to their canonical form and to Java.
 *   <li>{@code gate}: what the real tools say of generated files; {@code tools}, which finds and
 *       installs them, and {@code io}, which replaces files as a whole, are in the module {@code
 *       tocsin-tools}.
 *   <li>{@code input}, {@code exposition}: files that users name, and pages of metrics.
 * </ul>
 */
@NullMarked
package dev.tocsin.generator;

import org.jspecify.annotations.NullMarked;
