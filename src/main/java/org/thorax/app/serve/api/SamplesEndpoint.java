package org.thorax.app.serve.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.thorax.app.serve.http.Exchange;
import org.thorax.app.serve.http.Reply;
import org.thorax.data.phantom.PhantomSample;

/** {@code GET /api/v1/samples} and {@code /api/v1/samples/NAME}: synthetic sample images. */
public record SamplesEndpoint(RequestParser parser) implements Exchange.Endpoint {
  @Override
  public Reply answer(Exchange exchange) {
    if (!exchange.argument().isEmpty()) {
      return Reply.of("image/jpeg", parser.sample(exchange.argument()));
    }
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode list = root.putArray("samples");
    for (PhantomSample sample : parser.samples()) {
      list.addObject().put("name", sample.name()).put("title", sample.title());
    }
    return Reply.json(root);
  }
}
