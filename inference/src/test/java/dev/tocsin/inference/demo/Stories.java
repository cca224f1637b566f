package dev.tocsin.inference.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Writes small stories for children from templates, each with a question that asks for it.
 *
 * <p>The same seed gives the same stories, so the corpus need not be kept.
 */
final class Stories {

  /** One conversation: what the user says and what the assistant answers. */
  record Dialogue(String question, String answer) {}

  private static final String[] GIRLS = {
    "Lily", "Mia", "Anna", "Rosa", "Emma", "Sara", "Nina", "Clara", "Ida"
  };
  private static final String[] BOYS = {
    "Tom", "Ben", "Max", "Sam", "Leo", "Jack", "Tim", "Paul", "Otto"
  };
  private static final String[] THINGS = {
    "ball",
    "kite",
    "book",
    "red hat",
    "little boat",
    "drum",
    "blue cup",
    "toy car",
    "lantern",
    "basket",
    "silver bell"
  };
  private static final String[] PLACES = {
    "park", "garden", "forest", "beach", "farm", "school yard", "river bank", "market", "hill"
  };
  private static final String[] ANIMALS = {
    "dog", "cat", "bird", "rabbit", "frog", "duck", "fox", "goat", "hedgehog"
  };
  private static final String[] TRAITS = {
    "happy", "small", "brave", "kind", "curious", "shy", "clever"
  };
  private static final String[] GLAD = {"happy", "proud", "glad", "excited"};
  private static final String[] SAD = {"sad", "worried", "scared", "upset"};
  private static final String[] WEATHER = {"sunny", "windy", "rainy", "cold", "warm"};

  private static final List<Dialogue> SMALL_TALK =
      List.of(
          new Dialogue("Hello!", "Hello! I am happy to see you. Shall I tell you a story?"),
          new Dialogue("Hi.", "Hi! It is a good day for a story. Who should it be about?"),
          new Dialogue("How are you?", "I am very well, thank you. I was thinking of a story."),
          new Dialogue(
              "Who are you?",
              "I am a very small model. I know only stories, but I love to tell them."),
          new Dialogue(
              "What can you do?", "I can tell stories about children and animals. Ask me for one!"),
          new Dialogue("Thank you.", "You are welcome! Come back when you want another story."));

  private final Random random;

  Stories(long seed) {
    random = new Random(seed);
  }

  List<Dialogue> write(int count) {
    List<Dialogue> dialogues = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      dialogues.add(
          random.nextInt(25) == 0 ? SMALL_TALK.get(random.nextInt(SMALL_TALK.size())) : story());
    }
    return dialogues;
  }

  private Dialogue story() {
    boolean girl = random.nextBoolean();
    String name = one(girl ? GIRLS : BOYS);
    String he = girl ? "she" : "he";
    String capitalHe = girl ? "She" : "He";
    String his = girl ? "her" : "his";
    String him = girl ? "her" : "him";
    String thing = one(THINGS);
    String place = one(PLACES);
    String animal = one(ANIMALS);
    String glad = one(GLAD);
    String sad = one(SAD);
    String weather = one(WEATHER);
    String question =
        one(
            "Tell me a story about " + name + ".",
            "Write a story about a " + animal + ".",
            "Can you tell me a story with a " + thing + "?",
            "Please tell me a short story about the " + place + ".",
            "Tell me a story.");
    List<String> parts = new ArrayList<>();
    parts.add(
        one("Once upon a time there was a ", "There once was a ")
            + one(TRAITS)
            + (girl ? " girl" : " boy")
            + " named "
            + name
            + ".");
    parts.add(
        one(
            "One "
                + weather
                + " day, "
                + name
                + " went to the "
                + place
                + " with "
                + his
                + " "
                + thing
                + ".",
            "On a "
                + weather
                + " morning, "
                + name
                + " took "
                + his
                + " "
                + thing
                + " to the "
                + place
                + ".",
            name + " loved to play with " + his + " " + thing + " in the " + place + "."));
    parts.add(
        one(
            "There " + he + " saw a " + animal + ".",
            capitalHe + " met a little " + animal + " there.",
            "Soon a " + animal + " came to " + him + "."));
    parts.add(
        one(
            "The " + animal + " was " + sad + " because it was lost.",
            "The " + animal + " was " + sad + " because it could not find its home.",
            "The " + animal + " looked " + sad + " and hungry."));
    parts.add(
        one(
            "\"Do not be " + sad + ",\" said " + name + ". \"I will help you.\"",
            name + " said, \"Can I help you?\" The " + animal + " said, \"Yes, please.\"",
            "\"Come with me,\" said " + name + "."));
    parts.add(
        one(
            "They looked under the trees and behind the stones.",
            "They walked and walked until they found the way.",
            name + " gave the " + animal + " some bread and water.",
            name + " put the " + thing + " down and ran to get " + his + " mother."));
    if (random.nextBoolean()) {
      parts.add(
          one(
              "Then it began to rain, and they sat under a big tree together.",
              "On the way they sang a song, and the " + animal + " danced.",
              "The " + animal + " showed " + name + " a " + one(THINGS) + " in the grass."));
    }
    parts.add(
        one(
            "At last the " + animal + " was home.",
            "Then the " + animal + " smiled and said, \"Thank you, " + name + "!\"",
            "The " + animal + " was not " + sad + " anymore."));
    parts.add(
        one(
            name + " was " + glad + " and went home.",
            "From that day on, " + name + " and the " + animal + " were best friends.",
            name + " felt " + glad + " because " + he + " was a good friend."));
    return new Dialogue(question, String.join(" ", parts));
  }

  private String one(String... of) {
    return of[random.nextInt(of.length)];
  }
}
