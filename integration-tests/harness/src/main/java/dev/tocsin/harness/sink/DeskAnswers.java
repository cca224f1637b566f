package dev.tocsin.harness.sink;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;

/** Lets WireMock answer what the desk does. */
final class DeskAnswers implements ResponseDefinitionTransformerV2 {
  static final String NAME = "tocsin-desk";

  private final HttpDesk desk;

  DeskAnswers(HttpDesk desk) {
    this.desk = desk;
  }

  @Override
  public ResponseDefinition transform(ServeEvent event) {
    HttpDesk.Answer answer =
        desk.answer(
            event.getRequest().getMethod().getName(),
            event.getRequest().getUrl(),
            event.getRequest().getBodyAsString());
    return ResponseDefinitionBuilder.responseDefinition()
        .withStatus(answer.status())
        .withHeader("Content-Type", answer.contentType())
        .withBody(answer.body())
        .build();
  }

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public boolean applyGlobally() {
    return false;
  }
}
