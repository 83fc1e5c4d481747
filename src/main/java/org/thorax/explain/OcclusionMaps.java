package org.thorax.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.thorax.ConfigurationException;
import org.thorax.data.image.GreyImage;
import org.thorax.explain.Explanation.ClassMap;
import org.thorax.inference.ClassifierInput;

/**
 * Maps of how far each class's score falls when a patch covers the image.
 *
 * @param predicted from concatenated grey images to their concatenated scores
 */
record OcclusionMaps(ClassifierInput input, Function<byte[], float[]> predicted) {
  /**
   * The maps of the selected classes.
   *
   * @param patch side in pixels; derived from the image's size if empty
   */
  List<Explanation> explain(List<GreyImage> prepared, ClassChoice choice, Optional<Integer> patch) {
    int height = input.height();
    int width = input.width();
    if (patch.orElse(1) >= Math.min(height, width)) {
      throw new ConfigurationException(
          "patch",
          "Expected `patch` smaller than the network's image of %dx%d pixels, found %d; a patch over all of it points nowhere."
              .formatted(width, height, patch.get()));
    }
    Occlusion occlusion = patch.map(Occlusion::new).orElse(Occlusion.of(height, width));
    List<Explanation> explanations = new ArrayList<>();
    for (GreyImage image : prepared) {
      float[] scores = predicted.apply(image.pixels());
      List<Grid> falls = occlusion.falls(image.pixels(), height, width, scores, predicted);
      List<Float> probabilities = new ArrayList<>();
      for (float score : scores) {
        probabilities.add(score);
      }
      List<ClassMap> maps =
          choice.of(probabilities).stream().map(c -> map(c, falls.get(c))).toList();
      explanations.add(Explanation.of(probabilities, maps, input));
    }
    return explanations;
  }

  private ClassMap map(int classIndex, Grid fall) {
    SaliencyMap map = SaliencyMap.rectified(fall, input.height(), input.width());
    return new ClassMap(classIndex, map, fall);
  }
}
