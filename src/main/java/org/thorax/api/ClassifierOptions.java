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
 * Settings that a model's file may not specify, the device, and the random seed of new weights.
 * Models that Thorax wrote need none of the first four.
 *
 * @param imageSize side of the square images in pixels
 * @param scaling conversion of grey levels 0 to 255 to the input of the first layer
 * @param activation converts the last layer's outputs to probabilities
 * @param classes in the order of the outputs; empty if the file specifies them
 * @param device CPU or GPU
 * @param seed random seed of a new head, 0 to 4294967295
 */
public record ClassifierOptions(
    Optional<Integer> imageSize,
    Optional<Scaling> scaling,
    Optional<OutputActivation> activation,
    List<String> classes,
    Device device,
    long seed) {
  /** Defaults: everything as in the file, on a GPU if there is one, with the seed 6122156. */
  public static final ClassifierOptions DEFAULT =
      new ClassifierOptions(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Device.AUTO,
          SplitPlan.DEFAULT_SEED);

  /** Copies the classes and checks that no argument is null. */
  public ClassifierOptions {
    Objects.requireNonNull(imageSize, "imageSize");
    Objects.requireNonNull(scaling, "scaling");
    Objects.requireNonNull(activation, "activation");
    Objects.requireNonNull(device, "device");
    classes = List.copyOf(classes);
  }

  /** Returns a copy with this image side in pixels. */
  public ClassifierOptions withImageSize(int pixels) {
    return new ClassifierOptions(Optional.of(pixels), scaling, activation, classes, device, seed);
  }

  /** Returns a copy with this scaling. */
  public ClassifierOptions with(Scaling other) {
    return new ClassifierOptions(imageSize, Optional.of(other), activation, classes, device, seed);
  }

  /** Returns a copy with this activation of the last layer. */
  public ClassifierOptions with(OutputActivation other) {
    return new ClassifierOptions(imageSize, scaling, Optional.of(other), classes, device, seed);
  }

  /** Returns a copy with these classes, one per output. */
  public ClassifierOptions withClasses(List<String> names) {
    return new ClassifierOptions(imageSize, scaling, activation, names, device, seed);
  }

  /** Returns a copy with this device. */
  public ClassifierOptions with(Device other) {
    return new ClassifierOptions(imageSize, scaling, activation, classes, other, seed);
  }

  /** Returns a copy with this random seed. */
  public ClassifierOptions withSeed(long other) {
    return new ClassifierOptions(imageSize, scaling, activation, classes, device, other);
  }

  /** The model with these options instead of its own settings. */
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
