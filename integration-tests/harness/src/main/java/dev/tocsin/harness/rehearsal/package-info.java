/**
 * What must differ between production and a rehearsal, and nothing else: {@link
 * dev.tocsin.harness.rehearsal.Rehearsal} changes the model, never text, and lists every change;
 * {@link dev.tocsin.harness.rehearsal.Compression} rewrites expressions for a time that runs
 * faster. Start at {@link dev.tocsin.harness.rehearsal.Rehearsal}.
 */
@NullMarked
package dev.tocsin.harness.rehearsal;

import org.jspecify.annotations.NullMarked;
