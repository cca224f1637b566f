package dev.tocsin.generator.alertmanager;

import static dev.tocsin.dsl.model.AlertmanagerConfig.alertmanager;
import static dev.tocsin.dsl.model.Receiver.receiver;
import static dev.tocsin.dsl.model.Route.route;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.alertmanager.EventRecorder;
import dev.tocsin.dsl.alertmanager.Fields;
import dev.tocsin.dsl.alertmanager.Global;
import dev.tocsin.dsl.alertmanager.HttpHeader;
import dev.tocsin.dsl.alertmanager.Integration;
import dev.tocsin.dsl.alertmanager.Part;
import dev.tocsin.dsl.alertmanager.Secret;
import dev.tocsin.dsl.alertmanager.Tracing;
import dev.tocsin.dsl.model.AlertmanagerConfig;
import dev.tocsin.dsl.schema.FieldSpec;
import dev.tocsin.dsl.schema.FieldType;
import dev.tocsin.dsl.schema.Schema;
import dev.tocsin.dsl.schema.StructSpec;
import dev.tocsin.generator.fmt.Formatter;
import dev.tocsin.generator.write.AlertmanagerWriter;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Every integration in Java, with every wither of it, gives a configuration that Alertmanager
 * reads: the fields exist and take the type that Java gives them.
 */
class EveryIntegrationTest {
  @Test
  void everyWitherOfEveryIntegrationIsRead() throws ReflectiveOperationException {
    List<String> wrong = new ArrayList<>();
    int withers = 0;
    for (Class<?> type : Integration.class.getPermittedSubclasses()) {
      Integration plain = (Integration) sample(type);
      wrong.addAll(problems(type.getSimpleName(), plain));
      for (Method wither : withers(type)) {
        Integration set = (Integration) call(wither, plain);
        wrong.addAll(problems(type.getSimpleName() + "." + wither.getName(), set));
        withers++;
      }
    }
    System.out.printf(
        "Integrations: %d, withers: %d%n",
        Integration.class.getPermittedSubclasses().length, withers);
    assertThat(wrong).isEmpty();
  }

  /** The parts beside the receivers, with each of their withers. */
  @Test
  void everyWitherOfTheWholeIsRead() throws ReflectiveOperationException {
    List<String> wrong = new ArrayList<>();
    int withers = 0;
    for (Class<?> type : List.of(Global.class, Tracing.class, EventRecorder.class)) {
      for (Method wither : withers(type)) {
        Object set = call(wither, sample(type));
        AlertmanagerConfig config = alertmanager(route(receiver("a")));
        if (set instanceof Global global) {
          config = config.global(global);
        } else if (set instanceof Tracing tracing) {
          config = config.tracing(tracing);
        } else {
          config = config.eventRecorder((EventRecorder) set);
        }
        wrong.addAll(problems(type.getSimpleName() + "." + wither.getName(), config));
        withers++;
      }
    }
    // The sample text "x" is no word of a choice, and no address.
    wrong.removeIf(text -> text.contains("cannot be \"x\"") || text.contains("url: x\n"));
    System.out.printf("Withers beside the integrations: %d%n", withers);
    assertThat(wrong).isEmpty();
  }

