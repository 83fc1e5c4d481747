package org.thorax.app.serve.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.thorax.app.serve.model.RequestedModels;
import org.thorax.data.image.GreyImage;

/** The common part of the responses of predict and explain. */
public final class PredictionJson {
  private static final int MIN_PIXELS = 32;

  /** Beyond this aspect ratio, resizing an image to a square distorts its content. */
  private static final double MAX_ASPECT_RATIO = 1.6;

  private PredictionJson() {}

  /**
   * Probabilities of the members and their mean.
   *
   * @param classes common to all members
   * @param probabilities of each member, by class
   * @param threshold from which a class counts as found
   */
  static ObjectNode of(
      GreyImage image,
      RequestedModels members,
      List<String> classes,
      List<Map<String, Float>> probabilities,
      double threshold) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("notice", "Research use; not a medical device.");
    root.putObject("image").put("width", image.width()).put("height", image.height());
    ObjectNode mean = JsonNodeFactory.instance.objectNode();
    ArrayNode found = JsonNodeFactory.instance.arrayNode();
    for (String name : classes) {
      double sum = 0;
      for (Map<String, Float> each : probabilities) {
        sum += each.get(name);
      }
      double probability = sum / probabilities.size();
      mean.put(name, (float) probability);
      if (probability >= threshold) {
        found.add(name);
      }
    }
    root.set("probabilities", mean);
    root.put("threshold", threshold);
    root.set("found", found);
    ArrayNode list = root.putArray("models");
    ArrayNode remarks = root.putArray("remarks");
    ofImage(image).forEach(remarks::add);
    if (probabilities.stream().anyMatch(each -> each.size() > classes.size())) {
      remarks.add(
          "The models share %d %s; what only some of them know is left out."
              .formatted(classes.size(), classes.size() == 1 ? "class" : "classes"));
    }
    for (int i = 0; i < probabilities.size(); i++) {
      ObjectNode own = list.addObject().put("id", members.items().get(i).id());
      ObjectNode values = own.putObject("probabilities");
      probabilities.get(i).forEach(values::put);
      String id = members.items().get(i).id();
      members.models().get(i).remarks().forEach(remark -> remarks.add(id + ": " + remark));
    }
    return root;
  }

  private static List<String> ofImage(GreyImage image) {
    List<String> remarks = new ArrayList<>();
    double shape = (double) image.width() / image.height();
    if (Math.max(shape, 1 / shape) > MAX_ASPECT_RATIO) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "The image is %.1f times as %s; networks see it squeezed to a square.",
              Math.max(shape, 1 / shape),
              shape > 1 ? "wide as high" : "high as wide"));
    }
    if (Math.min(image.width(), image.height()) < MIN_PIXELS) {
      remarks.add(
          "The image has %d x %d pixels only, too few for a radiograph."
              .formatted(image.width(), image.height()));
    }
    return remarks;
  }
}
