package dev.tocsin.harness.receivers;

/** The services that a sink replaces over HTTP. */
public enum Service {
  /** Slack's incoming webhooks. */
  SLACK("/services/"),
  /** PagerDuty's Events API v2. */
  PAGERDUTY("/v2/enqueue"),
  /** Generic webhooks. */
  WEBHOOK("/webhook/"),
  /** Every {@link HttpKind}. */
  OTHER(HttpDesk.PATH);

  private final String path;

  Service(String path) {
    this.path = path;
  }

  /** How the paths of its requests begin. */
  String path() {
    return path;
  }

  /** Whose path this is. */
  static Service at(String path) {
    for (Service service : values()) {
      if (path.startsWith(service.path)) {
        return service;
      }
    }
    throw new IllegalArgumentException("no service answers at \"" + path + "\"");
  }
}
