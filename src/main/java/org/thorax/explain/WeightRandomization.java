package org.thorax.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.tensorflow.proto.NodeDef;
import org.thorax.model.FlatGraph;
import org.thorax.model.Variable;
import org.thorax.model.WeightSource;

/**
 * Randomises a network's weights from the output towards the image (the cascading randomisation of
 * Adebayo et al. 2018). The values of a variable are shuffled, which keeps their distribution but
 * not their positions.
 */
final class WeightRandomization {
  private final List<Variable> fromOutput;
  private final Map<Variable, float[]> trained;
  private final Map<Variable, float[]> shuffled = new HashMap<>();

  WeightRandomization(FlatGraph flat, Map<Variable, float[]> trained, long seed) {
    this.trained = trained;
    Map<String, Integer> lastReader = new HashMap<>();
    for (int i = 0; i < flat.nodes().size(); i++) {
      NodeDef node = flat.nodes().get(i);
      int position = i;
      node.getInputList().forEach(input -> lastReader.put(FlatGraph.producer(input), position));
    }
    this.fromOutput = new ArrayList<>(flat.variables());
    fromOutput.sort(
        Comparator.comparing((Variable v) -> lastReader.getOrDefault(v.read(), 0)).reversed());
    for (Variable variable : fromOutput) {
      shuffled.put(
          variable,
          shuffled(trained.get(variable), new SplittableRandom(seed ^ variable.name().hashCode())));
    }
  }

  /**
   * The weights with some of them shuffled.
   *
   * @param share of the variables, counted from the output; 0 for the trained weights
   */
  WeightSource shuffled(double share) {
    int count = (int) Math.round(share * fromOutput.size());
    Set<Variable> chosen = new HashSet<>(fromOutput.subList(0, count));
    return variable -> (chosen.contains(variable) ? shuffled : trained).get(variable);
  }

  /** The share of the variables in the last dense layer's kernel and bias. */
  double outputLayer() {
    return Math.min(1, 2.0 / fromOutput.size());
  }

  private static float[] shuffled(float[] values, SplittableRandom random) {
    float[] copy = values.clone();
    for (int i = copy.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      float kept = copy[i];
      copy[i] = copy[j];
      copy[j] = kept;
    }
    return copy;
  }
}
