package org.thorax.app.serve.model;

import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.data.image.GreyImage;
import org.thorax.data.image.ImageRegion;
import org.thorax.explain.ClassChoice;
import org.thorax.explain.Explainer;
import org.thorax.explain.Explanation;
import org.thorax.explain.MapRequest;
import org.thorax.explain.ModelExplainer;
import org.thorax.inference.Predictor;
import org.thorax.model.Device;
import org.thorax.model.Model;
import org.thorax.model.ModelContract;
import org.thorax.model.Scaling;
import org.thorax.model.keras.ModelReader;

/** A loaded model or ensemble, shared by many requests; owns its graphs and its thread. */
public final class ServedModel implements AutoCloseable {
  private static final Predictor.Overrides NONE =
      new Predictor.Overrides(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

  private final Explainer explainer;
  private final MicroBatcher<GreyImage, List<Float>> batcher;

  /**
   * Loads a model and runs it once, so that the first request does not wait for TensorFlow.
   *
   * @param batch largest batch size
   * @param batches receives the size of each batch
   */
  public ServedModel(ModelItem item, Device device, int batch, IntConsumer batches) {
    explainer = open(item, device);
    try {
      requireProbabilities();
      explainer.predict(List.of(explainer.prepared(new GreyImage(8, 8, new byte[8 * 8]))));
      batcher =
          new MicroBatcher<>(
              item.id(),
              batch,
              images -> {
                batches.accept(images.size());
                return explainer.predict(images);
              });
    } catch (RuntimeException | Error e) {
      explainer.close();
      throw e;
    }
  }

  private void requireProbabilities() {
    if (!explainer.input().probabilities()) {
      throw new ThoraxException(
          "It gives scores (activation none) and no probabilities; use 'thorax predict'.");
    }
  }

  private static Explainer open(ModelItem item, Device device) {
    if (!item.logged()) {
      return Explainer.open(item.path(), NONE, device);
    }
    try (Model model = ModelReader.open(item.path())) {
      ModelContract contract = model.contract().completedBy(item.contract());
      if (contract.scaling().isEmpty()) {
        throw new ConfigurationException(
            "scaling",
            "Neither file nor log says how its images are scaled; use 'thorax predict"
                + " `scaling` "
                + Scaling.CHOICES
                + "', or keep that in it with 'thorax backbone import `scaling`'.");
      }
      return new ModelExplainer(model.withContract(contract), NONE, device);
    }
  }

  public List<String> classNames() {
    return explainer.input().classNames();
  }

  public List<String> remarks() {
    return explainer.input().remarks();
  }

  /** Rows and columns of the feature map of a map. */
  Optional<int[]> gridOf(MapRequest request) {
    return explainer.gridOf(request);
  }

  /** A decoded radiograph as the network sees it. */
  public GreyImage prepared(GreyImage decoded) {
    return explainer.prepared(decoded);
  }

  /** The part of a decoded radiograph that the network sees. */
  public ImageRegion part(GreyImage decoded) {
    return explainer.part(decoded);
  }

  /**
   * The probabilities of the classes for a prepared image, computed in a batch with other requests.
   */
  public List<Float> probabilities(GreyImage prepared) {
    return batcher.ask(prepared);
  }

  /** The probabilities for a prepared image, and its maps. */
  public Explanation explain(GreyImage prepared, ClassChoice choice, MapRequest request) {
    return explainer.explain(List.of(prepared), choice, request).get(0);
  }

  @Override
  public void close() {
    batcher.close();
    explainer.close();
  }
}
