package org.thorax.evaluate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.thorax.ThoraxException;
import org.thorax.image.GreyImage;
import org.thorax.image.ImageDecoder;
import org.thorax.image.View;
import org.thorax.network.Device;
import org.thorax.network.Model;
import org.thorax.network.Network;
import org.thorax.network.Scaling;

/** A model that answers for image files; owns its network. */
public final class Predictor implements AutoCloseable {
  private static final int BATCH = 16;

  private final Network network;
  private final ClassifierInput input;

  /**
   * What the user says about a model that says nothing about itself; each value wins over the
   * model's own.
   *
   * @param height of the images in pixels
   * @param width of the images in pixels
   * @param scaling of grey bytes
   * @param classNames in the order of the outputs; empty when not given
   */
  public record Overrides(
      Optional<Integer> height,
      Optional<Integer> width,
      Optional<Scaling> scaling,
      List<String> classNames) {
    /** Checks that classes have names and none comes twice. */
    public Overrides {
      classNames = List.copyOf(classNames);
      for (String name : classNames) {
        if (name.isBlank() || Collections.frequency(classNames, name) > 1) {
          throw new ThoraxException(
              "Expected different names in --classes, found '"
                  + name
                  + (name.isBlank() ? "'." : "' twice."));
        }
      }
    }
  }

  /**
   * Classes and their probabilities for one image.
   *
   * @param image the file
   * @param probabilities one a class
   */
  public record Prediction(Path image, List<Float> probabilities) {}

  /**
   * Makes a model ready; {@code model} may be closed afterwards.
   *
   * @throws ThoraxException when size, scaling or the number of classes are not known or do not fit
   */
  public Predictor(Model model, Overrides overrides, Device device) {
    input = ClassifierInput.of(model, overrides);
    network = Network.forInference(model.flat(), input.scaling(), model.weights(), device);
  }

  /** What the user should know, one line each. */
  public List<String> remarks() {
    return input.remarks();
  }

  /** The classes in the order of the probabilities. */
  public List<String> classNames() {
    return input.classNames();
  }

  /**
   * Predicts images in their order.
   *
   * @throws ThoraxException naming the file that cannot be read
   */
  public List<Prediction> predict(List<Path> images) {
    List<Prediction> predictions = new ArrayList<>();
    for (int from = 0; from < images.size(); from += BATCH) {
      List<Path> part = images.subList(from, Math.min(images.size(), from + BATCH));
      List<GreyImage> decoded = part.parallelStream().map(this::prepared).toList();
      predictions.addAll(predict(part, decoded));
    }
    return predictions;
  }

  private GreyImage prepared(Path file) {
    return prepared(ImageDecoder.decode(file));
  }

  /** A decoded radiograph as the network sees it; any number of threads may ask. */
  public GreyImage prepared(GreyImage decoded) {
    return input.preprocessing().apply(decoded, View.FRONTAL);
  }

  private List<Prediction> predict(List<Path> files, List<GreyImage> images) {
    List<List<Float>> probabilities = probabilities(images);
    return IntStream.range(0, files.size())
        .mapToObj(i -> new Prediction(files.get(i), probabilities.get(i)))
        .toList();
  }

  /**
   * The probabilities of the classes for each image, all images in one batch; any number of threads
   * may ask.
   *
   * @param images as {@link #prepared(GreyImage)} gives them
   */
  public List<List<Float>> probabilities(List<GreyImage> images) {
    float[] output =
        network.predict(input.bytes(images), images.size(), input.height(), input.width());
    int classes = input.classNames().size();
    return IntStream.range(0, images.size())
        .mapToObj(i -> list(output, i * classes, classes))
        .toList();
  }

  private static List<Float> list(float[] values, int from, int count) {
    List<Float> list = new ArrayList<>();
    for (float value : Arrays.copyOfRange(values, from, from + count)) {
      list.add(value);
    }
    return list;
  }

  @Override
  public void close() {
    network.close();
  }
}
