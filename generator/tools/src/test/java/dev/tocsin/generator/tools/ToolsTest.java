package dev.tocsin.generator.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolsTest {
  @TempDir Path folder;

  private final AtomicInteger asked = new AtomicInteger();
  private final List<String> log = new ArrayList<>();

  private Tools tools(ToolSource... routes) {
    return Tools.with(folder, List.of(routes), VersionProbe.real()).reportingTo(log::add);
  }

  @Test
  void takesTheFirstRouteThatDeliversAndSaysSoInOneLine() {
    Toolbox box =
        tools(
                FakeTools.refusing("path", "not there"),
                FakeTools.route("release", asked::incrementAndGet),
                FakeTools.route("debian", () -> asked.addAndGet(100)))
            .provide(Generation.NEWEST);
    assertThat(asked).hasValue(1);
    assertThat(box.origin()).isEqualTo("the fake release");
    assertThat(box.promtool()).isExecutable().startsWith(folder);
    assertThat(log).hasSize(1);
    assertThat(log.get(0))
        .startsWith(
            "tools: newest (Prometheus 3.5.3, Alertmanager 0.33.1) from the fake release in ")
        .endsWith(" ms (path: not there)");
  }

  @Test
  void asksNoRouteWhenTheToolsAreThere() {
    Tools tools = tools(FakeTools.route("release", asked::incrementAndGet));
    Toolbox first = tools.provide(Generation.OLDEST);
    Toolbox second = tools.provide(Generation.OLDEST);
    assertThat(asked).hasValue(1);
    assertThat(log).hasSize(1);
    assertThat(second).hasToString(first.toString());
    assertThat(second.amtool()).isEqualTo(first.amtool());
  }

  @Test
  void installsAgainWhatWasChangedOrRemoved() throws IOException {
    Tools tools = tools(FakeTools.route("release", asked::incrementAndGet));
    Files.delete(tools.provide(Generation.MIDDLE).promtool());
    Files.writeString(tools.provide(Generation.MIDDLE).amtool(), "#!/bin/sh\n");
    Toolbox box = tools.provide(Generation.MIDDLE);
    assertThat(asked).hasValue(3);
    assertThat(VersionProbe.real().ask(box.amtool()).stdout()).startsWith("amtool, version 0.28.1");
  }

  @Test
  void noticesAChangedFileOfEqualSize() throws IOException {
    Tools tools = tools(FakeTools.route("release", asked::incrementAndGet));
    Path promtool = tools.provide(Generation.MIDDLE).promtool();
    byte[] good = Files.readAllBytes(promtool);
    FileTime time = Files.getLastModifiedTime(promtool);
    byte[] bad = good.clone();
    bad[bad.length - 1] ^= 1;
    Files.write(promtool, bad);
    Files.setLastModifiedTime(promtool, time);

    assertThat(tools.provide(Generation.MIDDLE).promtool()).hasBinaryContent(good);
    assertThat(asked).hasValue(2);
  }

  @Test
  void aCopyOfTheFolderIsSummedAndUsed(@TempDir Path other) throws IOException {
    Tools tools = tools(FakeTools.route("release", asked::incrementAndGet));
    Path promtool = tools.provide(Generation.MIDDLE).promtool();
    Path home = promtool.getParent().getParent();
    Path copy = other.resolve(folder.relativize(home));
    Folders.copy(home, copy);
    assertThat(tools.in(other).provide(Generation.MIDDLE).promtool()).startsWith(other);
    assertThat(asked).hasValue(1);
    Files.write(copy.resolve(home.relativize(promtool)), new byte[(int) Files.size(promtool)]);
    assertThat(tools.in(other).provide(Generation.MIDDLE).promtool()).isNotEmptyFile();
    assertThat(asked).hasValue(2);
  }

  @Test
  void removesWhatAKilledInstallerLeft() throws IOException {
    Path left = Files.createDirectories(folder.resolve(".installing-newest.123/scratch"));
    Files.writeString(left.resolve("half"), "");
    tools(FakeTools.route("release", () -> {})).provide(Generation.NEWEST);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("newest-3.5.3-0.33.1", "newest.lock");
    }
  }

  @Test
  void aRouteThatBringsAnotherVersionIsNotUsed() {
    ToolSource wrong =
        new ToolSource() {
          @Override
          public String id() {
            return "image";
          }

          @Override
          public Delivery deliver(Generation generation, Path scratch) {
            return new Delivery(
                "images", false, FakeTools.in(scratch, Generation.OLDEST), Optional.empty());
          }
        };
    Toolbox box =
        tools(wrong, FakeTools.route("debian", asked::incrementAndGet)).provide(Generation.NEWEST);
    assertThat(asked).hasValue(1);
    assertThat(box.origin()).isEqualTo("the fake debian");
    assertThat(log.get(0)).contains("prometheus is 2.42.0+ds1, expected 3.5.3");
  }

  @Test
  void theMachinesOwnToolsStayWhereTheyAreAndAreNoticedWhenTheyChange(@TempDir Path bin)
      throws IOException {
    FakeTools.in(bin, Generation.NEWEST);
    Tools tools =
        tools(
            new PathToolSource(bin.toString(), VersionProbe.real()),
            FakeTools.route("debian", asked::incrementAndGet));
    assertThat(tools.provide(Generation.NEWEST).prometheus()).isEqualTo(bin.resolve("prometheus"));
    assertThat(tools.provide(Generation.NEWEST).origin()).isEqualTo("the PATH");
    FakeTools.script(bin.resolve("prometheus"), Tool.PROMETHEUS, "3.6.0-after-an-upgrade");
    assertThat(tools.provide(Generation.NEWEST).origin()).isEqualTo("the fake debian");
  }

  @Test
  void whenAllRoutesFailOneMessageSaysWhatEachSaidAndWhatToDo() throws IOException {
    Tools tools =
        tools(
            FakeTools.refusing("path", "not there: promtool"),
            FakeTools.refusing("release", "example.com cannot be reached"));
    assertThatThrownBy(() -> tools.provide(Generation.NEWEST))
        .isInstanceOf(ToolsUnavailableException.class)
        .hasMessage(
            """
            The tools of the generation newest (Prometheus 3.5.3, Alertmanager 0.33.1) are not in \
            %s and no route can install them:
              - path: not there: promtool
              - release: example.com cannot be reached
            Do one of these:
              - put promtool, prometheus, amtool and alertmanager of just these versions on the PATH;
              - pull prom/prometheus:v3.5.3 and prom/alertmanager:v0.33.1 into docker or podman, or \
            allow that with -Dtocsin.tools.pull=true;
              - name a server that has the release archives with -Dtocsin.tools.releases=ADDRESS;
              - on a machine with apt, name a Debian mirror with \
            -Dtocsin.tools.debian-mirror=ADDRESS;
              - copy the folder from a machine that has it, and name it with \
            -Dtocsin.tools=FOLDER.\
            """
                .formatted(folder));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).extracting(Path::getFileName).containsExactly(Path.of("newest.lock"));
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> tools().in(file.resolve("tools")).provide(Generation.NEWEST))
        .isInstanceOf(ToolsUnavailableException.class)
        .hasMessageContaining("cannot be installed in " + file.resolve("tools"))
        .hasMessageContaining("-Dtocsin.tools=FOLDER");
  }

  @Test
  void manyThreadsInstallOnce() throws Exception {
    int threads = 8;
    CountDownLatch ready = new CountDownLatch(threads);
    Tools tools = tools(FakeTools.route("release", asked::incrementAndGet));
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Toolbox>> answers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        answers.add(
            pool.submit(
                () -> {
                  ready.countDown();
                  ready.await();
                  return tools.provide(Generation.NEWEST);
                }));
      }
      for (Future<Toolbox> answer : answers) {
        assertThat(answer.get().promtool()).isExecutable();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void severalProcessesInstallOnce() throws Exception {
    Path journal = folder.resolve("journal");
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  InstallerProcess.class.getName(),
                  folder.resolve("tools").toString(),
                  journal.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("output-" + i).toFile())
              .start());
    }
    for (int i = 0; i < processes.size(); i++) {
      int exit = processes.get(i).waitFor();
      assertThat(exit).as(Files.readString(folder.resolve("output-" + i))).isZero();
      assertThat(Files.readString(folder.resolve("output-" + i))).contains("promtool, version");
    }
    assertThat(Files.readAllLines(journal)).hasSize(1);
  }

  @Test
  void theFolderComesFromThePropertyThenTheVariableThenTheCache() {
    Properties none = new Properties();
    none.setProperty("user.home", File.separator + "home");
    Properties set = new Properties();
    set.setProperty("tocsin.tools", File.separator + "p");
    assertThat(Tools.configured(set, Map.of("TOCSIN_TOOLS", "/v")).folder()).hasToString("/p");
    assertThat(Tools.configured(none, Map.of("TOCSIN_TOOLS", "/v")).folder()).hasToString("/v");
    assertThat(Tools.configured(none, Map.of("XDG_CACHE_HOME", "/c")).folder())
        .hasToString("/c/tocsin/tools");
    assertThat(Tools.configured(none, Map.of()).folder()).hasToString("/home/.cache/tocsin/tools");
  }
}
