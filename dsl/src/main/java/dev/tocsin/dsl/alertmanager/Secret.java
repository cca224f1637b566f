package dev.tocsin.dsl.alertmanager;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Something that must not be read in a generated file. There is no way to make one from its value:
 * it is always the name of a file that the running Alertmanager reads.
 *
 * <p>Alertmanager expands no environment variables, so {@code Secret.env("X")} is the file {@code
 * /run/secrets/X}; the generated compose file makes that file from the variable {@code X}.
 */
public final class Secret {
  /** The folder where containers find their secrets. */
  public static final String FOLDER = "/run/secrets";

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final String path;
  private final Optional<String> variable;

  private Secret(String path, Optional<String> variable) {
    this.path = path;
    this.variable = variable;
  }

  /**
   * The secret that deployments take from the environment variable {@code name}.
   *
   * @throws IllegalArgumentException when it is not a valid variable name; the message does not
   *     repeat it, for it might be the secret itself
   */
  public static Secret env(String name) {
    if (!VARIABLE.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Secret.env takes the name of an environment variable, such as SLACK_WEBHOOK_URL:"
              + " letters, digits and _. Never the secret's value");
    }
    return new Secret(FOLDER + "/" + name, Optional.of(name));
  }

  /**
   * The secret in the file at {@code path}, as the running Alertmanager sees it.
   *
   * @throws IllegalArgumentException when the path is not absolute; the message does not repeat it,
   *     for it might be the secret itself
   */
  public static Secret file(String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException(
          "Secret.file takes an absolute path, such as /run/secrets/SLACK_WEBHOOK_URL. Never the"
              + " secret's value");
    }
    return new Secret(path, Optional.empty());
  }

  /** The file, as the running Alertmanager sees it. */
  public String path() {
    return path;
  }

  /** The environment variable that a deployment makes the file from, if it does. */
  public Optional<String> variable() {
    return variable;
  }

  /** The same file name in another folder, as a rehearsal has it. */
  public Secret in(String folder) {
    return new Secret(folder + path.substring(path.lastIndexOf('/')), variable);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that && that.path.equals(path);
  }

  @Override
  public int hashCode() {
    return Objects.hash(path);
  }

  @Override
  public String toString() {
    return path;
  }
}
