package dev.tocsin.cli;

import dev.tocsin.dsl.routing.RoutingTree;
import dev.tocsin.generator.alertmanager.AlertmanagerFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * {@code tocsin check config} beside {@code amtool check-config}: whole processes, taken in turn in
 * one run, on configurations of 2 and of 1,701 routes; and how many alerts a second the library
 * routes through the large one.
 *
 * <pre>
 * mvn -DskipTests package -pl generator/cli -am
 * java -cp generator/cli/target/tocsin.jar:generator/cli/target/test-classes \
 *     dev.tocsin.cli.CheckConfigBenchmark AMTOOL generator/cli/target/tocsin.jar [RUNS]
 * </pre>
 *
 * <p>Prints medians of wall clock and their ratio, for the jar as it is started by {@code java
 * -jar} and, if it is in the same folder, for the launcher script with its class-data archive.
 */
public final class CheckConfigBenchmark {
  private static final int SERVICES = 19;

  private CheckConfigBenchmark() {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length < 2) {
      System.err.println("usage: CheckConfigBenchmark AMTOOL TOCSIN_JAR [RUNS]");
      System.exit(2);
    }
    Path jar = Path.of(arguments[1]).toAbsolutePath();
    Path launcher = jar.resolveSibling("tocsin");
    int runs = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 11;
    Path folder = Files.createTempDirectory("tocsin-benchmark");
    System.out.printf(
        "%8s %10s %12s %7s %12s %7s%n",
        "routes", "amtool", "java -jar", "ratio", "launcher", "ratio");
    for (int teams : new int[] {0, 85}) {
      String text = nested(teams);
      Path file = Files.writeString(folder.resolve(teams + ".yml"), text);
      List<List<String>> commands = new ArrayList<>();
      commands.add(List.of(arguments[0], "check-config", file.toString()));
      commands.add(
          List.of(Processes.java(), "-jar", jar.toString(), "check", "config", file.toString()));
      if (Files.exists(launcher)) {
        commands.add(List.of("sh", launcher.toString(), "check", "config", file.toString()));
      }
      double[] medians = Processes.medians(commands, runs);
      System.out.printf(
          Locale.ROOT,
          "%8d %8.0fms %10.0fms %7.2f",
          read(text).routes().size(),
          medians[0],
          medians[1],
          medians[1] / medians[0]);
      if (medians.length > 2) {
        System.out.printf(Locale.ROOT, " %10.0fms %7.2f", medians[2], medians[2] / medians[0]);
      }
      System.out.println();
      Files.delete(file);
    }
    Files.delete(folder);
    resolutions("a route a team, one a service below it", nested(85));
    resolutions("all services side by side", flat("service=\"svc-%d-%d\""));
    resolutions(
        "all services side by side, by regular expressions", flat("service=~\"svc-%d-%d.*\""));
  }

  private static AlertmanagerFile read(String text) {
    return AlertmanagerFile.read("large.yml", text.getBytes(StandardCharsets.UTF_8));
  }

  /** Random alerts, the same ones each time, for a second; after one to warm up. */
  private static void resolutions(String what, String text) {
    RoutingTree tree = read(text).routingTree();
    Random random = new Random(1);
    List<Map<String, String>> alerts = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      Map<String, String> labels = new HashMap<>();
      int team = random.nextInt(100);
      int service = random.nextInt(25);
      labels.put("alertname", "Alert" + random.nextInt(50));
      labels.put("team", "team-" + team);
      labels.put("service", "svc-" + team + "-" + service);
      labels.put("severity", random.nextBoolean() ? "critical" : "info");
      labels.put("instance", "web-" + random.nextInt(20) + "-" + service + random.nextInt(9));
      labels.put("cluster", "c" + random.nextInt(5));
      alerts.add(labels);
    }
    long found = 0;
    long resolved = 0;
    long start = 0;
    for (int second = 0; second < 2; second++) {
      start = System.nanoTime();
      resolved = 0;
      while (System.nanoTime() - start < 1_000_000_000L) {
        for (Map<String, String> alert : alerts) {
          found += tree.match(alert).size();
        }
        resolved += alerts.size();
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%,12.0f alerts a second through 1,701 routes: %s%s%n",
        resolved / seconds,
        what,
        found == 0 ? " (none found)" : "");
  }

  private static String nested(int teams) {
    StringBuilder out = new StringBuilder("route:\n  receiver: default\n");
    out.append("  group_by: [alertname, cluster]\n  routes:\n");
    out.append(
        "    - {receiver: default, matchers: ['severity=\"none\"']}\n".repeat(teams == 0 ? 1 : 0));
    for (int team = 0; team < teams; team++) {
      out.append(String.format("    - receiver: team-%d%n", team));
      out.append(String.format("      matchers: ['team=\"team-%d\"']%n      routes:%n", team));
      for (int service = 0; service < SERVICES; service++) {
        out.append(String.format("        - receiver: team-%d-%d%n", team, service % 4));
        out.append(String.format("          matchers: ['service=\"svc-%d-%d\"'", team, service));
        out.append(service % 3 == 0 ? ", 'severity=~\"critical|page\"'" : "");
        out.append(service % 5 == 0 ? ", 'instance=~\"web-.*-" + service + "[0-9]+\"'" : "");
        out.append("]\n").append(service % 4 == 0 ? "          continue: true\n" : "");
      }
    }
    out.append("receivers:\n  - name: default\n");
    for (int team = 0; team < teams; team++) {
      out.append(String.format("  - name: team-%d%n", team));
      for (int i = 0; i < 4; i++) {
        out.append(String.format("  - name: team-%d-%d%n    webhook_configs:%n", team, i));
        out.append(String.format("      - url: http://hook.example/%d/%d%n", team, i));
      }
    }
    return out.toString();
  }

  private static String flat(String matcher) {
    StringBuilder out = new StringBuilder("route:\n  receiver: default\n  routes:\n");
    for (int team = 0; team < 85; team++) {
      for (int service = 0; service < SERVICES + 1; service++) {
        out.append("    - matchers: ['")
            .append(String.format(matcher, team, service))
            .append("']\n");
      }
    }
    return out.append("receivers:\n  - name: default\n").toString();
  }
}
