package dev.tocsin.inference.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.inference.engine.Engine;
import dev.tocsin.inference.engine.Event;
import dev.tocsin.inference.engine.Generation;
import dev.tocsin.inference.engine.GenerationRequest;
import dev.tocsin.inference.engine.RejectedException;
import dev.tocsin.inference.metrics.Outcome;
import dev.tocsin.inference.metrics.ServiceMetrics;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers one completion request after another, each on the thread that it is called on.
 *
 * <p>Whatever happens, exactly one outcome is counted for each request.
 */
final class CompletionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(CompletionHandler.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final long WATCH_MILLIS = 25;

  private final Engine engine;
  private final ServedModel model;
  private final ServiceMetrics metrics;
  private final ApiSettings settings;
  private final ApiKey key;

  CompletionHandler(
      Engine engine, ServedModel model, ServiceMetrics metrics, ApiSettings settings, ApiKey key) {
    this.engine = engine;
    this.model = model;
    this.metrics = metrics;
    this.settings = settings;
    this.key = key;
  }

  void handle(Context context, boolean chat, long arrived) {
    Exchange exchange = new Exchange(context, chat, arrived);
    Outcome outcome = Outcome.FAILED;
    try {
      outcome = exchange.run();
    } catch (ApiException e) {
      outcome = e.outcome();
      respond(context, e);
    } catch (InterruptedException e) {
      outcome = Outcome.UNAVAILABLE;
      respond(context, ApiException.of(outcome, null, "The service is stopping."));
    } catch (RuntimeException | Error e) {
      LOG.error("A request failed in a way that was not foreseen", e);
      respond(context, ApiException.of(outcome, null, "The service failed: " + e));
    } finally {
      exchange.count(outcome);
    }
  }

  /** Counts a request that found no thread to handle it, and answers it. */
  void turnAway(Context context) {
    metrics.finished(false, Outcome.UNAVAILABLE);
    respond(
        context,
        ApiException.of(Outcome.UNAVAILABLE, "overloaded", "Too many requests are being handled."));
  }

  static void respond(Context context, ApiException e) {
    if (context.res().isCommitted()) {
      return;
    }
    if (e.outcome() == Outcome.UNAVAILABLE) {
      context.header("Retry-After", "1");
    }
    if (e.outcome() == Outcome.UNAUTHORIZED) {
      context.header("WWW-Authenticate", "Bearer");
    }
    try {
      write(context, e.outcome().status(), Answers.error(e));
    } catch (IOException gone) {
      LOG.debug("The client left before it had its error", gone);
    }
  }

  private static void write(Context context, int status, ObjectNode json) throws IOException {
    byte[] bytes = MAPPER.writeValueAsBytes(json);
    context.status(status).contentType("application/json");
    context.res().setContentLength(bytes.length);
    OutputStream out = context.res().getOutputStream();
    out.write(bytes);
    out.flush();
  }

  /** One request on its way. */
  private final class Exchange {

    private final Context context;
    private final boolean chat;
    private final long arrived;
    private final long deadline;
    private boolean known;
    private boolean accepted;
    private long firstToken;
    private long watched;

    Exchange(Context context, boolean chat, long arrived) {
      this.context = context;
      this.chat = chat;
      this.arrived = arrived;
      deadline = arrived + settings.requestTime().toNanos();
    }

    void count(Outcome outcome) {
      long now = System.nanoTime();
      if (accepted) {
        metrics.duration((now - arrived) / 1e9);
        metrics.timeToFirstToken(((firstToken == 0 ? now : firstToken) - arrived) / 1e9);
      }
      metrics.finished(known, outcome);
    }

    Outcome run() throws ApiException, InterruptedException {
      key.check(context.header("Authorization"));
      JsonNode body = parse(readBody());
      String name = RequestReader.model(body);
      if (!name.equals(model.name())) {
        throw ApiException.of(
            Outcome.NOT_FOUND,
            "model_not_found",
            "The model '" + name + "' does not exist here, only '" + model.name() + "'.");
      }
      known = true;
      ApiRequest request = RequestReader.read(body, chat, model.format());
      int[] prompt = model.tokenizer().encode(request.prompt());
      if (prompt.length == 0) {
        throw ApiException.invalid("prompt", "The prompt has no tokens.");
      }
      Generation generation = submit(request, prompt);
      accepted = true;
      ClientWatch watch = new ClientWatch(context.req());
      Answers answers =
          new Answers(
              chat, UUID.randomUUID().toString(), model.name(), System.currentTimeMillis() / 1000);
      try {
        return request.stream()
            ? stream(request, prompt.length, generation, watch, answers)
            : whole(prompt.length, generation, watch, answers);
      } catch (IOException e) {
        return Outcome.CLIENT_LEFT;
      } finally {
        // After the end this does nothing.
        generation.cancel();
      }
    }

    private Generation submit(ApiRequest request, int[] prompt) throws ApiException {
      int room = Math.max(1, engine.contextLength() - prompt.length);
      try {
        return engine.submit(
            new GenerationRequest(
                prompt,
                request.maxTokens().orElse(room),
                request.sampling(),
                request.stops(),
                request.ignoreEnd()));
      } catch (RejectedException e) {
        String message = String.valueOf(e.getMessage());
        throw switch (e.why()) {
          case TOO_LONG -> ApiException.tooLong(message);
          case QUEUE_FULL -> ApiException.of(Outcome.UNAVAILABLE, "overloaded", sentence(message));
          case UNAVAILABLE ->
              ApiException.of(Outcome.UNAVAILABLE, "unavailable", sentence(message));
        };
      }
    }

    private Outcome whole(
        int promptTokens, Generation generation, ClientWatch watch, Answers answers)
        throws ApiException, InterruptedException, IOException {
      StringBuilder text = new StringBuilder();
      while (true) {
        Event event = await(generation, watch);
        if (event instanceof Event.Token token) {
          text.append(token.text());
        } else if (event instanceof Event.End end) {
          text.append(end.text());
          closeIfDisturbed(watch);
          write(
              context,
              Outcome.OK.status(),
              answers.whole(text.toString(), end.reason(), promptTokens, end.tokens()));
          return Outcome.OK;
        } else if (event instanceof Event.Failure failure) {
          throw failed(failure);
        }
      }
    }

    private Outcome stream(
        ApiRequest request,
        int promptTokens,
        Generation generation,
        ClientWatch watch,
        Answers answers)
        throws ApiException, InterruptedException, IOException {
      // Headers go out with the first token, so that what fails before it has a status of its own.
      Event event = await(generation, watch);
      if (event instanceof Event.Failure failure) {
        throw failed(failure);
      }
      closeIfDisturbed(watch);
      context
          .status(Outcome.OK.status())
          .contentType("text/event-stream;charset=utf-8")
          .header("Cache-Control", "no-cache")
          .header("X-Accel-Buffering", "no");
      OutputStream out = context.res().getOutputStream();
      if (chat) {
        send(out, answers.opening());
      }
      try {
        while (true) {
          if (event instanceof Event.Token token) {
            if (!token.text().isEmpty()) {
              send(out, answers.piece(token.text()));
            }
          } else if (event instanceof Event.End end) {
            if (!end.text().isEmpty()) {
              send(out, answers.piece(end.text()));
            }
            send(out, answers.ending(end.reason()));
            if (request.includeUsage()) {
              send(out, answers.usagePiece(promptTokens, end.tokens()));
            }
            out.write("data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return Outcome.OK;
          } else if (event instanceof Event.Failure failure) {
            throw failed(failure);
          }
          event = await(generation, watch);
        }
      } catch (ApiException e) {
        // Too late for a status: an event tells, and there is no [DONE].
        send(out, Answers.error(e));
        return Outcome.FAILED;
      }
    }

    private void closeIfDisturbed(ClientWatch watch) {
      if (watch.disturbed()) {
        context.header("Connection", "close");
      }
    }

    private void send(OutputStream out, ObjectNode json) throws IOException {
      byte[] text = MAPPER.writeValueAsBytes(json);
      byte[] event = new byte[text.length + 8];
      System.arraycopy("data: ".getBytes(StandardCharsets.US_ASCII), 0, event, 0, 6);
      System.arraycopy(text, 0, event, 6, text.length);
      event[event.length - 2] = '\n';
      event[event.length - 1] = '\n';
      out.write(event);
      out.flush();
    }

    private Event await(Generation generation, ClientWatch watch)
        throws ApiException, InterruptedException, IOException {
      while (true) {
        long now = System.nanoTime();
        if (now >= deadline) {
          throw ApiException.of(
              Outcome.TIMEOUT,
              null,
              "The request took longer than " + settings.requestTime().toSeconds() + " s.");
        }
        if (now - watched > TimeUnit.MILLISECONDS.toNanos(WATCH_MILLIS)) {
          watched = now;
          if (watch.gone()) {
            throw new IOException("the client closed the connection");
          }
        }
        Event event = generation.next(WATCH_MILLIS, TimeUnit.MILLISECONDS);
        if (event != null) {
          if (firstToken == 0 && !(event instanceof Event.Failure)) {
            firstToken = System.nanoTime();
          }
          return event;
        }
      }
    }

    private byte[] readBody() throws ApiException {
      try (InputStream in = context.req().getInputStream()) {
        byte[] bytes = in.readNBytes(settings.bodyBytes() + 1);
        if (bytes.length > settings.bodyBytes()) {
          throw ApiException.of(
              Outcome.TOO_LARGE,
              null,
              "The body has more than the " + settings.bodyBytes() + " bytes that are allowed.");
        }
        return bytes;
      } catch (IOException e) {
        throw ApiException.invalid(null, "The body could not be read: " + e.getMessage());
      }
    }

    private JsonNode parse(byte[] bytes) throws ApiException {
      try {
        JsonNode json = MAPPER.readTree(new String(bytes, StandardCharsets.UTF_8));
        if (json.isMissingNode()) {
          throw ApiException.invalid(null, "The body is empty: send a JSON object.");
        }
        return json;
      } catch (JsonProcessingException e) {
        // What follows tells where in our source the text came from.
        String what = e.getOriginalMessage().replaceAll("(?s)\\s*\\(start marker.*", "");
        throw ApiException.invalid(
            null,
            String.format(
                Locale.ROOT,
                "The body is not JSON: %s (line %d, column %d).",
                what,
                e.getLocation().getLineNr(),
                e.getLocation().getColumnNr()));
      }
    }
  }

  private static ApiException failed(Event.Failure failure) {
    return ApiException.of(
        failure.kind() == Event.Kind.UNAVAILABLE ? Outcome.UNAVAILABLE : Outcome.FAILED,
        null,
        sentence(failure.message()));
  }

  private static String sentence(String message) {
    return Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".";
  }
}
