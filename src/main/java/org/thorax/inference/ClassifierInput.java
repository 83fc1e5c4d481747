package org.thorax.inference;

import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.data.image.GreyImage;
import org.thorax.data.image.Preprocessing;
import org.thorax.data.image.Template;
import org.thorax.data.image.TemplateView;
import org.thorax.data.image.Transformation;
import org.thorax.model.ClassifierEnd;
import org.thorax.model.FirstLayers;
import org.thorax.model.Model;
import org.thorax.model.ModelContract;
import org.thorax.model.ModelScaling;
import org.thorax.model.OutputActivation;
import org.thorax.model.Preparation;
import org.thorax.model.Scaling;

/**
 * The inputs and outputs of a classifier: from the model, or from the user if the model has no
 * metadata.
 *
 * @param scaling of grey bytes
 * @param classNames in the order of the outputs
 * @param probabilities whether the outputs are probabilities; otherwise they are unbounded scores
 * @param preprocessing from a decoded radiograph to the network's grey bytes
 * @param remarks notes for the user, one line each
 */
public record ClassifierInput(
    Scaling scaling,
    List<String> classNames,
    boolean probabilities,
    Preprocessing preprocessing,
    List<String> remarks) {
  private static final String THE_MODEL = "The model";

  /** Tolerance for the rounding of a softmax or a mean. */
  private static final float LARGEST = 1 + 1e-5f;

  /** Copies the lists. */
  public ClassifierInput {
    classNames = List.copyOf(classNames);
    remarks = List.copyOf(remarks);
  }

  /** Height of the images in pixels. */
  public int height() {
    return preprocessing.height();
  }

  /** Width of the images in pixels. */
  public int width() {
    return preprocessing.width();
  }

  /**
   * The input of a model.
   *
   * @throws ThoraxException if size, scaling or the number of classes are unknown or do not fit
   */
  public static ClassifierInput of(Model model, Predictor.Overrides overrides) {
    ModelContract contract = model.contract();
    if (model.flat().output().rank() != 2) {
      throw new ThoraxException(
          "Expected a complete classifier, found the backbone '"
              + model.flat().name()
              + "', whose output are feature maps; train it with a head first.");
    }
    int height =
        size(
            "height",
            overrides.height().or(contract.images()::height),
            model.flat().input().height());
    int width =
        size("width", overrides.width().or(contract.images()::width), model.flat().input().width());
    Preparation preparation = contract.images().preparation();
    List<Transformation> steps =
        preparation.transformations().stream().map(Transformation::parse).toList();
    Map<TemplateView, Template> templates = templates(preparation);
    Preprocessing preprocessing =
        templates.isEmpty()
            ? Preprocessing.of(width, height, steps)
            : Preprocessing.cropped(width, height, templates, steps);
    List<String> classNames =
        classNames(overrides.classNames(), contract.classNames(), model.flat().output().size());
    Scaling scaling = ModelScaling.of(model, overrides.scaling(), THE_MODEL);
    ClassifierEnd.requireKnown(model, THE_MODEL);
    boolean scores =
        contract.activation().filter(OutputActivation.NONE::equals).isPresent()
            || ClassifierEnd.of(model.flat()) == ClassifierEnd.PIXELS;
    return new ClassifierInput(
        scaling, classNames, !scores, preprocessing, remarks(model, overrides, templates));
  }

  private static List<String> remarks(
      Model model, Predictor.Overrides overrides, Map<TemplateView, Template> templates) {
    List<String> remarks = new ArrayList<>();
    if (model.contract().images().preparation().cropped() && templates.isEmpty()) {
      remarks.add(
          "The model learned from images cropped by template and does not keep its templates;"
              + " give it cropped images (thorax preprocess `crop`).");
    }
    if (overrides.scaling().filter(Scaling::isOfNumbers).isPresent()) {
      FirstLayers.scaling(model)
          .ifPresent(
              range ->
                  remarks.add(
                      "The model scales its images itself (%s in its first layers), behind the numbers given."
                          .formatted(range.text())));
    }
    return remarks;
  }

  /** The same input for images that are already cropped. */
  public ClassifierInput withoutCrop() {
    return new ClassifierInput(
        scaling,
        classNames,
        probabilities,
        Preprocessing.of(width(), height(), preprocessing.transformations()),
        remarks);
  }

  private static Map<TemplateView, Template> templates(Preparation preparation) {
    Map<TemplateView, Template> templates = new EnumMap<>(TemplateView.class);
    for (TemplateView view : TemplateView.values()) {
      String name = view.name().toLowerCase(Locale.ROOT);
      String png = preparation.templates().get(name);
      if (png != null) {
        byte[] bytes = Base64.getDecoder().decode(png);
        templates.put(view, Template.ofPng(bytes, "template-" + name + ".png"));
      }
    }
    return templates;
  }

  /**
   * The grey bytes of prepared images, one after the other.
   *
   * @param images all of this height and width
   */
  public byte[] bytes(List<GreyImage> images) {
    int height = height();
    int width = width();
    int size = height * width;
    byte[] bytes = new byte[images.size() * size];
    for (int i = 0; i < images.size(); i++) {
      GreyImage image = images.get(i);
      if (image.height() != height || image.width() != width) {
        throw new IllegalArgumentException(
            "an image of %dx%d is not prepared for %dx%d"
                .formatted(image.width(), image.height(), width, height));
      }
      System.arraycopy(image.pixels(), 0, bytes, i * size, size);
    }
    return bytes;
  }

  /**
   * Checks the outputs and returns them unchanged.
   *
   * @param outputs images x classes
   * @throws ThoraxException if one should be a probability, but is not
   */
  public float[] checked(float[] outputs) {
    for (int i = 0; probabilities && i < outputs.length; i++) {
      if (!(outputs[i] >= 0 && outputs[i] <= LARGEST)) {
        throw new ConfigurationException(
            "activation",
            "The model gives %s for class %s, expected a probability of 0 to 1; if its outputs are logits, give `activation` sigmoid or softmax, if they are scores, none; else its weights or the scaling are wrong."
                .formatted(outputs[i], classNames.get(i % classNames.size())));
      }
    }
    return outputs;
  }

  private static int size(String what, Optional<Integer> wanted, int fixed) {
    if (fixed > 0 && wanted.isPresent() && wanted.get() != fixed) {
      throw new ConfigurationException(
          "size",
          "The network takes images of "
              + what
              + " "
              + fixed
              + ", found `size` "
              + wanted.get()
              + "; leave `size` out.");
    }
    if (fixed > 0) {
      return fixed;
    }
    return wanted.orElseThrow(
        () ->
            new ConfigurationException(
                "size",
                "The model does not specify how large its images are; give `size`, e.g. `size`"
                    + " 256."));
  }

  private static List<String> classNames(List<String> given, List<String> own, int outputs) {
    List<String> names = given.isEmpty() ? own : given;
    if (names.isEmpty()) {
      throw new ConfigurationException(
          "classes",
          "The model does not name its "
              + outputs
              + " classes; give them in the order of its outputs with `classes` \"A,B\".");
    }
    if (names.size() != outputs) {
      throw new ThoraxException(
          "The model has "
              + outputs
              + " outputs, found "
              + names.size()
              + " classes; name one class an output.");
    }
    return names;
  }
}
