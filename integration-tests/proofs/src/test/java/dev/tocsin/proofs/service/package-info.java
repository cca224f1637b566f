/**
 * The last way to prove: real faults on the real inference service and its host fire the right
 * alerts. Start at {@link dev.tocsin.proofs.service.ServiceProofIT}.
 */
@NullMarked
package dev.tocsin.proofs.service;

import org.jspecify.annotations.NullMarked;
