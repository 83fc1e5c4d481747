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
 * @param height of the training images in pixels; empty if unknown or free
 * @param width of the training images in pixels
 * @param classNames in the order of the outputs; empty for a backbone
 * @param preparation of the training images
 * @param activation that was added after its own last layer, or that there is none; empty if its
 *     layers output probabilities
 * @param provenance how it was trained; empty for a model that Thorax did not train, or of an early
 *     version
 */
public record ModelContract(
    String architecture,
    Optional<Scaling> scaling,
    Optional<Integer> height,
    Optional<Integer> width,
    List<String> classNames,
    Preparation preparation,
    Optional<OutputActivation> activation,
    Optional<Provenance> provenance) {
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
        height,
        width,
        classNames,
        Preparation.NONE,
        Optional.empty(),
        Optional.empty());
  }

  /** Checks that sizes are positive and classes unique. */
  public ModelContract {
    classNames = List.copyOf(classNames);
    if (new HashSet<>(classNames).size() != classNames.size()) {
      throw new ConfigurationException(
          "classes", "A class is named twice: " + String.join(", ", classNames) + ".");
    }
    if (height.filter(size -> size < 1).isPresent() || width.filter(size -> size < 1).isPresent()) {
      throw new ConfigurationException(
          "classes", "An image size must be positive, found " + width + " x " + height + ".");
    }
  }

  /** A copy that takes missing values from {@code other}. */
  public ModelContract completedBy(ModelContract other) {
    boolean silent = classNames.isEmpty();
    return new ModelContract(
        architecture,
        scaling.or(other::scaling),
        height.or(other::height),
        width.or(other::width),
        silent ? other.classNames : classNames,
        silent ? other.preparation : preparation,
        activation,
        provenance);
  }

  /** A copy with other classes. */
  public ModelContract withClassNames(List<String> names) {
    return new ModelContract(
        architecture, scaling, height, width, names, preparation, activation, provenance);
  }

  /** A copy with another scaling. */
  public ModelContract withScaling(Scaling other) {
    return new ModelContract(
        architecture,
        Optional.of(other),
        height,
        width,
        classNames,
        preparation,
        activation,
        provenance);
  }

  /** A copy with another size of the training images. */
  public ModelContract withSize(int newHeight, int newWidth) {
    return new ModelContract(
        architecture,
        scaling,
        Optional.of(newHeight),
        Optional.of(newWidth),
        classNames,
        preparation,
        activation,
        provenance);
  }

  /** A copy with another name. */
  public ModelContract withArchitecture(String name) {
    return new ModelContract(
        name, scaling, height, width, classNames, preparation, activation, provenance);
  }

  /** A copy with another preparation of the training images. */
  public ModelContract withPreparation(Preparation other) {
    return new ModelContract(
        architecture, scaling, height, width, classNames, other, activation, provenance);
  }

  /** A copy with another provenance. */
  public ModelContract withProvenance(Provenance other) {
    return new ModelContract(
        architecture,
        scaling,
        height,
        width,
        classNames,
        preparation,
        activation,
        Optional.of(other));
  }

  /** A copy with another meaning of the outputs. */
  public ModelContract withActivation(Optional<OutputActivation> other) {
    return new ModelContract(
        architecture, scaling, height, width, classNames, preparation, other, provenance);
  }
}
