package dev.tocsin.inference;

import dev.tocsin.inference.model.ModelException;
import dev.tocsin.inference.torch.TorchRuntime;
import io.javalin.util.JavalinBindException;
import java.util.List;

/**
 * The command line of the service.
 *
 * <p>Exit status: 0 stopped by a signal, 1 the model or a port cannot be used, 2 wrong usage.
 */
public final class Main {

  private Main() {}

  /** Starts the service and returns; it runs until a signal stops it. */
  public static void main(String[] arguments) {
    List<String> list = List.of(arguments);
    if (list.contains("--help")) {
      System.out.print(Options.USAGE);
      return;
    }
    quieten();
    try {
      Options options = Options.parse(list);
      TorchRuntime.prepare();
      Service service = new Service(options);
      Runtime.getRuntime().addShutdownHook(new Thread(service::drainAndClose, "stop"));
      System.out.println("Ready at http://" + options.host() + ":" + service.port());
    } catch (UsageException e) {
      System.err.println(e.text() + "\n");
      System.err.print(Options.USAGE);
      System.exit(2);
    } catch (ModelException | JavalinBindException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  /** Libraries log from WARN on, the service from INFO on; system properties override this. */
  private static void quieten() {
    setDefault("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    setDefault("org.slf4j.simpleLogger.log.dev.tocsin", "info");
    // It warns of missing CUDA on machines without a GPU; the service logs the device instead.
    setDefault("org.slf4j.simpleLogger.log.ai.djl.util.cuda", "error");
    setDefault("org.slf4j.simpleLogger.showDateTime", "true");
    setDefault("org.slf4j.simpleLogger.dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
    setDefault("org.slf4j.simpleLogger.showShortLogName", "true");
  }

  private static void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
