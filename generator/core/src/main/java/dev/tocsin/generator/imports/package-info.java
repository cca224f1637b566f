/**
 * From rule files, a configuration of Alertmanager and a page of metrics to Java in our language:
 * the way in for a team with a pile of YAML. It may use the readers of these files and the whole
 * language: every call is carried out while it is written, so that what is written is known to mean
 * what was read. Nothing secret that it reads is ever written.
 *
 * <p>Start at {@link dev.tocsin.generator.imports.Importer}.
 */
@NullMarked
package dev.tocsin.generator.imports;

import org.jspecify.annotations.NullMarked;
