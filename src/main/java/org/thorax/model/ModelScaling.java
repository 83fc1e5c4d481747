package org.thorax.model;

import java.util.Optional;
import org.thorax.ThoraxException;

/** How a model's images are scaled: as given by the user, or else as the model specifies. */
public final class ModelScaling {
  private ModelScaling() {}

  /**
   * The scaling.
   *
   * @param given instead of what the model says
   * @param who begins the messages, e.g. {@code The model}
   * @throws ThoraxException when no scaling is specified, or when images would be scaled twice
   */
  public static Scaling of(Model model, Optional<Scaling> given, String who) {
    given.ifPresent(scaling -> requireOnce(model, scaling, who));
    return given
        .or(() -> model.contract().scaling())
        .orElseThrow(
            () ->
                new ThoraxException(
                    who
                        + " does not specify how its images are scaled; give --scaling "
                        + Scaling.CHOICES
                        + " (ImageDataGenerator(rescale=1/255) is unit; 'thorax predict' on an image shows what each gives)."));
  }

  /**
   * Checks that a scaling is not done by the model's first layers already. Numbers may be given all
   * the same: for first layers that were made for scaled images.
   */
  public static void requireOnce(Model model, Scaling given, String who) {
    boolean doubted =
        !given.equals(Scaling.NONE)
            && !given.isOfNumbers()
            && !model.contract().scaling().equals(Optional.of(given));
    if (doubted) {
      FirstLayers.scaling(model)
          .ifPresent(
              range -> {
                throw new ThoraxException(
                    "%s scales its images itself (%s in its first layers), found --scaling %s, which would do it twice; leave --scaling out, or give numbers if its layers want scaled images (--scaling mean=0,std=255 for x/255)."
                        .formatted(who, range.text(), given.token()));
              });
    }
  }
}
