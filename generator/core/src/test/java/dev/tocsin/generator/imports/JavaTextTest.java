package dev.tocsin.generator.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Literals, text blocks and comments of any text: Java reads back the same, and nothing more. */
class JavaTextTest {
  private static final int IN_A_CLASS = 100;

  @TempDir private Path folder;

  @Test
  void noTextLeavesItsLiteralOrComment() throws Exception {
    compiled(1_000, 1);
  }

  @Test
  @Tag("thorough")
  void noneOfAHundredThousand() throws Exception {
    for (int batch = 0; batch < 10; batch++) {
      compiled(10_000, 100 + batch);
    }
  }

  private void compiled(int count, long seed) throws Exception {
    HostileTexts hostile = new HostileTexts(seed);
    List<String> texts = new ArrayList<>(HostileTexts.pieces());
    while (texts.size() < count) {
      texts.add(hostile.any());
    }
    Map<String, String> sources = new LinkedHashMap<>();
    Map<String, List<String>> expected = new LinkedHashMap<>();
    for (int from = 0; from < count; from += IN_A_CLASS) {
      List<String> mine = texts.subList(from, Math.min(count, from + IN_A_CLASS));
      String name = "Texts" + seed + "At" + from;
      JavaClass made = new JavaClass("fuzz", name, List.of(mine.get(0), mine.get(1)));
      for (int i = 0; i < mine.size(); i++) {
        made.add(
            new JavaClass.Member(
                List.of(mine.get(i), "next"),
                i % 2 == 0 ? List.of(mine.get(i)) : List.of("first", mine.get(i)),
                "java.lang.String",
                "",
                "T" + i,
                Code.text(mine.get(i)),
                List.of()));
      }
      sources.put("fuzz/" + name + ".java", made.text());
      expected.put("fuzz." + name, mine);
    }
    assertThat(JavaCompiler.errors(sources, folder)).isEmpty();
    Map<String, Integer> wrong = new HashMap<>();
    try (URLClassLoader loader = JavaCompiler.loader(folder)) {
      for (var one : expected.entrySet()) {
        Class<?> type = Class.forName(one.getKey(), true, loader);
        assertThat(type.getDeclaredFields()).hasSize(one.getValue().size());
        assertThat(type.getDeclaredMethods()).isEmpty();
        assertThat(type.getDeclaredClasses()).isEmpty();
        for (int i = 0; i < one.getValue().size(); i++) {
          Field field = type.getDeclaredField("T" + i);
          field.setAccessible(true);
          if (!one.getValue().get(i).equals(field.get(null))) {
            wrong.put(one.getKey(), i);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(System.getProperty(HostileTexts.ESCAPED)).isNull();
    System.out.printf("Texts compiled and read back from Java: %d%n", texts.size());
  }
}
