/**
 * How the monitoring runs, as a <a
 * href="https://docs.docker.com/reference/compose-file/">Compose</a> file. Start at {@link
 * dev.tocsin.dsl.deploy.Deployment}.
 */
@NullMarked
package dev.tocsin.dsl.deploy;

import org.jspecify.annotations.NullMarked;
