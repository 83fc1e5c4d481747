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
 * A classifier that says where its answers come from: one model or an ensemble. Any number of
 * threads may ask at once; close it when none does.
 */
public interface Explainer extends AutoCloseable {
  /**
   * Opens a model of any kind, or an ensemble's file.
   *
   * @param given what the user says in place of a model that does not; of an ensemble the size only
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

  /** What goes into the classifier and what its outputs are called. */
  ClassifierInput input();

  /**
   * The layer at which a map is made.
   *
   * @param request what is wanted
   * @return its path in the graph; none for {@link Method#OCCLUSION} and for {@link
   *     Method#GUIDED_BACKPROPAGATION} of a class
   * @throws ThoraxException when there is no such layer, naming near ones
   */
  Optional<String> layer(MapRequest request);

  /**
   * What the user should know about a request, one line each: that a map of few places points
   * nowhere.
   */
  List<String> remarks(MapRequest request);

  /** Rows and columns of the feature map that a map is made from; none without one. */
  Optional<int[]> gridOf(MapRequest request);

  /** Ways to forget the present weights. */
  WeightShuffling shuffling(long seed);

  /** A decoded radiograph as the network sees it: what the other methods take. */
  default GreyImage prepared(GreyImage decoded) {
    return input().preprocessing().apply(decoded, TemplateView.FRONTAL);
  }

  /** The part of a decoded radiograph that the network sees: where its maps belong. */
  default ImageRegion part(GreyImage decoded) {
    return input().preprocessing().part(decoded, TemplateView.FRONTAL);
  }

  /** The probabilities of all classes for prepared images. */
  List<List<Float>> predict(List<GreyImage> prepared);

  /**
   * Predicts prepared images and makes maps of the chosen classes.
   *
   * @param prepared as many as fit into one batch, 1 to 32 or so
   * @return one an image, in their order
   * @throws ThoraxException when there is no such layer, or something has no gradient
   */
  List<Explanation> explain(List<GreyImage> prepared, ClassChoice choice, MapRequest request);

  @Override
  void close();
}
