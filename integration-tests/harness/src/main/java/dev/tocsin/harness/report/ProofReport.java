package dev.tocsin.harness.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.tocsin.harness.rehearsal.Change;
import dev.tocsin.harness.rehearsal.Rehearsed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Everything that was proven, written as {@code proof.json} and {@code proof.md}: each proof with
 * its evidence, the hashes of the files that ship, and every difference between them and what was
 * rehearsed. No secret of a rehearsal gets into it.
 */
public final class ProofReport {
  /** The report for machines. */
  public static final String JSON = "proof.json";

  /** The report for people. */
  public static final String MARKDOWN = "proof.md";

  private record Run(
      String servers, double speed, double secondsUntilReady, List<Change> changes) {}

  private final Map<String, String> shipped = new TreeMap<>();
  private final List<Proof> proofs = new ArrayList<>();
  private final List<Run> runs = new ArrayList<>();
  private final List<UnaryOperator<String>> redactions = new ArrayList<>();

  /** Notes what ships, by its files' hashes. */
  public synchronized void ships(Map<String, String> texts) {
    texts.forEach((path, text) -> shipped.put(path, sha256(text)));
  }

  /** Notes what a stage rehearsed. */
  public synchronized void rehearsed(
      String servers, double speed, double secondsUntilReady, Rehearsed rehearsed) {
    runs.add(new Run(servers, speed, secondsUntilReady, rehearsed.changes()));
    redactions.add(rehearsed.secrets()::redact);
  }

  /** Notes a proof. */
  public synchronized void add(Proof proof) {
    proofs.add(proof);
  }

  /** All proofs so far. */
  public synchronized List<Proof> proofs() {
    return List.copyOf(proofs);
  }

