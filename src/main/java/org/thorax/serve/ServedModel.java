package org.thorax.serve;

import java.util.List;
import java.util.function.IntConsumer;
import org.thorax.evaluate.Predictor;
import org.thorax.image.GreyImage;
import org.thorax.keras.ModelReader;
import org.thorax.network.Device;
import org.thorax.network.Model;

/** A loaded model that many requests share; owns its network and its thread. */
final class ServedModel implements AutoCloseable {
  private static final Predictor.Overrides NONE =
      new Predictor.Overrides(
          java.util.Optional.empty(),
          java.util.Optional.empty(),
          java.util.Optional.empty(),
          List.of());

  private final Predictor predictor;
  private final MicroBatcher<GreyImage, List<Float>> batcher;

  /**
   * Loads a model and asks it once, so that the first request does not wait for TensorFlow.
   *
   * @param batch images that it takes at once
   * @param batches is told the size of each batch
   */
  ServedModel(ModelCatalog.Item item, Device device, int batch, IntConsumer batches) {
    try (Model opened = ModelReader.open(item.path())) {
      predictor = new Predictor(opened, NONE, device);
    }
    try {
      predictor.probabilities(List.of(predictor.prepared(new GreyImage(8, 8, new byte[8 * 8]))));
      batcher =
          new MicroBatcher<>(
              item.id(),
              batch,
              images -> {
                batches.accept(images.size());
                return predictor.probabilities(images);
              });
    } catch (RuntimeException | Error e) {
      predictor.close();
      throw e;
    }
  }

  List<String> classNames() {
    return predictor.classNames();
  }

  List<String> remarks() {
    return predictor.remarks();
  }

  /** A decoded radiograph as the network sees it. */
  GreyImage prepared(GreyImage decoded) {
    return predictor.prepared(decoded);
  }

  /**
   * The probabilities of the classes for a prepared image, computed with those of other requests.
   */
  List<Float> probabilities(GreyImage prepared) {
    return batcher.ask(prepared);
  }

  @Override
  public void close() {
    batcher.close();
    predictor.close();
  }
}
