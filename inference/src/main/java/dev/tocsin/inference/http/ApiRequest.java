package dev.tocsin.inference.http;

import dev.tocsin.inference.engine.Sampling;
import java.util.List;
import java.util.OptionalInt;

/**
 * A completion request whose fields have been checked.
 *
 * @param chat whether it is a conversation; that decides the shape of the answer
 * @param prompt the text to continue
 * @param maxTokens the most tokens to add, if the client says
 * @param stream whether to send tokens as they come
 * @param includeUsage whether a stream ends with the number of tokens
 * @param ignoreEnd whether to go on after an end token
 */
record ApiRequest(
    boolean chat,
    String prompt,
    OptionalInt maxTokens,
    Sampling sampling,
    List<String> stops,
    boolean stream,
    boolean includeUsage,
    boolean ignoreEnd) {}
