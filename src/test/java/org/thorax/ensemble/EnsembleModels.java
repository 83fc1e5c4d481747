package org.thorax.ensemble;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.thorax.model.Device;
import org.thorax.model.Model;
import org.thorax.model.ModelContract;
import org.thorax.model.Network;
import org.thorax.model.SavedModelWriter;
import org.thorax.model.Scaling;
import org.thorax.model.keras.ModelReader;
import org.thorax.oracle.KerasModel;

/** Small classifiers that differ in their weights, on disk. */
public final class EnsembleModels {
  public static final int SIZE = 48;

  private EnsembleModels() {}

  /** Writes one with random weights drawn from {@code seed}. */
  public static Path write(Path folder, int seed, Scaling scaling, List<String> classes) {
    try (Model model = ModelReader.open(KerasModel.recorded("keras2", "colour").savedModel())) {
      ModelContract contract =
          model
              .contract()
              .withArchitecture("Colour" + seed)
              .withScaling(scaling)
              .withSize(SIZE, SIZE)
              .withClassNames(classes);
      Random random = new Random(seed);
      try (Network network =
          Network.forInference(
              model.flat(),
              scaling,
              variable -> {
                float[] values = model.weights().values(variable);
                for (int i = 0; i < values.length; i++) {
                  values[i] *= 0.6f + 0.8f * random.nextFloat();
                }
                return values;
              },
              Device.CPU)) {
        SavedModelWriter.write(network, contract, folder);
      }
    }
    return folder;
  }

  /** Grey images, each different. */
  public static byte[] images(int count) {
    byte[] bytes = new byte[count * SIZE * SIZE];
    new Random(5).nextBytes(bytes);
    return bytes;
  }

  /** What one model says of them. */
  public static float[] predict(Path model, byte[] images) {
    try (Model opened = EnsembleFile.open(model);
        Network network =
            Network.forInference(
                opened.flat(),
                opened.contract().scaling().orElseThrow(),
                opened.weights(),
                Device.CPU)) {
      return network.predict(images, images.length / SIZE / SIZE, SIZE, SIZE);
    }
  }
}