  /** Writes both forms into a folder. */
  public synchronized void writeTo(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(JSON), redacted(json()));
      Files.writeString(folder.resolve(MARKDOWN), redacted(markdown()));
    } catch (IOException e) {
      throw new UncheckedIOException("the report cannot be written to " + folder, e);
    }
  }

  /** In one line: how many proofs held, on what, and how long it took. */
  public synchronized String summary() {
    return proofs.stream().filter(Proof::isOk).count()
        + " of "
        + proofs.size()
        + " proofs held in "
        + String.format(Locale.ROOT, "%.0f", seconds())
        + " s, on "
        + runs.stream().map(Run::servers).distinct().collect(Collectors.joining(" and "));
  }

  private String redacted(String text) {
    String clean = text;
    for (UnaryOperator<String> redaction : redactions) {
      clean = redaction.apply(clean);
    }
    return clean;
  }

  private String json() throws IOException {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("proofs", proofs.stream().map(ProofReport::json).toList());
    Map<String, Object> totals = new LinkedHashMap<>();
    totals.put("proofs", proofs.size());
    totals.put("ok", proofs.stream().filter(Proof::isOk).count());
    totals.put("failed", proofs.stream().filter(proof -> !proof.isOk()).count());
    totals.put("seconds", rounded(seconds()));
    report.put("totals", totals);
    report.put("shipped", shipped);
    List<Object> rehearsals = new ArrayList<>();
    for (Run run : runs) {
      Map<String, Object> node = new LinkedHashMap<>();
      node.put("servers", run.servers());
      node.put("speed", run.speed());
      node.put("secondsUntilReady", rounded(run.secondsUntilReady()));
      node.put("changes", run.changes().stream().map(ProofReport::json).toList());
      rehearsals.add(node);
    }
    report.put("rehearsals", rehearsals);
    return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(report)
        + "\n";
  }

  private double seconds() {
    return proofs.stream().mapToDouble(ProofReport::seconds).sum()
        + runs.stream().mapToDouble(Run::secondsUntilReady).sum();
  }

  private static double seconds(Proof proof) {
    return proof.took().toMillis() / 1000.0;
  }

  private static double rounded(double seconds) {
    return Math.round(seconds * 1000) / 1000.0;
  }

  private static Map<String, Object> json(Change change) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("reason", change.reason().name().toLowerCase(Locale.ROOT));
    node.put("place", change.place());
    node.put("shipped", change.shipped());
    node.put("rehearsed", change.rehearsed());
    return node;
  }

  private static Map<String, Object> json(Proof proof) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("alert", proof.alert());
    node.put("scenario", proof.scenario());
    proof.kind().ifPresent(kind -> node.put("kind", kind.name().toLowerCase(Locale.ROOT)));
    node.put("way", proof.way().word());
    node.put("backend", proof.backend().word());
    node.put("versions", proof.versions());
    node.put("speed", proof.speed());
    node.put("ok", proof.isOk());
    node.put("seconds", rounded(seconds(proof)));
    proof.shortfall().ifPresent(failure -> node.put("failure", failure));
    if (!proof.notes().isEmpty()) {
      node.put("notes", proof.notes());
    }
    Map<String, Object> evidence = new LinkedHashMap<>();
    evidence.put("deliveries", proof.evidence().deliveries());
    evidence.put("held", proof.evidence().held().stream().map(ProofReport::json).toList());
    evidence.put("events", proof.evidence().events().stream().map(ProofReport::json).toList());
    node.put("evidence", evidence);
    return node;
  }

  private static Map<String, Object> json(Evidence.Held held) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("expected", held.expected());
    node.put("seen", held.seen());
    return node;
  }

  private static Map<String, Object> json(Evidence.Event event) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("at", event.at().toString());
    node.put("virtualSeconds", event.virtualSeconds());
    node.put("who", event.who());
    node.put("what", event.what());
    if (!event.details().isEmpty()) {
      node.put("details", event.details());
    }
    return node;
  }

  private String markdown() {
    StringBuilder text = new StringBuilder("# What was proven\n\n");
    text.append("| alert | scenario | servers | speed | held | seconds | evidence |\n");
    text.append("|---|---|---|---|---|---|---|\n");
    for (Proof proof : proofs) {
      text.append("| ").append(proof.alert()).append(" | ").append(proof.scenario());
      text.append(" | ").append(String.join(", ", servers(proof)));
      text.append(" | ").append((long) proof.speed());
      text.append(" | ").append(proof.isOk() ? "yes" : "**no**");
      text.append(" | ").append(String.format(Locale.ROOT, "%.1f", seconds(proof)));
      text.append(" | ").append(proof.evidence().held().size()).append(" expectations, ");
      text.append(proof.evidence().deliveries()).append(" deliveries |\n");
    }
    for (Proof proof : proofs) {
      details(text, proof);
    }
    text.append("\n# What ships\n\n| file | SHA-256 |\n|---|---|\n");
    shipped.forEach(
        (path, hash) -> text.append("| ").append(path).append(" | ").append(hash).append(" |\n"));
    text.append("\n# How the rehearsals differ from what ships\n");
    for (Run run : runs) {
      text.append("\n## ").append(run.servers()).append(", ").append((long) run.speed());
      text.append(" times as fast, ready after ");
      text.append(String.format(Locale.ROOT, "%.1f", run.secondsUntilReady())).append(" s\n");
      for (Change.Reason reason : Change.Reason.values()) {
        List<Change> changes =
            run.changes().stream().filter(change -> change.reason() == reason).toList();
        if (changes.isEmpty()) {
          continue;
        }
        text.append("\nThe ").append(reason.description()).append(":\n\n");
        text.append("| where | shipped | rehearsed |\n|---|---|---|\n");
        for (Change change : changes) {
          text.append("| ").append(cell(change.place())).append(" | ");
          text.append(cell(change.shipped())).append(" | ");
          text.append(cell(change.rehearsed())).append(" |\n");
        }
      }
    }
    return text.toString();
  }

  private static void details(StringBuilder text, Proof proof) {
    text.append("\n## ").append(proof.alert()).append(": ").append(proof.scenario());
    text.append(" (").append(String.join(", ", servers(proof))).append(")\n\n");
    proof
        .shortfall()
        .ifPresent(failure -> text.append("```\n").append(failure).append("\n```\n\n"));
    proof.notes().forEach(note -> text.append("- note: ").append(note).append('\n'));
    for (Evidence.Held held : proof.evidence().held()) {
      text.append("- held: ").append(held.expected()).append('\n');
    }
    text.append("\n| virtual time | who | what |\n|---|---|---|\n");
    for (Evidence.Event event : proof.evidence().events()) {
      text.append("| ").append(String.format(Locale.ROOT, "%.1f s", event.virtualSeconds()));
      text.append(" | ").append(event.who()).append(" | ").append(cell(event.what()));
      Object headline = event.details().get("headline");
      text.append(headline == null ? "" : ": " + cell(String.valueOf(headline))).append(" |\n");
    }
  }

  private static List<String> servers(Proof proof) {
    return proof.versions().entrySet().stream()
        .map(version -> version.getKey() + " " + version.getValue())
        .toList();
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
