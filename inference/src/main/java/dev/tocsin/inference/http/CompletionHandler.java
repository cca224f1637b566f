package dev.tocsin.inference.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
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
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers one completion request after another, each on the thread that it is called on.
 *
 * <p>Whatever happens, exactly one outcome is counted for each request.
 */
final class CompletionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(CompletionHandler.class);

  /** With limits on what would take long or use much memory, and what no client needs. */
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(64)
                      .maxNumberLength(64)
                      .maxNameLength(1000)
                      .maxTokenCount(RequestMemory.MOST_TOKENS)
                      .build())
              .build());

  private final Engine engine;
  private final ServedModel model;
  private final ServiceMetrics metrics;
  private final ApiSettings settings;
  private final ApiKey key;
  private final RequestMemory memory;

  CompletionHandler(
      Engine engine,
      ServedModel model,
      ServiceMetrics metrics,
      ApiSettings settings,
      ApiKey key,
      RequestMemory memory) {
    this.engine = engine;
    this.model = model;
    this.metrics = metrics;
    this.settings = settings;
    this.key = key;
    this.memory = memory;
  }

  /**
   * Answers a request without reading its body, if its header is enough to refuse it; returns
   * whether it was.
   */
  boolean refuses(Context context) {
    try {
      key.check(context.header("Authorization"));
      return false;
    } catch (ApiException e) {
      metrics.finished(false, e.outcome());
      closes(context);
      respond(context, e);
      return true;
    }
  }

  /**
   * Answers a request.
   *
   * @param body its body, or null
   * @param failure why the body could not be read, or null
   */
  void handle(
      Context context,
      boolean chat,
      long arrived,
      @Nullable RequestBody body,
      @Nullable Throwable failure) {
    Exchange exchange = new Exchange(context, chat, arrived);
    Outcome outcome = Outcome.FAILED;
    try {
      if (failure instanceof ApiException problem) {
        closes(context);
        throw problem;
      }
      if (body == null) {
        throw new IllegalStateException("a request without a body", failure);
      }
      outcome = exchange.run(body);
    } catch (ApiException e) {
      outcome = e.outcome();
      respond(context, e);
    } catch (InterruptedException e) {
      outcome = Outcome.UNAVAILABLE;
      respond(context, ApiException.of(outcome, null, "The service is stopping."));
    } catch (OutOfMemoryError e) {
      outcome = Outcome.UNAVAILABLE;
      LOG.warn("Out of memory while handling a request: {}", e.getMessage());
      respond(context, ApiException.of(outcome, "overloaded", "The service is out of memory."));
    } catch (RuntimeException | Error e) {
      LOG.error("A request failed unexpectedly", e);
      respond(context, ApiException.of(outcome, null, "The service failed: " + e));
    } finally {
      if (body != null) {
        body.release();
      }
      exchange.count(outcome);
    }
  }

  /** Closes the connection after the answer: the rest of the body may still arrive. */
  private static void closes(Context context) {
    context.header("Connection", "close");
  }

  /** Counts and answers a request for which no thread is free. */
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
      LOG.debug("The client closed the connection before it received its error", gone);
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

  /** One request. */
  private final class Exchange {

    private final Context context;
    private final boolean chat;
    private final long arrived;
    private final long deadline;
    private boolean known;
    private boolean accepted;
    private long firstToken;

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

    Outcome run(RequestBody body) throws ApiException, InterruptedException {
      Accepted request = accept(body);
      Generation generation = request.generation();
      accepted = true;
      Answers answers =
          new Answers(
              chat, UUID.randomUUID().toString(), model.name(), System.currentTimeMillis() / 1000);
      try (ClientWatch watch = ClientWatch.start(context.req(), generation::cancel)) {
        return request.stream()
            ? stream(request, watch, answers)
            : whole(request.promptTokens(), generation, watch, answers);
      } catch (IOException e) {
        return Outcome.CLIENT_LEFT;
      } finally {
        // After the end this does nothing.
        generation.cancel();
      }
    }

    /** Parses the request and queues it; the memory that parsing took is released. */
    private Accepted accept(RequestBody body) throws ApiException, InterruptedException {
      int size = body.size();
      if (!memory.handle(size, deadline - System.nanoTime())) {
        throw late();
      }
      try {
        JsonNode json = parse(body.stream());
        body.release();
        String name = RequestReader.model(json);
        if (!name.equals(model.name())) {
          throw ApiException.unknownModel(name, model.name());
        }
        known = true;
        ApiRequest request = RequestReader.read(json, chat, model, engine.contextLength());
        int[] prompt = model.tokenizer().encode(request.prompt());
        if (prompt.length == 0) {
          throw ApiException.invalid("prompt", "The prompt has no tokens.");
        }
        return new Accepted(
            submit(request, prompt), prompt.length, request.stream(), request.includeUsage());
      } finally {
        memory.handled(size);
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
          case TOO_LONG -> ApiException.tooLong(chat ? "messages" : "prompt", message);
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
        Event event = await(generation);
        if (event instanceof Event.Token token) {
          text.append(token.text());
        } else if (event instanceof Event.End end) {
          text.append(end.text());
          end(watch);
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

    private Outcome stream(Accepted request, ClientWatch watch, Answers answers)
        throws ApiException, InterruptedException, IOException {
      Generation generation = request.generation();
      // Headers are sent with the first token, so that a failure before it has its own status.
      Event event = await(generation);
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
            watch.close();
            if (!end.text().isEmpty()) {
              send(out, answers.piece(end.text()));
            }
            send(out, answers.ending(end.reason()));
            if (request.includeUsage()) {
              send(out, answers.usagePiece(request.promptTokens(), end.tokens()));
            }
            out.write("data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return Outcome.OK;
          } else if (event instanceof Event.Failure failure) {
            throw failed(failure);
          }
          event = await(generation);
        }
      } catch (ApiException e) {
        // Too late for a status: the error is sent as an event, and [DONE] is not sent.
        send(out, Answers.error(e));
        return Outcome.FAILED;
      }
    }

    /** Returns the connection to the web server before the client can see the end of the answer. */
    private void end(ClientWatch watch) {
      watch.close();
      closeIfDisturbed(watch);
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

    private Event await(Generation generation)
        throws ApiException, InterruptedException, IOException {
      Event event = generation.next(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (event == null) {
        throw late();
      }
      if (event instanceof Event.Failure failure && failure.kind() == Event.Kind.CANCELLED) {
        throw new IOException("the client closed the connection");
      }
      if (firstToken == 0 && !(event instanceof Event.Failure)) {
        firstToken = System.nanoTime();
      }
      return event;
    }

    private ApiException late() {
      return ApiException.of(
          Outcome.TIMEOUT,
          null,
          "The request took longer than " + settings.requestTime().toSeconds() + " s.");
    }

    private JsonNode parse(InputStream body) throws ApiException {
      // Invalid UTF-8 is replaced, as elsewhere in Java.
      try (Reader text = new InputStreamReader(body, StandardCharsets.UTF_8)) {
        JsonNode json = MAPPER.readTree(text);
        if (json.isMissingNode()) {
          throw ApiException.invalid(null, "The body is empty: send a JSON object.");
        }
        return json;
      } catch (StreamConstraintsException e) {
        throw ApiException.invalid(
            null, "The body is not accepted: " + e.getOriginalMessage() + ".");
      } catch (JsonProcessingException e) {
        // The rest of the message is about the Java source of the text.
        String what = e.getOriginalMessage().replaceAll("(?s)\\s*\\(start marker.*", "");
        throw ApiException.invalid(
            null,
            String.format(
                Locale.ROOT,
                "The body is not JSON: %s (line %d, column %d).",
                what,
                e.getLocation().getLineNr(),
                e.getLocation().getColumnNr()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A request that is in the engine's queue. */
  private record Accepted(
      Generation generation, int promptTokens, boolean stream, boolean includeUsage) {}

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
