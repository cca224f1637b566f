package kiosk;

import static dev.tocsin.harness.scenario.Scenario.scenario;
import static dev.tocsin.harness.series.Load.load;

import dev.tocsin.harness.PlainFiles;
import dev.tocsin.harness.compressed.Compressed;
import dev.tocsin.harness.junit.ProvenAlerts;
import dev.tocsin.harness.scenario.Suite;
import java.nio.file.Path;

class KioskAlertsTest implements ProvenAlerts {
  private static final PlainFiles FILES =
      PlainFiles.of(Path.of("rules.yml")).alertmanager(Path.of("alertmanager.yml"));

  @Override
  public Suite suite() {
    return Suite.of(FILES.model())
        .with(
            scenario("QueueLong")
                .on("kiosk", load().gauge("kiosk_queue", 0))
                .driven(length -> load().gauge("kiosk_queue", length)));
  }

  @Override
  public Compressed compressed() {
    return Compressed.of(suite()).from(FILES);
  }
}
