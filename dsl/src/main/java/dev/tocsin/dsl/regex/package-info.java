/**
 * Regular expressions as Prometheus and Alertmanager understand them: Go's dialect of <a
 * href="https://github.com/google/re2/wiki/Syntax">RE2</a>, which is not Java's. What Go refuses
 * (lookaheads, backreferences, possessive quantifiers, {@code \Z}) is refused, and what it reads
 * otherwise than Java ({@code (?P<name>)}, {@code \z}, {@code [[:alpha:]]}, {@code .}) is read its
 * way.
 *
 * <p>Uses nothing but the JDK. Start at {@link dev.tocsin.dsl.regex.Re2}.
 */
@NullMarked
package dev.tocsin.dsl.regex;

import org.jspecify.annotations.NullMarked;
