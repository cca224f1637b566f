/**
 * The real tools: finds or installs promtool, amtool, Prometheus, Alertmanager and, for proofs,
 * node_exporter for the three generations that Tocsin supports, and runs them. It may use the JDK,
 * the language and {@code dev.tocsin.generator.files}.
 *
 * <p>Start at {@link dev.tocsin.generator.tools.Tools}: {@code
 * Tools.standard().provide(Generation.NEWEST)} gives a {@link dev.tocsin.generator.tools.Toolbox},
 * from which {@link dev.tocsin.generator.tools.Promtool} and {@link
 * dev.tocsin.generator.tools.Amtool} are made. The first call installs; later calls read one small
 * file. The versions, checksums and names of everything that may be installed are one table, {@code
 * pins.tsv}, beside this package's classes.
 *
 * <p>Four {@linkplain dev.tocsin.generator.tools.ToolSource sources} are tried in order: the
 * machine's {@code PATH}, a container image that is already on the machine, the projects' release
 * archives, and Debian packages. Nothing is ever installed outside of the tools folder, and nothing
 * needs root.
 *
 * <p><b>For who starts the servers.</b> Always start them by the path that the toolbox gives.
 * Debian's Alertmanager and amtool read their message templates from a folder that is compiled in
 * and that no machine has without the system package; {@link
 * dev.tocsin.generator.tools.DebianPaths} redirects them to the templates in the toolbox. The
 * redirected {@code alertmanager} is a two-line script that replaces itself by the server: the
 * process id, signals, working directory and relative arguments are those of a plain binary, and no
 * {@code templates:} entry is needed in the configuration. Prometheus needs no web console folders
 * and all four tools need the C library (glibc 2.34 or newer) and no other shared library.
 */
@NullMarked
package dev.tocsin.generator.tools;

import org.jspecify.annotations.NullMarked;
