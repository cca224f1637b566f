package dev.tocsin.dsl.model;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What to do when an alert fires, written beside the alert and generated as a Markdown page.
 *
 * <pre>{@code
 * static final Runbook SLOW = runbook("slow-first-token")
 *     .symptoms("Users wait long for the first word.")
 *     .investigation("1. Look at the queue …")
 *     .resolution("Add an instance …")
 *     .escalation("After 30 minutes call …");
 * }</pre>
 */
public final class Runbook {
  private static final Pattern SLUG = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  private final String slug;
  private final String symptoms;
  private final String investigation;
  private final String resolution;
  private final String escalation;

  private Runbook(
      String slug, String symptoms, String investigation, String resolution, String escalation) {
    this.slug = slug;
    this.symptoms = symptoms;
    this.investigation = investigation;
    this.resolution = resolution;
    this.escalation = escalation;
  }

  /**
   * Starts the page named {@code slug}, which becomes its file name and the end of its URL.
   *
   * @throws IllegalArgumentException when the slug is not lower-case words joined by {@code -}
   */
  public static NeedsSymptoms runbook(String slug) {
    if (!SLUG.matcher(slug).matches()) {
      throw new IllegalArgumentException(
          "invalid runbook name \""
              + slug
              + "\": use lower-case letters and digits joined by -, such as"
              + " slow-first-token");
    }
    return symptoms ->
        investigation ->
            resolution ->
                escalation ->
                    new Runbook(
                        slug,
                        section(slug, "symptoms", symptoms),
                        section(slug, "investigation", investigation),
                        section(slug, "resolution", resolution),
                        section(slug, "escalation", escalation));
  }

  private static String section(String slug, String name, String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(
          "runbook \"" + slug + "\" has no " + name + ": write what the person who is paged needs");
    }
    return text.strip();
  }

  /** The page's file name without ending, and the end of its URL. */
  public String slug() {
    return slug;
  }

  /** What users and dashboards show, in Markdown. */
  public String symptoms() {
    return symptoms;
  }

  /** How to find the cause, in Markdown. */
  public String investigation() {
    return investigation;
  }

  /** How to end it, in Markdown. */
  public String resolution() {
    return resolution;
  }

  /** Whom to call when, in Markdown. */
  public String escalation() {
    return escalation;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Runbook that
        && that.slug.equals(slug)
        && that.symptoms.equals(symptoms)
        && that.investigation.equals(investigation)
        && that.resolution.equals(resolution)
        && that.escalation.equals(escalation);
  }

  @Override
  public int hashCode() {
    return Objects.hash(slug, symptoms, investigation, resolution, escalation);
  }

  @Override
  public String toString() {
    return slug;
  }

  /** A runbook that lacks its symptoms. */
  @FunctionalInterface
  public interface NeedsSymptoms {
    /** What users and dashboards show, in Markdown. */
    NeedsInvestigation symptoms(String markdown);
  }

  /** A runbook that lacks its investigation. */
  @FunctionalInterface
  public interface NeedsInvestigation {
    /** How to find the cause, in Markdown. */
    NeedsResolution investigation(String markdown);
  }

  /** A runbook that lacks its resolution. */
  @FunctionalInterface
  public interface NeedsResolution {
    /** How to end it, in Markdown. */
    NeedsEscalation resolution(String markdown);
  }

  /** A runbook that lacks its escalation. */
  @FunctionalInterface
  public interface NeedsEscalation {
    /** Whom to call when, in Markdown. */
    Runbook escalation(String markdown);
  }
}
