package org.thorax.explain;

import org.thorax.explain.Explanation.ClassMap;
import org.thorax.inference.ClassifierInput;

/** Converts gradients with respect to the network's scaled channels to maps of the grey image. */
final class GreyLevelGradients {
  private final ClassifierInput input;
  private final float[] slopes;

  GreyLevelGradients(ClassifierInput input, int channels) {
    this.input = input;
    this.slopes = input.scaling().slopes(channels);
  }

  /**
   * The absolute gradient with respect to the grey value.
   *
   * @param gradient (height, width, channels) of the network's input
   */
  ClassMap map(int classIndex, Grid gradient) {
    float[] magnitudes = new float[input.height() * input.width()];
    for (int i = 0; i < gradient.values().length; i++) {
      magnitudes[i / slopes.length] += gradient.values()[i] * slopes[i % slopes.length];
    }
    Grid signed = Grid.of(input.height(), input.width(), magnitudes);
    return new ClassMap(
        classIndex, new SaliencyMap(signed.mapped(Math::abs).dividedByMax()), gradient);
  }
}
