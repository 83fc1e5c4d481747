package org.thorax.experiment.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.thorax.ThoraxException;
import org.thorax.data.image.GreyImage;
import org.thorax.experiment.config.Benchmark;
import org.thorax.model.ModelContract;
import org.thorax.training.callback.TensorBoard;
import org.thorax.training.tensorboard.GreyPicture;
import org.thorax.training.tensorboard.HyperParameters;

/** TensorBoard data of a run in addition to its metrics: hyperparameters and a few images. */
final class RunEvents {
  private static final int IMAGES = 4;

  private RunEvents() {}

  /** Event files in the folder's {@code logs}. */
  static TensorBoard of(
      RunFolder folder,
      Benchmark benchmark,
      RunSettings settings,
      ModelContract contract,
      PreparedData data) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("architecture", contract.architecture());
    parameters.put("benchmark", benchmark.name());
    parameters.put("batch_size", benchmark.fit().batchSize());
    parameters.put("epochs", benchmark.fit().epochs());
    parameters.put("optimizer", benchmark.optimization().optimizer().kerasName());
    parameters.put("learning_rate", benchmark.optimization().learningRate().rate());
    parameters.put("loss", benchmark.objective().loss().logged());
    parameters.put("dim", benchmark.images().dim());
    parameters.put("augmentation", benchmark.images().augmentation().text());
    parameters.put("freeze_backbone", settings.start().freezeBackbone());
    parameters.put("unfreeze", settings.start().unfreeze());
    parameters.put("seed", settings.seed());
    return new TensorBoard(
        folder.folder().resolve("logs"), new HyperParameters(parameters), pictures(data));
  }

  private static List<GreyPicture> pictures(PreparedData data) {
    List<GreyPicture> pictures = new ArrayList<>();
    for (int i = 0; i < Math.min(IMAGES, data.train().samples().size()); i++) {
      try {
        GreyImage image = data.train().images().image(i);
        pictures.add(new GreyPicture(image.width(), image.height(), image.pixels()));
      } catch (ThoraxException e) {
        // The training finds the bad image as well, and handles it.
      }
    }
    return pictures;
  }
}
