package dev.tocsin.generator.source;

import dev.tocsin.generator.yaml.MergedEntries;
import dev.tocsin.generator.yaml.YamlNode;
import dev.tocsin.generator.yaml.YamlScalars;
import java.util.Optional;

/** Go's library for YAML that a tool reads its files with. */
public enum GoYaml {
  /** <a href="https://pkg.go.dev/gopkg.in/yaml.v2">yaml.v2</a>: Alertmanager. */
  V2(MergedEntries.Precedence.LAST),
  /** <a href="https://pkg.go.dev/gopkg.in/yaml.v3">yaml.v3</a>: Prometheus' rules. */
  V3(MergedEntries.Precedence.OWN);

  private final MergedEntries.Precedence precedence;

  GoYaml(MergedEntries.Precedence precedence) {
    this.precedence = precedence;
  }

  /** Which value a key has that a map sets and also merges. */
  public MergedEntries.Precedence precedence() {
    return precedence;
  }

  /** The whole number that a field of 64 bits gets; empty where it gets none. */
  public Optional<Long> integer(YamlNode scalar) {
    return this == V2 ? Yaml2.integer(scalar) : YamlScalars.toLong(scalar);
  }

  /** The text that a scalar gives to a field; its tag must be right. */
  String text(YamlNode scalar) {
    return this == V2 ? scalar.value() : YamlScalars.text(scalar);
  }

  /** Why a scalar is not what its tag says; empty where it is, or has no tag. */
  Optional<String> tagProblem(YamlNode scalar) {
    return this == V2 ? Yaml2.tagProblem(scalar) : YamlScalars.tagProblem(scalar);
  }
}