  /** Only what Alertmanager reads from no file, and old spellings, cannot be said in Java. */
  @Test
  void everyFieldOfEveryIntegrationCanBeSet() throws ReflectiveOperationException {
    List<String> missing = new ArrayList<>();
    for (Class<?> type : Integration.class.getPermittedSubclasses()) {
      Integration plain = (Integration) sample(type);
      StructSpec struct = Schema.alertmanager().struct(plain.kind().replaceAll("s$", ""));
      List<String> set = new ArrayList<>(plain.fields().asMap().keySet());
      for (Method wither : withers(type)) {
        set.addAll(((Integration) call(wither, plain)).fields().asMap().keySet());
      }
      for (FieldSpec field : struct.fields().values()) {
        String secret = field.name().replaceAll("_file$", "");
        boolean file = struct.field(secret).filter(f -> f.type().isSecret()).isPresent();
        if (!set.contains(field.name()) && !(file && set.contains(secret))) {
          missing.add(struct.name() + "." + field.name());
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  private static List<Method> withers(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isBridge())
        .filter(method -> method.getReturnType() == type)
        .filter(
            method -> !method.getName().equals("with") && !method.getName().equals("withFields"))
        .sorted(Comparator.comparing(Method::toString))
        .toList();
  }

  private static Object call(Method method, Object target) throws ReflectiveOperationException {
    List<Object> arguments = new ArrayList<>();
    for (Parameter parameter : method.getParameters()) {
      boolean ofHeaders = parameter.getParameterizedType().getTypeName().contains("HttpHeader");
      arguments.add(value(parameter.getType(), ofHeaders ? "httpHeaders" : method.getName()));
    }
    return method.invoke(target, arguments.toArray());
  }

  /** The value that a class's own factory makes. */
  private static Object sample(Class<?> type) throws ReflectiveOperationException {
    String name = type.getSimpleName();
    String factory = name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    Method made =
        Arrays.stream(type.getDeclaredMethods())
            .filter(m -> Modifier.isStatic(m.getModifiers()) && Modifier.isPublic(m.getModifiers()))
            .filter(m -> m.getName().equals(factory))
            .min(Comparator.comparing(Method::toString))
            .orElseThrow(() -> new AssertionError(name + " has no factory " + factory));
    List<Object> arguments = new ArrayList<>();
    for (Class<?> parameter : made.getParameterTypes()) {
      arguments.add(value(parameter, factory));
    }
    return made.invoke(null, arguments.toArray());
  }

  private static Object value(Class<?> type, String method) throws ReflectiveOperationException {
    if (type == String.class) {
      return "x";
    }
    if (type == boolean.class) {
      return true;
    }
    if (type == long.class || type == int.class) {
      return 7;
    }
    if (type == Duration.class) {
      return Duration.ofHours(36);
    }
    if (type == double.class) {
      return 0.5;
    }
    if (type == URI.class) {
      return URI.create("https://example.com/x");
    }
    if (type == Secret.class) {
      return Secret.env("SOME_KEY");
    }
    if (type == Object.class) {
      return Map.of("a", List.of("b", 1, true));
    }
    if (type == Map.class) {
      return method.equals("httpHeaders")
          ? Map.of("X-A", HttpHeader.httpHeader("v"))
          : Map.of("a", "b");
    }
    if (type.isArray()) {
      Object array = Array.newInstance(type.getComponentType(), 1);
      Array.set(array, 0, value(type.getComponentType(), method));
      return array;
    }
    Object part = sample(type);
    // A part with all that it can hold, but for what excludes itself.
    if (part instanceof Part && type.getSimpleName().equals("HttpClient")) {
      return call(type.getMethod("followRedirects", boolean.class), part);
    }
    return part;
  }

  private static List<String> problems(String what, Integration integration) {
    StructSpec struct = Schema.alertmanager().struct(integration.kind().replaceAll("s$", ""));
    Fields fields = integration.fields();
    for (var field : fields.asMap().entrySet()) {
      FieldSpec spec = struct.field(field.getKey()).orElse(null);
      if (spec != null && spec.type() instanceof FieldType.Choice choice) {
        fields = fields.with(field.getKey(), choice.words().get(0));
      }
    }
    return problems(what, alertmanager(route(receiver("a", integration.withFields(fields)))));
  }

  private static List<String> problems(String what, AlertmanagerConfig config) {
    String yaml = AlertmanagerWriter.write(config, List.of());
    byte[] bytes = yaml.getBytes(StandardCharsets.UTF_8);
    Formatter.format(what, bytes)
        .text()
        .ifPresent(formatted -> assertThat(formatted).as(what).isEqualTo(yaml));
    AlertmanagerFile file = AlertmanagerFile.read(what, bytes);
    return file.problems().stream()
        .filter(
            problem ->
                List.of("config/unknown-field", "config/type", "config/value")
                    .contains(problem.check()))
        .filter(problem -> !problem.message().contains("thread_by_date"))
        .filter(problem -> !problem.message().contains("update_message"))
        .filter(problem -> !problem.message().contains("smarthost"))
        .filter(problem -> !problem.message().contains("responder type"))
        .map(problem -> problem + "\n" + yaml)
        .toList();
  }
}
