package dev.tocsin.harness;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apiguardian.api.API;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.discovery.UniqueIdSelector;
import org.junit.platform.launcher.LauncherDiscoveryListener;
import org.junit.platform.launcher.LauncherDiscoveryRequest;

/**
 * Notes which tests of a test factory are selected by their unique IDs, as IDEs do to run one
 * again, so that nothing else is played. JUnit's launcher finds it by {@code META-INF/services};
 * where tests run without the launcher on their class path, everything is played.
 *
 * @see DiscoverySelectors#selectUniqueId
 */
@API(status = API.Status.INTERNAL)
public final class Selection implements LauncherDiscoveryListener {
  /** Class name, and the indices of the containers below its test factory: method and alert. */
  private static final Set<String> SELECTED = ConcurrentHashMap.newKeySet();

  /** For JUnit. */
  public Selection() {}

  @Override
  public void launcherDiscoveryStarted(LauncherDiscoveryRequest request) {
    SELECTED.clear();
    for (UniqueIdSelector selector : request.getSelectorsByType(UniqueIdSelector.class)) {
      String owner = "";
      StringBuilder path = new StringBuilder();
      for (UniqueId.Segment segment : selector.getUniqueId().getSegments()) {
        if (segment.getType().equals("class")) {
          owner = segment.getValue();
        } else if (segment.getType().equals("dynamic-container")) {
          path.append(segment.getValue());
        }
      }
      if (path.length() > 0) {
        SELECTED.add(owner + path);
      }
    }
  }

  /**
   * Whether the tests below this container are to be run.
   *
   * @param indices of the container in the test factory, from 1, and of those below it
   */
  static boolean includes(Class<?> owner, int... indices) {
    Set<String> mine = new HashSet<>();
    SELECTED.stream().filter(it -> it.startsWith(owner.getName() + "#")).forEach(mine::add);
    StringBuilder path = new StringBuilder(owner.getName());
    for (int index : indices) {
      path.append('#').append(index);
    }
    String wanted = path.toString();
    return mine.isEmpty()
        || mine.stream()
            .anyMatch(
                it -> (it + "#").startsWith(wanted + "#") || (wanted + "#").startsWith(it + "#"));
  }
}
