package dev.tocsin.harness.rehearsal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The secrets of one run, made at random, by the names of their files. Never printed. */
public final class RunSecrets {
  private static final int BYTES = 16;

  private final SecureRandom random = new SecureRandom();
  private final Map<String, String> valueByFile = new LinkedHashMap<>();
  private final Map<String, String> tokenByFile = new LinkedHashMap<>();
  private final Map<String, String> tokenByName = new LinkedHashMap<>();

  RunSecrets() {}

  /** A new random text, 32 characters from 0-9 and a-f, as long as PagerDuty's keys. */
  String token() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** A new random text for a secret that replaces it a configuration; redacted by this name. */
  String token(String name) {
    String token = token();
    tokenByName.putIfAbsent(name, token);
    return tokenByName.getOrDefault(name, token);
  }

  /** Whether the file has a value yet. */
  boolean has(String file) {
    return valueByFile.containsKey(file);
  }

  /**
   * @param token what is secret in the value: all of it, or the last part of an address
   */
  void put(String file, String value, String token) {
    valueByFile.put(file, value);
    tokenByFile.put(file, token);
  }

  String value(String file) {
    return valueByFile.getOrDefault(file, "");
  }

  /** Writes each secret into its file, for this user's eyes only. */
  public void writeTo(Path folder) {
    try {
      Files.createDirectories(folder);
      for (Map.Entry<String, String> secret : valueByFile.entrySet()) {
        Path file = folder.resolve(secret.getKey());
        Files.writeString(file, secret.getValue());
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
          Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the secrets cannot be written to " + folder, e);
    }
  }

  /** Removes the files again. */
  public void removeFrom(Path folder) {
    try {
      for (String file : valueByFile.keySet()) {
        Files.deleteIfExists(folder.resolve(file));
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("the secrets in " + folder + " cannot be removed", e);
    }
  }

  /** The files' names. */
  public List<String> names() {
    return List.copyOf(valueByFile.keySet());
  }

  /** The same text, every secret in it replaced by its name. */
  public String redact(String text) {
    String clean = text;
    for (Map.Entry<String, String> secret : tokenByFile.entrySet()) {
      clean = clean.replace(secret.getValue(), "<" + secret.getKey() + ">");
    }
    for (Map.Entry<String, String> secret : tokenByName.entrySet()) {
      clean = clean.replace(secret.getValue(), "<" + secret.getKey() + ">");
    }
    return clean;
  }

  @Override
  public String toString() {
    return "secrets" + names();
  }
}
