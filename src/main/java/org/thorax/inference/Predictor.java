package org.thorax.inference;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.data.image.GreyImage;
import org.thorax.data.image.ImageDecoder;
import org.thorax.data.image.TemplateView;
import org.thorax.model.Device;
import org.thorax.model.Model;
import org.thorax.model.Network;
import org.thorax.model.Scaling;

/** Predicts image files with a model; owns its network. */
public final class Predictor implements AutoCloseable {
  private final Network network;
  private final ClassifierInput input;

  /**
   * Fallback metadata given by the user; each value takes precedence over the model's own.
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
    /** Checks that classes have names without duplicates. */
    public Overrides {
      classNames = List.copyOf(classNames);
      for (String name : classNames) {
        if (name.isBlank() || Collections.frequency(classNames, name) > 1) {
          throw new ConfigurationException(
              "classes",
              "Expected different names in `classes`, found '"
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
   * @param probabilities one per class
   */
  public record Prediction(Path image, List<Float> probabilities) {}

  /**
   * Prepares a model; {@code model} may be closed afterwards.
   *
   * @throws ThoraxException if size, scaling or the number of classes are unknown or do not fit
   */
  public Predictor(Model model, Overrides overrides, Device device) {
    this(model, ClassifierInput.of(model, overrides), device);
  }

  /** Prepares a model with the given input. */
  public Predictor(Model model, ClassifierInput input, Device device) {
    this.input = input;
    network = Network.forInference(model.flat(), input.scaling(), model.weights(), device);
  }

  /** Notes for the user, one line each. */
  public List<String> remarks() {
    return input.remarks();
  }

  /** The classes in the order of the probabilities. */
  public List<String> classNames() {
    return input.classNames();
  }

  /** Whether the outputs are probabilities; otherwise they are unbounded scores. */
  public boolean givesProbabilities() {
    return input.probabilities();
  }

  /** Height of the network's input in pixels. */
  public int height() {
    return input.height();
  }

  /** Width of the network's input in pixels. */
  public int width() {
    return input.width();
  }

  /**
   * An image file as the network sees it; thread-safe.
   *
   * @param view selects the template, if the model crops; if empty, it is derived from CheXpert's
   *     file names ({@code view2_lateral.jpg}), and all others are frontal
   * @throws ThoraxException naming the file if it cannot be read
   */
  public GreyImage prepared(Path file, Optional<TemplateView> view) {
    return prepared(ImageDecoder.decode(file), view.orElseGet(() -> of(file)));
  }

  private static TemplateView of(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.contains("_lateral.") ? TemplateView.LATERAL : TemplateView.FRONTAL;
  }

  /** A decoded frontal radiograph as the network sees it; thread-safe. */
  public GreyImage prepared(GreyImage decoded) {
    return prepared(decoded, TemplateView.FRONTAL);
  }

  /** A decoded radiograph as the network sees it; thread-safe. */
  public GreyImage prepared(GreyImage decoded, TemplateView view) {
    return input.preprocessing().apply(decoded, view);
  }

  /**
   * The probabilities of the classes for each image, all images in one batch; thread-safe.
   *
   * @param images as {@link #prepared(GreyImage)} returns them
   */
  public List<List<Float>> probabilities(List<GreyImage> images) {
    float[] output =
        input.checked(
            network.predict(input.bytes(images), images.size(), input.height(), input.width()));
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
