package dev.tocsin.generator.drill;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an Alertmanager has counted since it started, by kind of integration, as its <a
 * href="https://github.com/prometheus/alertmanager/blob/main/notify/notify.go">notifier</a> counts:
 * a notification is counted when it is begun, and as failed when it is given up, which can take a
 * {@code group_interval} of trying; a request is counted each time that one ends.
 *
 * @param requests requests that ended
 * @param failedRequests those of them that failed
 * @param notifications notifications that were begun
 * @param failedNotifications those of them that were given up
 */
record Counters(
    Map<String, Long> requests,
    Map<String, Long> failedRequests,
    Map<String, Long> notifications,
    Map<String, Long> failedNotifications) {

  private static final Pattern LINE =
      Pattern.compile(
          "(?m)^alertmanager_(notification_requests|notification_requests_failed|notifications"
              + "|notifications_failed)_total\\{([^}]*)} +([0-9.eE+]+)");
  private static final Pattern INTEGRATION = Pattern.compile("\\bintegration=\"([^\"]*)\"");

  /** Reads a page of metrics; series that newer versions split further are summed. */
  static Counters read(String page) {
    Map<String, Map<String, Long>> all = new TreeMap<>();
    Matcher line = LINE.matcher(page);
    while (line.find()) {
      Matcher integration = INTEGRATION.matcher(line.group(2));
      if (integration.find()) {
        long value = (long) Double.parseDouble(line.group(3));
        all.computeIfAbsent(line.group(1), key -> new TreeMap<>())
            .merge(integration.group(1), value, Long::sum);
      }
    }
    return new Counters(
        all.getOrDefault("notification_requests", Map.of()),
        all.getOrDefault("notification_requests_failed", Map.of()),
        all.getOrDefault("notifications", Map.of()),
        all.getOrDefault("notifications_failed", Map.of()));
  }

  /** Whether it tells anything; another program's page does not. */
  Optional<Counters> ifAny() {
    return requests.isEmpty() ? Optional.empty() : Optional.of(this);
  }

  /** What came since an earlier look, for one kind of integration. */
  Row since(Counters before, String integration, int expected) {
    long ended = difference(requests, before.requests, integration);
    long failed = difference(failedRequests, before.failedRequests, integration);
    return new Row(
        integration,
        expected,
        difference(notifications, before.notifications, integration),
        ended - failed,
        failed,
        difference(failedNotifications, before.failedNotifications, integration));
  }

  private static long difference(
      Map<String, Long> now, Map<String, Long> before, String integration) {
    return now.getOrDefault(integration, 0L) - before.getOrDefault(integration, 0L);
  }

  /**
   * One kind of integration during the drill.
   *
   * @param expected how many notifications there should be
   * @param begun how many were begun
   * @param delivered requests that went well
   * @param failed requests that failed
   * @param givenUp notifications that were given up
   */
  record Row(
      String integration, int expected, long begun, long delivered, long failed, long givenUp) {
    boolean isTold() {
      return delivered >= expected;
    }
  }
}
