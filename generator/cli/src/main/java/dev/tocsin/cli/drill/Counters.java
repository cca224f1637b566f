package dev.tocsin.cli.drill;

import dev.tocsin.generator.exposition.MetricsPage;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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

  private static final String INTEGRATION = "integration";

  /** Reads a page of metrics; series that newer versions split further are summed. */
  static Counters read(String text) {
    MetricsPage page = MetricsPage.parse(text);
    return new Counters(
        sums(page, "notification_requests"),
        sums(page, "notification_requests_failed"),
        sums(page, "notifications"),
        sums(page, "notifications_failed"));
  }

  private static Map<String, Long> sums(MetricsPage page, String counter) {
    Map<String, Long> sums = new TreeMap<>();
    for (MetricsPage.Sample sample : page.series("alertmanager_" + counter + "_total")) {
      String integration = sample.labels().get(INTEGRATION);
      if (integration != null) {
        sums.merge(integration, (long) sample.value(), Long::sum);
      }
    }
    return sums;
  }

  /** Empty if the page has no such counters, and so is not Alertmanager's. */
  Optional<Counters> ifAny() {
    return requests.isEmpty() ? Optional.empty() : Optional.of(this);
  }

  /** The increase since an earlier reading, for one kind of integration. */
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
    boolean isDelivered() {
      return delivered >= expected;
    }
  }
}
