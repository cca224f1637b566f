package dev.tocsin.generator;

import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.check.Targets;
import dev.tocsin.generator.files.Generated;
import dev.tocsin.generator.files.GeneratedFiles;
import dev.tocsin.generator.load.Definitions.Defined;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What came of all definitions of a run, as the command line and the Maven plugin need it.
 *
 * <p>A single definition's files are in the output folder itself; those of several are each in a
 * folder that is called as the model is, because they would overwrite one another.
 */
public final class Batch {
  private static final Pattern FOLDER_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private final List<Generated> generated;
  private final List<Problem> problems;
  private final GeneratedFiles files;

  private Batch(List<Generated> generated, List<Problem> problems, GeneratedFiles files) {
    this.generated = List.copyOf(generated);
    this.problems = problems.stream().distinct().sorted().toList();
    this.files = files;
  }

  /** Generates from each of these, for the newest versions. */
  public static Batch of(List<Defined> definitions, List<Problem> found) {
    return of(definitions, found, Targets.NEWEST);
  }

  /**
   * Generates from each of these.
   *
   * @param found the problems of finding and asking them
   * @param targets the versions that the files are for
   */
  public static Batch of(List<Defined> definitions, List<Problem> found, Targets targets) {
    List<Problem> problems = new ArrayList<>(found);
    List<Generated> generated = new ArrayList<>();
    Map<String, String> texts = new TreeMap<>();
    Map<String, String> folders = new HashMap<>();
    for (Defined definition : definitions) {
      Generated one = Generator.generate(definition.model(), definition.className(), targets);
      generated.add(one);
      problems.addAll(one.problems());
      if (definitions.size() == 1) {
        texts.putAll(one.files().texts());
      } else {
        String folder = definition.model().name();
        problems.addAll(folderProblems(definition, folders));
        texts.putAll(one.files().in(folder).texts());
      }
    }
    return new Batch(
        generated, problems, GeneratedFiles.of(Problem.anyError(problems) ? Map.of() : texts));
  }

  private static List<Problem> folderProblems(Defined definition, Map<String, String> folders) {
    String folder = definition.model().name();
    Place place = Place.file(definition.className());
    if (!FOLDER_NAME.matcher(folder).matches()) {
      return List.of(
          Problem.error(
                  "definition/name",
                  place,
                  "with several definitions, the name of each is a folder's, and '"
                      + folder
                      + "' is none")
              .help("use letters, digits, '.', '_' and '-', and begin with a letter or a digit"));
    }
    String other = folders.putIfAbsent(folder, definition.className());
    return other == null
        ? List.of()
        : List.of(
            Problem.error(
                    "definition/name",
                    place,
                    "this definition and " + other + " are both named '" + folder + "'")
                .help("give each its own name: their files are in folders of these names"));
  }

  /** What came of each, in their order. */
  public List<Generated> generated() {
    return generated;
  }

  /** Everything that is wrong, sorted by place. */
  public List<Problem> problems() {
    return problems;
  }

  /** The files of all; none when a problem is an error. */
  public GeneratedFiles files() {
    return files;
  }

  /** Whether there are files. */
  public boolean isSound() {
    return !Problem.anyError(problems);
  }
}
