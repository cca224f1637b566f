package dev.tocsin.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The two lifecycles with a phase {@code generate}: the published one and this repository's. */
class LifecycleTest {
  private static final String COMPONENTS = "META-INF/plexus/components.xml";
  private static final Path MVN = Path.of(System.getProperty("tocsin.root", "../.."), ".mvn");

  @Test
  void thePublishedOneRepeatsNoneOfMavensPhases() throws Exception {
    Element lifecycle = tocsin(Files.readAllBytes(Path.of("target/classes", COMPONENTS)));

    assertThat(texts(lifecycle, "phase")).containsExactly("generate");
    assertThat(texts(lifecycle, "verify"))
        .singleElement()
        .asString()
        .matches("dev\\.tocsin:tocsin-maven-plugin:[0-9][^@]*:check");
  }

  @Test
  void thisRepositorysOneIsMavensUpToProcessClassesAndThenGenerate() throws Exception {
    List<String> expected = new ArrayList<>(mavensPhasesUpTo("process-classes"));
    expected.add("generate");

    Element lifecycle = tocsin(Files.readAllBytes(MVN.resolve("lifecycle").resolve(COMPONENTS)));

    assertThat(texts(lifecycle, "phase")).isEqualTo(expected);
  }

  @Test
  void theJarInTheFileRepositoryHoldsThatXmlAndNothingElse() throws Exception {
    Path jar = MVN.resolve("repository/dev/tocsin/build/tocsin-lifecycle/1/tocsin-lifecycle-1.jar");
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      assertThat(Collections.list(zip.entries()).stream().map(ZipEntry::getName))
          .containsExactly(COMPONENTS);
      try (InputStream xml = zip.getInputStream(zip.getEntry(COMPONENTS))) {
        assertThat(xml.readAllBytes())
            .as("the jar's XML and .mvn/lifecycle: see the README.md there")
            .isEqualTo(Files.readAllBytes(MVN.resolve("lifecycle").resolve(COMPONENTS)));
      }
    }
  }

  /** From the file in maven-core that defines them. */
  private static List<String> mavensPhasesUpTo(String last) throws Exception {
    for (var urls = LifecycleTest.class.getClassLoader().getResources(COMPONENTS);
        urls.hasMoreElements(); ) {
      try (InputStream xml = urls.nextElement().openStream()) {
        List<String> phases = texts(parse(xml.readAllBytes()).getDocumentElement(), "phase");
        if (phases.contains(last) && phases.contains("deploy")) {
          int first = phases.indexOf("validate");
          return phases.subList(first, phases.indexOf(last) + 1);
        }
      }
    }
    throw new AssertionError("maven-core is not on the class path");
  }

  private static Element tocsin(byte[] xml) throws Exception {
    Element root = parse(xml).getDocumentElement();
    assertThat(texts(root, "id")).containsExactly("tocsin");
    return root;
  }

  private static Document parse(byte[] xml) throws Exception {
    try (InputStream in = new ByteArrayInputStream(xml)) {
      return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
    }
  }

  private static List<String> texts(Element root, String tag) {
    NodeList nodes = root.getElementsByTagName(tag);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      Node node = nodes.item(i);
      texts.add(node.getTextContent().strip());
    }
    return texts;
  }
}
