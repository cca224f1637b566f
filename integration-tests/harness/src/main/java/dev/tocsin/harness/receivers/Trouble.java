package dev.tocsin.harness.receivers;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is wrong with a receiver's service. */
public final class Trouble {
  private static final Trouble NONE = new Trouble(null, "none");

  private final @Nullable ResponseDefinitionBuilder answer;
  private final String words;

  private Trouble(@Nullable ResponseDefinitionBuilder answer, String words) {
    this.answer = answer;
    this.words = words;
  }

  /** Nothing is wrong. */
  public static Trouble none() {
    return NONE;
  }

  /** It answers with this HTTP status, such as 500, 429 or 404. */
  public static Trouble answering(int status) {
    return new Trouble(aResponse().withStatus(status), "answers " + status);
  }

  /** It takes the request, and says only after so long that somebody else has not. */
  public static Trouble hanging(Duration duration) {
    return new Trouble(
        aResponse().withStatus(504).withFixedDelay(Math.toIntExact(duration.toMillis())), "hangs");
  }

  /**
   * It takes the message, and says so only after so long: a delivery, which who has given up
   * meanwhile makes again.
   */
  public static Trouble late(Duration duration) {
    return new Trouble(
        aResponse()
            .withStatus(200)
            .withBody("ok")
            .withFixedDelay(Math.toIntExact(duration.toMillis())),
        "answers only after " + duration.toSeconds() + " s");
  }

  /** It resets the connection. */
  public static Trouble refusing() {
    return new Trouble(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER), "resets connections");
  }

  boolean isNone() {
    return answer == null;
  }

  ResponseDefinitionBuilder answer() {
    if (answer == null) {
      throw new IllegalStateException("no trouble has no answer of its own");
    }
    return answer;
  }

  @Override
  public String toString() {
    return words;
  }
}
