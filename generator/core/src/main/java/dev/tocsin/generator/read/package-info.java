/**
 * From files to a model: rule files, {@code alertmanager.yml} and {@code prometheus.yml} of a team
 * that writes no Java become the same {@link dev.tocsin.dsl.model.MonitoringModel} as a definition,
 * each part with the line of the file that it comes from. Nothing is lost: {@link
 * dev.tocsin.generator.read.SameContent} compares what was read with what is written again.
 *
 * <p>Start at {@link dev.tocsin.generator.read.MonitoringFiles}. It may use the language, {@code
 * dev.tocsin.generator.rules} and {@code dev.tocsin.generator.alertmanager}, and what they read
 * with.
 */
@NullMarked
package dev.tocsin.generator.read;

import org.jspecify.annotations.NullMarked;
