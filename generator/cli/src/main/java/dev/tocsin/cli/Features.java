package dev.tocsin.cli;

import dev.tocsin.dsl.promql.Feature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The option {@code --enable-feature}, spelled as Prometheus spells it. */
final class Features {
  @Option(
      names = "--enable-feature",
      paramLabel = "NAME",
      split = ",",
      description =
          "Enable feature flags of Prometheus 3.5: promql-experimental-functions,"
              + " promql-duration-expr.")
  private List<String> names = new ArrayList<>();

  @Spec(Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  Set<Feature> enabled() {
    Set<Feature> features = EnumSet.noneOf(Feature.class);
    for (String name : names) {
      Optional<Feature> feature = Feature.named(name);
      if (feature.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(),
            "unknown feature \""
                + name
                + "\" in --enable-feature; use one of "
                + Arrays.stream(Feature.values())
                    .map(Feature::flag)
                    .collect(Collectors.joining(", "))
                + ".");
      }
      features.add(feature.get());
    }
    return features;
  }
}
