package org.thorax.model.keras;

import java.nio.file.Path;
import org.thorax.model.Device;
import org.thorax.model.Model;
import org.thorax.model.Network;
import org.thorax.model.Scaling;
import org.thorax.oracle.KerasModel;
import org.thorax.oracle.MadeOnce;
import org.thorax.oracle.Oracle;

/** Models that both generations of Keras saved, with their outputs for a batch. */
public final class ModelFiles {
  private static final Path FOLDER = Path.of("target/keras-models").toAbsolutePath();

  private ModelFiles() {}

  /** The folder, filled once a build by {@code keras_models_in_files.py}. */
  public static Path folder() {
    MadeOnce.make(
        FOLDER.resolve("done"), () -> Oracle.run("keras_models_in_files.py", "make", FOLDER));
    return FOLDER;
  }

  /** One of its files. */
  public static Path file(String name) {
    return folder().resolve(name);
  }

  /** The largest difference between a model's outputs and Keras' for the recorded batch. */
  public static double difference(Model model, String recorded) {
    float[] images = KerasModel.floats(file(recorded + ".images"));
    float[] expected = KerasModel.floats(file(recorded + ".outputs"));
    int side = (int) Math.round(Math.sqrt(images.length / 6.0));
    Scaling scaling = model.contract().scaling().orElse(Scaling.NONE);
    float[] found;
    try (Network network =
        Network.forInference(model.flat(), scaling, model.weights(), Device.CPU)) {
      found = network.predictScaled(images, 2, side, side);
    }
    return KerasModel.relativeError(expected, found);
  }
}
