package org.thorax.model.keras.hdf5;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Checks whether the names of a legacy file's arrays contradict the order in which they are read.
 *
 * <p>Names are arbitrary, are numbered anew in every process and change with Keras' versions, so
 * only two contradictions count: an array whose name has another kind (a kernel instead of a
 * gamma), and names that are exactly the model's, each once, in another order.
 */
final class WeightNameCheck {
  private static final Map<String, String> KINDS =
      Map.of(
          "kernel", "kernel",
          "depthwise_kernel", "kernel",
          "pointwise_kernel", "kernel",
          "bias", "bias",
          "gamma", "gamma",
          "beta", "beta",
          "moving_mean", "moving_mean",
          "moving_variance", "moving_variance");

  private WeightNameCheck() {}

  /** How the names contradict the order; empty if they do not. */
  static Optional<String> against(ModelLayer layer, StoredLayer stored) {
    List<String> due = layer.names();
    List<String> found = stored.weights().stream().map(each -> plain(each.name())).toList();
    if (due.size() != found.size()) {
      return Optional.empty();
    }
    List<Integer> owners = owners(due, found);
    return IntStream.range(0, due.size())
        .filter(
            i -> otherKind(due.get(i), found.get(i)) || (!owners.isEmpty() && owners.get(i) != i))
        .mapToObj(
            i ->
                "array %d of layer '%s' should be %s by the layers' trainable flags, and its name is %s"
                    .formatted(i + 1, layer.name(), due.get(i), stored.weights().get(i).name()))
        .findFirst();
  }

  private static boolean otherKind(String due, String found) {
    String one = KINDS.get(weight(due));
    String other = KINDS.get(weight(found));
    return one != null && other != null && !one.equals(other);
  }

  /**
   * For each name in the file its expected position; empty unless each is expected exactly once.
   */
  private static List<Integer> owners(List<String> due, List<String> found) {
    List<Integer> owners = new ArrayList<>();
    for (String name : found) {
      int owner = -1;
      for (int i = 0; i < due.size(); i++) {
        boolean fits = name.equals(due.get(i)) || name.endsWith("/" + due.get(i));
        if (fits && (owner < 0 || due.get(i).length() > due.get(owner).length())) {
          owner = i;
        }
      }
      owners.add(owner);
    }
    boolean eachOnce = !owners.contains(-1) && new HashSet<>(owners).size() == owners.size();
    return eachOnce ? owners : List.of();
  }

  /** Without {@code :0}. */
  private static String plain(String name) {
    return name.replaceFirst(":\\d+$", "");
  }

  /** The last part, without the number of a duplicate. */
  private static String weight(String name) {
    return name.substring(name.lastIndexOf('/') + 1).replaceFirst("_\\d+$", "");
  }
}
