package dev.tocsin.inference.http;

import dev.tocsin.inference.model.ChatFormat;
import dev.tocsin.inference.model.Tokenizer;

/**
 * The model as clients see it.
 *
 * @param name what they call it
 * @param tokenizer turns their text into tokens
 * @param format how a conversation becomes one text
 * @param created seconds since 1970, as lists of models tell
 */
public record ServedModel(String name, Tokenizer tokenizer, ChatFormat format, long created) {}
