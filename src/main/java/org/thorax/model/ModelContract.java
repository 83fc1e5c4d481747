package org.thorax.model;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.thorax.ConfigurationException;

/**
 * What a model says about itself beyond its graph, so that nobody has to know how its images were
 * prepared.
 *
 * @param architecture e.g. {@code DenseNet121}, or the Keras model's own name
 * @param scaling what happens to grey bytes; none when not known
 * @param height of the training images in pixels; none when not known or free
 * @param width of the training images in pixels
 * @param classNames in the order of the outputs; empty for a backbone
 * @param preparation of the training images
 * @param activation what was put behind its own last layer, or that there is to be none; empty
 *     where its layers give probabilities themselves
 * @param provenance how it was trained; none for a model that Thorax did not train, or before it
 *     kept that
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
  /** A model that learned from plain images. */
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

  /** Checks that sizes are positive and classes named once. */
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

  /** The same, and what it does not specify as {@code other} says it. */
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

  /** The same with other classes. */
  public ModelContract withClassNames(List<String> names) {
    return new ModelContract(
        architecture, scaling, height, width, names, preparation, activation, provenance);
  }

  /** The same with another scaling. */
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

  /** The same, trained on images of that size. */
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

  /** The same under another name. */
  public ModelContract withArchitecture(String name) {
    return new ModelContract(
        name, scaling, height, width, classNames, preparation, activation, provenance);
  }

  /** The same, trained on images so prepared. */
  public ModelContract withPreparation(Preparation other) {
    return new ModelContract(
        architecture, scaling, height, width, classNames, other, activation, provenance);
  }

  /** The same, trained so. */
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

  /** The same with outputs that mean that. */
  public ModelContract withActivation(Optional<OutputActivation> other) {
    return new ModelContract(
        architecture, scaling, height, width, classNames, preparation, other, provenance);
  }
}
