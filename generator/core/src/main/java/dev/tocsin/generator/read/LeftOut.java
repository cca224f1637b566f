package dev.tocsin.generator.read;

/**
 * What a file says and the model does not.
 *
 * @param place the file, the line and what is meant, such as {@code prometheus.yml:12: scrape job
 *     node}
 * @param shipped what the file says
 * @param read what the model says instead; empty for nothing
 */
public record LeftOut(String place, String shipped, String read) {
  @Override
  public String toString() {
    return place + ": " + shipped + (read.isEmpty() ? " is left out" : " is read as " + read);
  }
}
