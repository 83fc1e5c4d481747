package org.thorax.explain;

import java.util.List;
import org.thorax.inference.ClassifierInput;

/**
 * The prediction for one image and its maps.
 *
 * @param probabilities of all classes, in the model's order
 * @param maps of the requested classes, in the requested order
 * @param combined one map for all: for CRM the sum over <em>all</em> classes (its definition),
 *     otherwise the sum of {@code maps}, each times its class's probability, divided by its largest
 *     value; empty if no class was requested
 */
public record Explanation(List<Float> probabilities, List<ClassMap> maps, SaliencyMap combined) {
  /** Copies the lists. */
  public Explanation {
    probabilities = List.copyOf(probabilities);
    maps = List.copyOf(maps);
  }

  /**
   * The explanation whose combined map is the sum of the maps weighted by probability, or empty
   * without maps.
   */
  static Explanation of(List<Float> probabilities, List<ClassMap> maps, ClassifierInput input) {
    float[] nothing = new float[input.height() * input.width()];
    SaliencyMap combined =
        maps.isEmpty()
            ? new SaliencyMap(Grid.of(input.height(), input.width(), nothing))
            : new SaliencyMap(byProbability(probabilities, maps).dividedByMax());
    return new Explanation(probabilities, maps, combined);
  }

  private static Grid byProbability(List<Float> probabilities, List<ClassMap> maps) {
    List<Double> weights =
        maps.stream()
            // A score below 0 is evidence against the class.
            .map(each -> Math.max(0, probabilities.get(each.classIndex()).doubleValue()))
            .toList();
    return SaliencyMap.sum(maps.stream().map(ClassMap::map).toList(), weights);
  }

  /** The explanation with only the combined map. */
  public Explanation withoutMaps() {
    return new Explanation(probabilities, List.of(), combined);
  }

  /**
   * One class's map.
   *
   * @param classIndex in the model's order
   * @param map in the size of the network's input
   * @param raw the values that the map was made from, with sign and scale: one channel on the
   *     layer's grid, or for gradients with respect to the image its size and channels
   */
  public record ClassMap(int classIndex, SaliencyMap map, Grid raw) {}
}
