package org.thorax.serve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.thorax.image.GreyImage;

/** {@code POST /api/v1/predict}: what one model or the mean of several says about an image. */
record PredictEndpoint(Asked asked, Admission admission, ModelPool pool)
    implements Exchange.Endpoint {
  static final double THRESHOLD = 0.5;

  @Override
  public Reply answer(Exchange exchange) throws IOException {
    Query query = exchange.query();
    query.allowOnly(List.of("model", "sample", "threshold"));
    double threshold = query.share("threshold", THRESHOLD);
    List<ModelItem> items = asked.models(query);
    try (Admission.Place place = admission.enter(exchange.client(), exchange.claimedLength())) {
      GreyImage image = asked.image(exchange, query, place);
      try (Members members = new Members(pool, items)) {
        List<Map<String, Float>> probabilities = new ArrayList<>();
        for (ServedModel model : members.models()) {
          GreyImage prepared = place.work(() -> model.prepared(image));
          probabilities.add(byClass(model.classNames(), model.probabilities(prepared)));
        }
        List<String> classes = Asked.commonClasses(members.models());
        return Reply.json(Answer.of(image, members, classes, probabilities, threshold));
      }
    }
  }

  static Map<String, Float> byClass(List<String> names, List<Float> values) {
    Map<String, Float> byClass = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      byClass.put(names.get(i), values.get(i));
    }
    return byClass;
  }
}
