package dev.tocsin.harness.accelerated;

import dev.tocsin.harness.scenario.AlwaysFiring;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.series.Texts;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What fired in a case besides its own alert, and is not allowed to. */
final class Others {
  private final Played played;
  private final Case script;
  private final Recording seen;
  private final Notes notes;

  Others(Played played, Notes notes) {
    this.played = played;
    this.script = played.script();
    this.seen = played.seen();
    this.notes = notes;
  }

  void judge() {
    Set<String> allowed = new TreeSet<>(script.scenario().mayAlsoFire());
    allowed.addAll(script.scenario().inhibited());
    allowed.add(played.alert());
    Set<String> others = onTargets(allowed);
    if (played.bed().isAlone()) {
      others.addAll(strays(allowed));
    }
    notes.found(others);
    if (others.isEmpty()) {
      notes.held("no other alert fires on its targets", "nothing but " + Texts.list(allowed));
    }
  }

  private Set<String> onTargets(Set<String> allowed) {
    Set<String> others = new TreeSet<>();
    for (Recording.Life life : seen.alerts()) {
      if (life.fired()
          && played.cast().contains(life.instance())
          && !allowed.contains(life.name())) {
        others.add(
            life.name()
                + " fired on its target too, at "
                + played.when(life.firedFirst())
                + "; fix: add .mayAlsoFire(…) or .inhibits(…) to the scenario if it may");
      }
    }
    return others;
  }

  /**
   * What began in the fault on no target of its own, on a test bed that it has for itself. What was
   * there before comes of what else is not on the test bed, and is no work of the fault.
   */
  private Set<String> strays(Set<String> allowed) {
    Set<String> strays = new TreeSet<>();
    List<String> constants = AlwaysFiring.names(played.suite());
    for (Recording.Life life : seen.alerts()) {
      if (life.fired()
          && !played.cast().contains(life.instance())
          && !allowed.contains(life.name())
          && !constants.contains(life.name())
          && !life.first().isBefore(seen.at(script.begin()))) {
        strays.add(
            Texts.labels(life.labels())
                + " fired too, at "
                + played.when(life.firedFirst())
                + ", on no target of the case; fix: add .mayAlsoFire(\""
                + life.name()
                + "\") if it may");
      }
    }
    return strays;
  }
}
