package dev.tocsin.harness.rehearsal;

/**
 * One difference between what is shipped and what is rehearsed.
 *
 * @param reason why it must differ
 * @param place where, such as {@code alert HighTTFT: for}
 * @param shipped what production says
 * @param rehearsed what the rehearsal says; a secret is shown as its file, never as its value
 */
public record Change(Reason reason, String place, String shipped, String rehearsed) {
  /** Why something must differ. */
  public enum Reason {
    /** Time runs faster. */
    TIME("durations, divided so that hours pass in seconds"),
    /** What is scraped, and who is notified, is on this machine. */
    ADDRESS("addresses of receivers, targets and servers"),
    /** Secrets are made for this run. */
    SECRET("folders of secrets, which hold values made for this run"),
    /** Nothing leaves the machine, so there is no way out to take. */
    NETWORK("proxies, tracing and what else leads off the machine"),
    /** Alertmanager has one fixed address for it, to which nothing here may be sent. */
    FIXED_ADDRESS("integrations whose address is fixed in Alertmanager, replaced by a webhook"),
    /** What production's files are beside, and the stack's own are not. */
    FILES("templates and other files, copied beside"),
    /** What a plain file says and a rehearsal does without, or cannot play and nobody needs. */
    LEFT_OUT("parts that only production has, or that cannot be played and no scenario needs"),
    /** Nothing leaves the machine, so nothing is encrypted. */
    TLS("encryption, which loopback does without"),
    /** A proof must hold at any hour. */
    HOURS("time intervals, which must not depend on when it is rehearsed");

    private final String description;

    Reason(String description) {
      this.description = description;
    }

    /** For people. */
    public String description() {
      return description;
    }
  }

  @Override
  public String toString() {
    return place + ": " + shipped + " -> " + rehearsed;
  }
}
