package org.thorax.explain;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Selects the classes to explain. */
@FunctionalInterface
public interface ClassChoice {
  /**
   * The indices of the classes, in the requested order.
   *
   * @param probabilities of all classes
   */
  List<Integer> of(List<Float> probabilities);

  /** The given classes for every image. */
  static ClassChoice of(int... indices) {
    List<Integer> chosen = IntStream.of(indices).boxed().toList();
    return probabilities -> chosen;
  }

  /** Every class, in the model's order. */
  static ClassChoice all() {
    return probabilities -> IntStream.range(0, probabilities.size()).boxed().toList();
  }

  /** The most probable classes, in descending order. */
  static ClassChoice top(int count) {
    return probabilities ->
        IntStream.range(0, probabilities.size())
            .boxed()
            .sorted(Comparator.comparing((Integer i) -> probabilities.get(i)).reversed())
            .limit(count)
            .toList();
  }

  /** The classes whose probability is above a threshold, in descending order. */
  static ClassChoice above(double threshold) {
    return probabilities ->
        top(probabilities.size()).of(probabilities).stream()
            .filter(i -> probabilities.get(i) > threshold)
            .toList();
  }
}
