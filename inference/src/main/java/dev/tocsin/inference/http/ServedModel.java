package dev.tocsin.inference.http;

import dev.tocsin.inference.model.ChatFormat;
import dev.tocsin.inference.model.Tokenizer;

/**
 * The model as clients see it.
 *
 * @param name its name in the API
 * @param tokenizer turns their text into tokens
 * @param format how a conversation is formatted as one text
 * @param created when it was loaded, in seconds since 1970
 */
public record ServedModel(String name, Tokenizer tokenizer, ChatFormat format, long created) {}
