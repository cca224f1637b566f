package dev.tocsin.harness.receivers;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.util.function.Function;

/** Lets WireMock answer by a function of the request, where a stub names it. */
final class ComputedAnswers implements ResponseDefinitionTransformerV2 {
  private final String name;
  private final Function<Request, HttpDesk.Answer> answers;

  ComputedAnswers(String name, Function<Request, HttpDesk.Answer> answers) {
    this.name = name;
    this.answers = answers;
  }

  @Override
  public ResponseDefinition transform(ServeEvent event) {
    HttpDesk.Answer answer = answers.apply(event.getRequest());
    return ResponseDefinitionBuilder.responseDefinition()
        .withStatus(answer.status())
        .withHeader("Content-Type", answer.contentType())
        .withBody(answer.body())
        .build();
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public boolean applyGlobally() {
    return false;
  }
}
