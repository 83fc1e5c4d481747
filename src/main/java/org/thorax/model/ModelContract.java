package org.thorax.model;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.thorax.ConfigurationException;

/**
 * The metadata of a model that its graph does not contain, such as the preparation of its images.
 *
 * @param architecture e.g. {@code DenseNet121}, or the Keras model's name
 * @param scaling of grey bytes; empty if unknown
 * @param images that it was trained on
 * @param classNames in the order of the outputs; empty for a backbone
 * @param activation that was added after its own last layer, or that there is none; empty if its
 *     layers output probabilities
 * @param provenance how it was trained; empty for a model that Thorax did not train, or of an early
 *     version
 */
public record ModelContract(
    String architecture,
    Optional<Scaling> scaling,
    TrainingImages images,
    List<String> classNames,
    Optional<OutputActivation> activation,
    Optional<Provenance> provenance) {
  /**
   * The images that a model was trained on.
   *
   * @param height in pixels; empty if unknown or free
   * @param width in pixels
   * @param preparation before the scaling
   */
  public record TrainingImages(
      Optional<Integer> height, Optional<Integer> width, Preparation preparation) {
    /** Checks that sizes are positive. */
    public TrainingImages {
      if (height.filter(size -> size < 1).isPresent()
          || width.filter(size -> size < 1).isPresent()) {
        throw new ConfigurationException(
            "classes", "An image size must be positive, found " + width + " x " + height + ".");
      }
    }
  }

  /** A model that was trained on images without further preparation. */
  public ModelContract(
      String architecture,
      Optional<Scaling> scaling,
      Optional<Integer> height,
      Optional<Integer> width,
      List<String> classNames) {
    this(
        architecture,
        scaling,
        new TrainingImages(height, width, Preparation.NONE),
        classNames,
        Optional.empty(),
        Optional.empty());
  }

  /** Checks that classes are unique. */
  public ModelContract {
    classNames = List.copyOf(classNames);
    if (new HashSet<>(classNames).size() != classNames.size()) {
      throw new ConfigurationException(
          "classes", "A class is named twice: " + String.join(", ", classNames) + ".");
    }
  }

  /** A copy that takes missing values from {@code other}. */
  public ModelContract completedBy(ModelContract other) {
    boolean silent = classNames.isEmpty();
    return new ModelContract(
        architecture,
        scaling.or(other::scaling),
        new TrainingImages(
            images.height.or(other.images::height),
            images.width.or(other.images::width),
            silent ? other.images.preparation : images.preparation),
        silent ? other.classNames : classNames,
        activation,
        provenance);
  }

  /** A copy with other classes. */
  public ModelContract withClassNames(List<String> names) {
    return new ModelContract(architecture, scaling, images, names, activation, provenance);
  }

  /** A copy with another scaling. */
  public ModelContract withScaling(Scaling other) {
    return new ModelContract(
        architecture, Optional.of(other), images, classNames, activation, provenance);
  }

  /** A copy with another size of the training images. */
  public ModelContract withSize(int newHeight, int newWidth) {
    return new ModelContract(
        architecture,
        scaling,
        new TrainingImages(Optional.of(newHeight), Optional.of(newWidth), images.preparation),
        classNames,
        activation,
        provenance);
  }

  /** A copy with another name. */
  public ModelContract withArchitecture(String name) {
    return new ModelContract(name, scaling, images, classNames, activation, provenance);
  }

  /** A copy with another preparation of the training images. */
  public ModelContract withPreparation(Preparation other) {
    return new ModelContract(
        architecture,
        scaling,
        new TrainingImages(images.height, images.width, other),
        classNames,
        activation,
        provenance);
  }

  /** A copy with another provenance. */
  public ModelContract withProvenance(Provenance other) {
    return new ModelContract(
        architecture, scaling, images, classNames, activation, Optional.of(other));
  }

  /** A copy with another meaning of the outputs. */
  public ModelContract withActivation(Optional<OutputActivation> other) {
    return new ModelContract(architecture, scaling, images, classNames, other, provenance);
  }
}
