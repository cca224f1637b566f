package dev.tocsin.dsl.go;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An expression as a machine whose states are all followed at once: one pass over the text, time
 * linear in its length.
 */
final class RegexpProgram {
  private static final int NONE = -1;

  /** One instruction: a code point, a place, a fork, or the end. */
  private sealed interface Step {
    record Char(CharSet set) implements Step {}

    record At(RegexpNode.Place place) implements Step {}

    record Fork(int other) implements Step {}

    record Jump(int to) implements Step {}

    record Found() implements Step {}
  }

  private final Step[] steps;

  /** Whether it can only begin where the text does. */
  private final boolean anchored;

  private RegexpProgram(Step[] steps) {
    this.steps = steps;
    this.anchored = steps[0] instanceof Step.At at && at.place() == RegexpNode.Place.BEGIN_TEXT;
  }

  static RegexpProgram of(RegexpNode node) {
    List<Step> steps = new ArrayList<>();
    emit(node, steps);
    steps.add(new Step.Found());
    return new RegexpProgram(steps.toArray(new Step[0]));
  }

  private static void emit(RegexpNode node, List<Step> out) {
    if (node instanceof RegexpNode.One one) {
      out.add(new Step.Char(one.set()));
    } else if (node instanceof RegexpNode.At at) {
      out.add(new Step.At(at.place()));
    } else if (node instanceof RegexpNode.Capture capture) {
      emit(capture.part(), out);
    } else if (node instanceof RegexpNode.Concat concat) {
      for (RegexpNode part : concat.parts()) {
        emit(part, out);
      }
    } else if (node instanceof RegexpNode.Either either) {
      emitEither(either.parts(), out);
    } else if (node instanceof RegexpNode.Repeat repeat) {
      emitRepeat(repeat, out);
    }
  }

  private static void emitEither(List<RegexpNode> parts, List<Step> out) {
    List<Integer> ends = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      boolean last = i == parts.size() - 1;
      int fork = out.size();
      if (!last) {
        out.add(new Step.Fork(NONE));
      }
      emit(parts.get(i), out);
      if (!last) {
        ends.add(out.size());
        out.add(new Step.Jump(NONE));
        out.set(fork, new Step.Fork(out.size()));
      }
    }
    for (int end : ends) {
      out.set(end, new Step.Jump(out.size()));
    }
  }

  private static void emitRepeat(RegexpNode.Repeat repeat, List<Step> out) {
    for (int i = 0; i < repeat.min(); i++) {
      emit(repeat.part(), out);
    }
    if (repeat.max() < 0) {
      int start = out.size();
      out.add(new Step.Fork(NONE));
      emit(repeat.part(), out);
      out.add(new Step.Jump(start));
      out.set(start, new Step.Fork(out.size()));
      return;
    }
    List<Integer> forks = new ArrayList<>();
    for (int i = repeat.min(); i < repeat.max(); i++) {
      forks.add(out.size());
      out.add(new Step.Fork(NONE));
      emit(repeat.part(), out);
    }
    for (int fork : forks) {
      out.set(fork, new Step.Fork(out.size()));
    }
  }

  boolean find(String text) {
    int[] points = text.codePoints().toArray();
    States now = new States(steps.length);
    States next = new States(steps.length);
    for (int at = 0; at <= points.length; at++) {
      if ((at == 0 || !anchored) && now.follow(0, points, at)) {
        return true;
      }
      if (at == points.length || anchored && now.size == 0) {
        return false;
      }
      next.clear();
      for (int i = 0; i < now.size; i++) {
        if (steps[now.states[i]] instanceof Step.Char one
            && one.set().has(points[at])
            && next.follow(now.states[i] + 1, points, at + 1)) {
          return true;
        }
      }
      States spare = now;
      now = next;
      next = spare;
    }
    return false;
  }

  /** States that the machine is in, each once. */
  private final class States {
    private final int[] states;
    private final int[] seen;
    private int size;
    private int round = 1;
    private int[] todo = new int[16];

    States(int count) {
      states = new int[count];
      seen = new int[count];
    }

    void clear() {
      size = 0;
      round++;
    }

    /** Adds a state and all that follow without reading; true when the end is one of them. */
    boolean follow(int first, int[] points, int at) {
      int waiting = 0;
      todo[waiting++] = first;
      while (waiting > 0) {
        int state = todo[--waiting];
        if (seen[state] == round) {
          continue;
        }
        seen[state] = round;
        Step step = steps[state];
        if (waiting + 2 > todo.length) {
          todo = Arrays.copyOf(todo, todo.length * 2);
        }
        if (step instanceof Step.Found) {
          return true;
        } else if (step instanceof Step.Char) {
          states[size++] = state;
        } else if (step instanceof Step.At place) {
          if (holds(place.place(), points, at)) {
            todo[waiting++] = state + 1;
          }
        } else if (step instanceof Step.Jump jump) {
          todo[waiting++] = jump.to();
        } else if (step instanceof Step.Fork fork) {
          todo[waiting++] = fork.other();
          todo[waiting++] = state + 1;
        }
      }
      return false;
    }
  }

  private static boolean holds(RegexpNode.Place place, int[] points, int at) {
    return switch (place) {
      case BEGIN_TEXT -> at == 0;
      case END_TEXT -> at == points.length;
      case BEGIN_LINE -> at == 0 || points[at - 1] == '\n';
      case END_LINE -> at == points.length || points[at] == '\n';
      case WORD_BOUNDARY -> isWord(points, at - 1) != isWord(points, at);
      case NO_WORD_BOUNDARY -> isWord(points, at - 1) == isWord(points, at);
    };
  }

  private static boolean isWord(int[] points, int at) {
    return at >= 0 && at < points.length && CharClasses.WORD.has(points[at]);
  }
}
