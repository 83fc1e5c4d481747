package org.thorax.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.thorax.image.GreyImage;

/** The part that the answers of predict and explain share. */
final class Answer {
  private Answer() {}

  /**
   * Probabilities of the members and their mean.
   *
   * @param classes common to all members
   * @param probabilities of each member, by class
   * @param threshold from which a class counts as found
   */
  static ObjectNode of(
      GreyImage image,
      Members members,
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
    for (int i = 0; i < probabilities.size(); i++) {
      ObjectNode own = list.addObject().put("id", members.items().get(i).id());
      ObjectNode values = own.putObject("probabilities");
      probabilities.get(i).forEach(values::put);
      String id = members.items().get(i).id();
      members.models().get(i).remarks().forEach(remark -> remarks.add(id + ": " + remark));
    }
    return root;
  }
}
