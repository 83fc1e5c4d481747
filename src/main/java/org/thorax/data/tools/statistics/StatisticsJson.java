package org.thorax.data.tools.statistics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.thorax.data.LabelCounts;

/** Statistics as JSON; unknown numbers are null, unspecified values are {@code unknown}. */
public final class StatisticsJson {
  private StatisticsJson() {}

  /** An object with one line per value. */
  public static String of(DatasetStatistics statistics) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("dataset", statistics.dataset());
    root.put("split", statistics.split());
    root.put("images", statistics.images()).put("patients", statistics.patients());
    ObjectNode sets = root.putObject("sets");
    for (SetStatistics set : statistics.sets()) {
      put(sets.putObject(set.name()), set);
    }
    try {
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree can always be written", e);
    }
  }

  private static void put(ObjectNode node, SetStatistics set) {
    node.put("images", set.images()).put("patients", set.patients().count());
    node.put("images_of_patient_median", set.patients().medianImages());
    node.put("images_of_patient_most", set.patients().mostImages());
    put(node.putObject("views"), set.imagesBy().view());
    put(node.putObject("projections"), set.imagesBy().projection());
    put(node.putObject("sexes"), set.imagesBy().sex());
    ObjectNode ages = node.putObject("ages");
    putOrNull(ages, "mean", set.patients().ages().mean());
    putOrNull(ages, "standard_deviation", set.patients().ages().deviation());
    putOrNull(ages, "median", set.patients().ages().median());
    ages.put("unknown", set.patients().ages().unknown());
    set.patients().ages().decades().forEach(ages.putArray("decades")::add);
    ObjectNode labels = node.putObject("labels");
    for (LabelCounts label : set.labels()) {
      labels
          .putObject(label.name())
          .put("positive", label.positive())
          .put("negative", label.negative())
          .put("uncertain", label.uncertain())
          .put("blank", label.blank());
    }
    ObjectNode together = node.putObject("positive_together");
    for (int i = 0; i < set.labels().size(); i++) {
      ObjectNode row = together.putObject(set.labels().get(i).name());
      List<Integer> counts = set.together().get(i);
      for (int j = 0; j < counts.size(); j++) {
        row.put(set.labels().get(j).name(), counts.get(j));
      }
    }
  }

  private static void put(ObjectNode node, Map<?, Integer> counts) {
    counts.forEach(
        (key, count) -> {
          String name = key instanceof Enum<?> value ? lower(value) : key.toString();
          node.put(name.isEmpty() ? "unknown" : name, count);
        });
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static void putOrNull(ObjectNode node, String key, double value) {
    if (Double.isNaN(value)) {
      node.putNull(key);
    } else {
      node.put(key, value);
    }
  }
}
