package dev.tocsin.generator.alertmanager;

import dev.tocsin.dsl.Place;
import dev.tocsin.dsl.Problem;
import dev.tocsin.generator.yaml.YamlDocument;
import dev.tocsin.generator.yaml.YamlNode;
import dev.tocsin.generator.yaml.YamlProblem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The problems of one file, collected. */
final class Findings {
  private final String file;
  private final Set<Problem> all = new TreeSet<>();

  Findings(String file) {
    this.file = file;
  }

  Place at(YamlNode node) {
    return Place.column(file, node.line(), node.column());
  }

  void error(String check, YamlNode node, String message) {
    all.add(Problem.error(check, at(node), message));
  }

  void error(String check, YamlNode node, String message, String help) {
    all.add(Problem.error(check, at(node), message).help(help));
  }

  void warning(String check, YamlNode node, String message, String help) {
    all.add(Problem.warning(check, at(node), message).help(help));
  }

  void documents(YamlProblem ignored) {
    Place place = Place.column(file, ignored.line(), ignored.column());
    Problem found = Problem.warning(YamlDocument.DOCUMENTS, place, ignored.message());
    String help = ignored.help();
    all.add(help == null ? found : found.help(help));
  }

  void add(Problem problem) {
    all.add(problem);
  }

  boolean anyError() {
    return Problem.anyError(new ArrayList<>(all));
  }

  List<Problem> all() {
    return Collections.unmodifiableList(new ArrayList<>(all));
  }
}
