package dev.tocsin.harness.accelerated;

import static dev.tocsin.dsl.metric.Label.ALERTNAME;
import static dev.tocsin.dsl.metric.Label.INSTANCE;
import static dev.tocsin.dsl.metric.Label.JOB;
import static dev.tocsin.dsl.metric.Label.SEVERITY;
import static dev.tocsin.dsl.model.AlertmanagerConfig.alertmanager;
import static dev.tocsin.dsl.model.Inhibition.inhibit;
import static dev.tocsin.dsl.model.MonitoringModel.monitoring;
import static dev.tocsin.dsl.model.Receiver.receiver;
import static dev.tocsin.dsl.model.Route.route;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.model.Inhibition;
import dev.tocsin.dsl.promql.Matcher;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InhibitionsTest {
  private static final Matcher DISK = ALERTNAME.matches("Disk.*");

  private static Inhibitions of(Inhibition inhibition) {
    return new Inhibitions(
        monitoring("shop")
            .alertmanager(alertmanager(route(receiver("team"))).inhibitRules(inhibition)));
  }

  private static Map<String, String> alert(String name, String severity) {
    return Map.of("alertname", name, "severity", severity, "job", "shop", "instance", name);
  }

  /** Or each of two disks that fill up would keep the other quiet. */
  @Test
  void alertsThatMatchBothSidesDoNotInhibitEachOther() {
    Inhibitions wide = of(inhibit(DISK).whileFiring(DISK).equal(JOB));
    Inhibitions bySeverity =
        of(inhibit(DISK).whileFiring(DISK, SEVERITY.is("critical")).equal(JOB));

    assertThat(wide.between(alert("DiskFull", "critical"), alert("DiskSlow", "warning"))).isEmpty();
    assertThat(bySeverity.between(alert("DiskFull", "critical"), alert("DiskSlow", "critical")))
        .isEmpty();
    assertThat(bySeverity.between(alert("DiskFull", "critical"), alert("DiskSlow", "warning")))
        .hasSize(1);
  }

  @Test
  void whatKeepsAnInhibitionFromMutingIsAllNamed() {
    Inhibitions narrow =
        of(inhibit(DISK).whileFiring(DISK, SEVERITY.is("critical")).equal(INSTANCE, SEVERITY));

    assertThat(narrow.notMuting(alert("DiskFull", "critical"), alert("DiskSlow", "warning")))
        .endsWith(
            " requires equal instance, which is \"DiskFull\" there and \"DiskSlow\" here and"
                + " severity, which is \"critical\" there and \"warning\" here");
  }
}
