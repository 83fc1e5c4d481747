package org.thorax.app.serve.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.thorax.app.serve.http.Exchange;
import org.thorax.app.serve.http.Problem;
import org.thorax.app.serve.http.Query;
import org.thorax.app.serve.http.Reply;
import org.thorax.app.serve.http.SafeText;
import org.thorax.app.serve.http.UploadedImages;
import org.thorax.app.serve.model.ModelItem;
import org.thorax.app.serve.model.ModelPool;
import org.thorax.app.serve.model.RequestedModels;
import org.thorax.app.serve.model.ServedModel;
import org.thorax.data.image.Filter;
import org.thorax.data.image.GreyImage;
import org.thorax.data.image.GreyPng;
import org.thorax.data.image.ImageRegion;
import org.thorax.data.image.Resize;
import org.thorax.explain.ClassChoice;
import org.thorax.explain.Explanation;
import org.thorax.explain.MapBox;
import org.thorax.explain.MapRequest;
import org.thorax.explain.Method;
import org.thorax.explain.SaliencyMap;

/**
 * {@code POST /api/v1/explain}: the response of {@link PredictEndpoint}, and a map of every class.
 * The maps are sent as values, so that a client can change thresholds without another request.
 */
public record ExplainEndpoint(RequestParser parser, AdmissionControl admission, ModelPool pool)
    implements Exchange.Endpoint {
  /** Methods that cost about one backward pass per class. */
  static final List<Method> METHODS =
      List.of(Method.CRM, Method.LEGACY_CRM, Method.GRAD_CAM, Method.GRAD_CAM_PLUS_PLUS);

  private static final int LONGEST_SIDE = 1024;
  private static final double BOXES_FROM = 0.6;

  /**
   * The results of one or more models.
   *
   * @param probabilities of each member, by class
   * @param maps of the common classes, the members' mean
   * @param combined of all classes, the members' mean
   */
  private record Maps(
      List<Map<String, Float>> probabilities,
      Map<String, SaliencyMap> maps,
      SaliencyMap combined) {}

  @Override
  public Reply answer(Exchange exchange) throws IOException {
    Query query = exchange.query();
    query.allowOnly(List.of("model", "sample", "threshold", "method", "boxes_from"));
    double threshold = query.share("threshold", PredictEndpoint.THRESHOLD);
    double boxesFrom = query.share("boxes_from", BOXES_FROM);
    Method method = method(query);
    List<ModelItem> items = parser.models(query);
    try (AdmissionControl.Place place =
        admission.enter(exchange.client(), exchange.claimedLength())) {
      UploadedImages sent = parser.sent(exchange, query);
      try (RequestedModels members = new RequestedModels(pool, items)) {
        return Reply.json(
                sent.answered(
                    file -> {
                      GreyImage image = parser.decoded(file, place);
                      return answer(image, members, method, threshold, boxesFrom, place);
                    },
                    answer -> answer))
            .compressedFor(exchange);
      }
    }
  }

  private static ObjectNode answer(
      GreyImage image,
      RequestedModels members,
      Method method,
      double threshold,
      double boxesFrom,
      AdmissionControl.Place place) {
    List<String> classes = RequestParser.commonClasses(members.models());
    Maps maps = maps(members.models(), classes, image, MapRequest.of(method), place);
    ObjectNode root = PredictionJson.of(image, members, classes, maps.probabilities(), threshold);
    root.put("method", method.token());
    members.coarse(MapRequest.of(method)).forEach(((ArrayNode) root.get("remarks"))::add);
    ObjectNode values = root.putObject("maps");
    values.put("width", maps.combined().width()).put("height", maps.combined().height());
    values.put("combined", base64(maps.combined()));
    ObjectNode ofClasses = values.putObject("classes");
    maps.maps().forEach((name, map) -> ofClasses.put(name, base64(map)));
    root.put("boxes_from", boxesFrom);
    root.set("boxes", boxes(maps, boxesFrom));
    root.put("picture", place.work(() -> png(image)));
    return root;
  }

  private static Method method(Query query) {
    String token = query.one("method").orElse(Method.CRM.token());
    return METHODS.stream()
        .filter(method -> method.token().equals(token))
        .findFirst()
        .orElseThrow(
            () ->
                new Problem(
                    400,
                    "Expected 'method' "
                        + METHODS.stream().map(Method::token).collect(Collectors.joining(", "))
                        + ", found '"
                        + SafeText.of(token)
                        + "'."));
  }

  private static Maps maps(
      List<ServedModel> models,
      List<String> classes,
      GreyImage image,
      MapRequest request,
      AdmissionControl.Place place) {
    List<Map<String, Float>> probabilities = new ArrayList<>();
    Map<String, List<SaliencyMap>> byClass = new LinkedHashMap<>();
    List<SaliencyMap> combined = new ArrayList<>();
    for (ServedModel model : models) {
      Explanation explanation =
          place.work(() -> model.explain(model.prepared(image), ClassChoice.all(), request));
      probabilities.add(PredictEndpoint.byClass(model.classNames(), explanation.probabilities()));
      ImageRegion part = place.work(() -> model.part(image));
      SaliencyMap whole = explanation.combined().placed(part);
      SaliencyMap first = combined.isEmpty() ? whole : combined.get(0);
      combined.add(whole.resized(first.height(), first.width()));
      for (Explanation.ClassMap map : explanation.maps()) {
        byClass
            .computeIfAbsent(model.classNames().get(map.classIndex()), name -> new ArrayList<>())
            .add(map.map().placed(part).resized(first.height(), first.width()));
      }
    }
    Map<String, SaliencyMap> means = new LinkedHashMap<>();
    classes.forEach(name -> means.put(name, SaliencyMap.mean(byClass.get(name))));
    return new Maps(probabilities, means, SaliencyMap.mean(combined));
  }

  private static ObjectNode boxes(Maps maps, double from) {
    ObjectNode boxes = JsonNodeFactory.instance.objectNode();
    boxes.set("combined", boxes(maps.combined(), from));
    ObjectNode ofClasses = boxes.putObject("classes");
    maps.maps().forEach((name, map) -> ofClasses.set(name, boxes(map, from)));
    return boxes;
  }

  private static ArrayNode boxes(SaliencyMap map, double from) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (MapBox box : MapBox.above(map, from)) {
      ObjectNode item = list.addObject().put("x0", box.x0()).put("y0", box.y0());
      item.put("x1", box.x1()).put("y1", box.y1()).put("peak", box.peak());
    }
    return list;
  }

  /** One byte per position, 255 for 1. */
  private static String base64(SaliencyMap map) {
    float[] values = map.grid().values();
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(255 * Math.min(1, Math.max(0, values[i])));
    }
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** The radiograph for a page: browsers do not show DICOM, and 3000 pixels are not needed. */
  private static String png(GreyImage image) {
    double scale = Math.min(1, (double) LONGEST_SIDE / Math.max(image.width(), image.height()));
    int width = Math.max(1, (int) Math.round(image.width() * scale));
    int height = Math.max(1, (int) Math.round(image.height() * scale));
    GreyImage shown = new Resize(width, height, Filter.BICUBIC).apply(image);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 18);
    try {
      GreyPng.write(shown, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("Memory takes every byte", e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
