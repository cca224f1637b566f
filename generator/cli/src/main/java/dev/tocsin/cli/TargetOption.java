package dev.tocsin.cli;

import dev.tocsin.generator.check.Targets;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --target}: the versions that must accept the files. */
final class TargetOption {
  @Option(
      names = "--target",
      paramLabel = "TOOL=VERSION",
      converter = Converter.class,
      description =
          "Report what these versions do not support, such as prometheus=2.42,alertmanager=0.25.")
  private Targets targets = Targets.NEWEST;

  Targets targets() {
    return targets;
  }

  /** Created by picocli. */
  static final class Converter implements ITypeConverter<Targets> {
    @Override
    public Targets convert(String text) {
      try {
        return Targets.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
