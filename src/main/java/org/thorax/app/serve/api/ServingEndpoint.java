package org.thorax.app.serve.api;

import java.io.IOException;
import java.util.List;
import org.thorax.app.serve.http.Exchange;
import org.thorax.app.serve.http.Problem;
import org.thorax.app.serve.http.Reply;
import org.thorax.app.serve.http.SafeText;
import org.thorax.app.serve.model.ModelCatalog;

/** TensorFlow Serving's path: {@code POST /v1/models/NAME:predict}. */
public record ServingEndpoint(ModelCatalog catalog, PredictEndpoint predict)
    implements Exchange.Endpoint {
  private static final String VERB = ":predict";

  @Override
  public Reply answer(Exchange exchange) throws IOException {
    String asked = exchange.argument();
    exchange.query().allowOnly(List.of("threshold"));
    if (!asked.endsWith(VERB)) {
      throw new Problem(
          404, "Expected /v1/models/MODEL:predict, found '" + SafeText.of(asked) + "'.");
    }
    String id = asked.substring(0, asked.length() - VERB.length());
    return predict.answer(exchange, List.of(catalog.find(id)));
  }
}
