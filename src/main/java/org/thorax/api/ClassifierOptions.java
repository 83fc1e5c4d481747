package org.thorax.api;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.thorax.data.SplitPlan;
import org.thorax.model.Device;
import org.thorax.model.Model;
import org.thorax.model.ModelScaling;
import org.thorax.model.OutputActivation;
import org.thorax.model.Scaling;
import org.thorax.model.keras.ModelActivation;

/**
 * What a model's file does not say about itself, where it runs, and the seed of new weights. Models
 * that Thorax wrote need none of the first four.
 *
 * @param imageSize side of the square images in pixels
 * @param scaling what happens to grey levels 0 to 255 before the first layer
 * @param activation what makes probabilities of the last layer's outputs
 * @param classes in the order of the outputs; empty when the file says them
 * @param device where it runs
 * @param seed of a new head's weights, 0 to 4294967295
 */
public record ClassifierOptions(
    Optional<Integer> imageSize,
    Optional<Scaling> scaling,
    Optional<OutputActivation> activation,
    List<String> classes,
    Device device,
    long seed) {
  /** All as the file says, on a GPU where there is one, with the seed 6122156. */
  public static final ClassifierOptions DEFAULT =
      new ClassifierOptions(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Device.AUTO,
          SplitPlan.DEFAULT_SEED);

  /** Copies the classes and checks that all is there. */
  public ClassifierOptions {
    Objects.requireNonNull(imageSize, "imageSize");
    Objects.requireNonNull(scaling, "scaling");
    Objects.requireNonNull(activation, "activation");
    Objects.requireNonNull(device, "device");
    classes = List.copyOf(classes);
  }

  /** The same for images of that side in pixels. */
  public ClassifierOptions withImageSize(int pixels) {
    return new ClassifierOptions(Optional.of(pixels), scaling, activation, classes, device, seed);
  }

  /** The same with another scaling. */
  public ClassifierOptions with(Scaling other) {
    return new ClassifierOptions(imageSize, Optional.of(other), activation, classes, device, seed);
  }

  /** The same with another activation behind the last layer. */
  public ClassifierOptions with(OutputActivation other) {
    return new ClassifierOptions(imageSize, scaling, Optional.of(other), classes, device, seed);
  }

  /** The same with other classes, one an output. */
  public ClassifierOptions withClasses(List<String> names) {
    return new ClassifierOptions(imageSize, scaling, activation, names, device, seed);
  }

  /** The same on another device. */
  public ClassifierOptions with(Device other) {
    return new ClassifierOptions(imageSize, scaling, activation, classes, other, seed);
  }

  /** The same with another seed. */
  public ClassifierOptions withSeed(long other) {
    return new ClassifierOptions(imageSize, scaling, activation, classes, device, other);
  }

  /** The model with what is given here in place of its own word. */
  Model of(Model opened) {
    Model model = ModelActivation.asGiven(opened, activation);
    scaling.ifPresent(given -> ModelScaling.requireOnce(model, given, "The model"));
    var contract = model.contract();
    if (scaling.isPresent()) {
      contract = contract.withScaling(scaling.get());
    }
    if (imageSize.isPresent()) {
      contract = contract.withSize(imageSize.get(), imageSize.get());
    }
    return model.withContract(classes.isEmpty() ? contract : contract.withClassNames(classes));
  }
}
