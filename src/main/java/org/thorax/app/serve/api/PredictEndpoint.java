package org.thorax.app.serve.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.thorax.app.serve.http.Exchange;
import org.thorax.app.serve.http.Query;
import org.thorax.app.serve.http.Reply;
import org.thorax.app.serve.http.UploadedImages;
import org.thorax.app.serve.model.ModelItem;
import org.thorax.app.serve.model.ModelPool;
import org.thorax.app.serve.model.RequestedModels;
import org.thorax.app.serve.model.ServedModel;
import org.thorax.data.image.GreyImage;

/** {@code POST /api/v1/predict}: the probabilities of one model or the mean of several. */
public record PredictEndpoint(RequestParser parser, AdmissionControl admission, ModelPool pool)
    implements Exchange.Endpoint {
  static final double THRESHOLD = 0.5;

  @Override
  public Reply answer(Exchange exchange) throws IOException {
    Query query = exchange.query();
    query.allowOnly(List.of("model", "sample", "threshold"));
    return answer(exchange, parser.models(query));
  }

  /** The responses of these models to the images of a request. */
  Reply answer(Exchange exchange, List<ModelItem> items) throws IOException {
    Query query = exchange.query();
    double threshold = query.share("threshold", THRESHOLD);
    try (AdmissionControl.Place place =
        admission.enter(exchange.client(), exchange.claimedLength())) {
      UploadedImages sent = parser.sent(exchange, query);
      try (RequestedModels members = new RequestedModels(pool, items)) {
        return Reply.json(
            sent.answered(
                file -> answer(parser.decoded(file, place), members, place, threshold),
                PredictEndpoint::inOrder));
      }
    }
  }

  private static ObjectNode answer(
      GreyImage image, RequestedModels members, AdmissionControl.Place place, double threshold) {
    List<Map<String, Float>> probabilities = new ArrayList<>();
    for (ServedModel model : members.models()) {
      GreyImage prepared = place.work(() -> model.prepared(image));
      probabilities.add(byClass(model.classNames(), model.probabilities(prepared)));
    }
    List<String> classes = RequestParser.commonClasses(members.models());
    return PredictionJson.of(image, members, classes, probabilities, threshold);
  }

  /** Only the probabilities, in the order of the classes. */
  private static JsonNode inOrder(ObjectNode answer) {
    ArrayNode values = JsonNodeFactory.instance.arrayNode();
    answer.get("probabilities").forEach(values::add);
    return values;
  }

  static Map<String, Float> byClass(List<String> names, List<Float> values) {
    Map<String, Float> byClass = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      byClass.put(names.get(i), values.get(i));
    }
    return byClass;
  }
}
