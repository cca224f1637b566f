package dev.tocsin.inference.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Turns tokens into text as they come, and never gives out half a character.
 *
 * <p>What a token reads as can depend on the one before it (a leading space, the bytes of one
 * character), so each is decoded together with the last that were given out.
 */
public final class TextStream {

  private final Tokenizer tokenizer;
  private final List<Integer> window = new ArrayList<>();
  private int given;
  private String givenText = "";

  /** An empty stream. */
  public TextStream(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /** The text that this token completes; empty while a character is unfinished. */
  public String add(int token) {
    window.add(token);
    String text = tokenizer.decode(window);
    if (text.endsWith("\uFFFD") && window.size() - given < 8) {
      return "";
    }
    return giveOut(text);
  }

  /** What is left when no more tokens come. */
  public String finish() {
    return window.size() == given ? "" : giveOut(tokenizer.decode(window));
  }

  private String giveOut(String text) {
    String fresh = text.startsWith(givenText) ? text.substring(givenText.length()) : text;
    // The last piece stays as the context of the next.
    window.subList(0, given).clear();
    given = window.size();
    givenText = tokenizer.decode(window);
    return fresh;
  }
}
