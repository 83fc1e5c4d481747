package org.thorax.model;

import java.util.Optional;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;

/** The scaling of a model's images: from the user, or else from the model. */
public final class ModelScaling {
  private ModelScaling() {}

  /**
   * The scaling.
   *
   * @param given overrides the model's own scaling
   * @param who begins the messages, e.g. {@code The model}
   * @throws ThoraxException if no scaling is specified, or if images would be scaled twice
   */
  public static Scaling of(Model model, Optional<Scaling> given, String who) {
    given.ifPresent(scaling -> requireOnce(model, scaling, who));
    return given
        .or(() -> model.contract().scaling())
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "scaling",
                    who
                        + " does not specify how its images are scaled; give `scaling` "
                        + Scaling.CHOICES
                        + " (ImageDataGenerator(rescale=1/255) is unit; 'thorax predict' on an image shows what each gives)."));
  }

  /**
   * Checks that the model's first layers do not scale already. Numbers are always allowed, for
   * first layers that expect scaled images.
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
                throw new ConfigurationException(
                    "scaling",
                    "%s scales its images itself (%s in its first layers), found `scaling` %s, which would do it twice; leave `scaling` out, or give numbers if its layers want scaled images (`scaling` mean=0,std=255 for x/255)."
                        .formatted(who, range.text(), given.token()));
              });
    }
  }
}
