package org.thorax.model.keras;

import java.nio.file.Path;
import org.thorax.model.Device;
import org.thorax.model.Model;
import org.thorax.model.Network;
import org.thorax.model.Scaling;

/** Runs a written model once on a synthetic image, so that a model that cannot run is not kept. */
public final class TrialRun {
  private static final int SIDE = 224;

  private TrialRun() {}

  /**
   * Opens the model and runs it.
   *
   * @throws org.thorax.ThoraxException saying why it cannot run
   */
  public static void of(Path folder) {
    try (Model model = ModelReader.open(folder);
        Network network =
            Network.forInference(
                model.flat(),
                model.contract().scaling().orElse(Scaling.NONE),
                model.weights(),
                Device.CPU)) {
      int height =
          side(model.flat().input().height(), model.contract().images().height().orElse(SIDE));
      int width =
          side(model.flat().input().width(), model.contract().images().width().orElse(SIDE));
      network.predict(drawn(height, width), 1, height, width);
    }
  }

  private static int side(int fixed, int otherwise) {
    return fixed > 0 ? fixed : otherwise;
  }

  /** A bright disc on dark ground. */
  private static byte[] drawn(int height, int width) {
    byte[] grey = new byte[height * width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double distance = Math.hypot(2.0 * y / height - 1, 2.0 * x / width - 1);
        grey[y * width + x] = (byte) Math.max(16, 240 - 200 * distance);
      }
    }
    return grey;
  }
}
