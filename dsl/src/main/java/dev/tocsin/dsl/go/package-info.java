/**
 * Go's text. Prometheus and Alertmanager are written in Go, and read and write regular expressions,
 * durations, numbers, quoted strings, URLs and globs by the rules of its libraries, which are not
 * Java's.
 *
 * <p>Uses the JDK and no other package of the language. Each class is one kind of text: {@link
 * dev.tocsin.dsl.go.GoRegexp} (its tree is read once, by {@code RegexpParser}; {@link
 * dev.tocsin.dsl.go.RegexpShape} says which texts it can match), {@link
 * dev.tocsin.dsl.go.GoDuration}, {@link dev.tocsin.dsl.go.GoNumber}, {@link
 * dev.tocsin.dsl.go.GoString}, {@link dev.tocsin.dsl.go.GoUrl}, {@link dev.tocsin.dsl.go.GoGlob},
 * {@link dev.tocsin.dsl.go.GoExpand}, {@link dev.tocsin.dsl.go.GoSpace}.
 */
@NullMarked
package dev.tocsin.dsl.go;

import org.jspecify.annotations.NullMarked;
