package org.thorax.inference;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.thorax.ThoraxException;
import org.thorax.data.image.GreyImage;
import org.thorax.data.image.ImageDecoder;
import org.thorax.data.image.TemplateView;
import org.thorax.model.Device;
import org.thorax.model.Model;
import org.thorax.model.Network;
import org.thorax.model.Scaling;

/** A model that answers for image files; owns its network. */
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
    this(model, ClassifierInput.of(model, overrides), device);
  }

  /** Makes a model ready whose images are taken as given. */
  public Predictor(Model model, ClassifierInput input, Device device) {
    this.input = input;
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

  /** Whether the outputs are probabilities, or else scores of any size. */
  public boolean givesProbabilities() {
    return input.probabilities();
  }

  /** Height of the images that the network takes, in pixels. */
  public int height() {
    return input.height();
  }

  /** Width of the images that the network takes, in pixels. */
  public int width() {
    return input.width();
  }

  /**
   * An image file as the network sees it; any number of threads may ask.
   *
   * @param view by whose template it is cropped, where the model crops; without it CheXpert's names
   *     say it ({@code view2_lateral.jpg}), and all others are frontal
   * @throws ThoraxException naming the file when it cannot be read
   */
  public GreyImage prepared(Path file, Optional<TemplateView> view) {
    return prepared(ImageDecoder.decode(file), view.orElseGet(() -> of(file)));
  }

  private static TemplateView of(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.contains("_lateral.") ? TemplateView.LATERAL : TemplateView.FRONTAL;
  }

  /** A decoded frontal radiograph as the network sees it; any number of threads may ask. */
  public GreyImage prepared(GreyImage decoded) {
    return prepared(decoded, TemplateView.FRONTAL);
  }

  /** A decoded radiograph as the network sees it; any number of threads may ask. */
  public GreyImage prepared(GreyImage decoded, TemplateView view) {
    return input.preprocessing().apply(decoded, view);
  }

  /**
   * The probabilities of the classes for each image, all images in one batch; any number of threads
   * may ask.
   *
   * @param images as {@link #prepared(GreyImage)} gives them
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
