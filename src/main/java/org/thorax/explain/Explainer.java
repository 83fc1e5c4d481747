package org.thorax.explain;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.thorax.ThoraxException;
import org.thorax.data.image.GreyImage;
import org.thorax.data.image.ImageRegion;
import org.thorax.data.image.TemplateView;
import org.thorax.ensemble.EnsembleFile;
import org.thorax.inference.ClassifierInput;
import org.thorax.inference.Predictor;
import org.thorax.model.Device;
import org.thorax.model.Model;
import org.thorax.model.keras.ModelReader;

/**
 * Explains the predictions of a classifier: a model or an ensemble. Thread-safe; close it when no
 * thread uses it any more.
 */
public interface Explainer extends AutoCloseable {
  /**
   * Opens a model of any kind, or an ensemble file.
   *
   * @param given the user's settings for a model that does not specify them; for an ensemble only
   *     the size
   * @throws ThoraxException as {@link EnsembleFile#open(Path)} and {@link
   *     ModelExplainer#ModelExplainer}
   */
  static Explainer open(Path path, Predictor.Overrides given, Device device) {
    if (EnsembleFile.isOne(path)) {
      return EnsembleExplainer.open(EnsembleFile.read(path), given, device);
    }
    try (Model model = ModelReader.open(path)) {
      return new ModelExplainer(model, given, device);
    }
  }

  /** The inputs and outputs of the classifier. */
  ClassifierInput input();

  /**
   * The layer of a map.
   *
   * @param request the request
   * @return its path in the graph; empty for {@link Method#OCCLUSION} and for {@link
   *     Method#GUIDED_BACKPROPAGATION} of a class
   * @throws ThoraxException if there is no such layer, naming similar ones
   */
  Optional<String> layer(MapRequest request);

  /** Notes for the user on a request, one line each: a map with few positions does not localize. */
  List<String> remarks(MapRequest request);

  /** Rows and columns of the feature map of a map; empty without one. */
  Optional<int[]> gridOf(MapRequest request);

  /** Shuffles the weights. */
  WeightShuffling shuffling(long seed);

  /** A decoded radiograph as the network sees it, which is the input of the other methods. */
  default GreyImage prepared(GreyImage decoded) {
    return input().preprocessing().apply(decoded, TemplateView.FRONTAL);
  }

  /** The part of a decoded radiograph that the network sees and that its maps cover. */
  default ImageRegion part(GreyImage decoded) {
    return input().preprocessing().part(decoded, TemplateView.FRONTAL);
  }

  /** The probabilities of all classes for prepared images. */
  List<List<Float>> predict(List<GreyImage> prepared);

  /**
   * Predicts prepared images and makes maps of the selected classes.
   *
   * @param prepared one batch, 1 to 32 or so
   * @return one per image, in their order
   * @throws ThoraxException if there is no such layer, or an op has no gradient
   */
  List<Explanation> explain(List<GreyImage> prepared, ClassChoice choice, MapRequest request);

  @Override
  void close();
}
