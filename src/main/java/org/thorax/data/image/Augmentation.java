package org.thorax.data.image;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.thorax.ThoraxException;

/**
 * Random changes of training images, made again every epoch: a function of seed, epoch and sample
 * and of nothing else, so that the number of threads does not matter.
 *
 * @param steps applied in this order; empty for none
 */
public record Augmentation(List<Step> steps) implements Augmenter {
  /** No change. */
  public static final Augmentation NONE = new Augmentation(List.of());

  /** A kind of change. */
  public enum Step {
    /** Turn, shift and zoom: {@link AffineChange}. */
    AFFINE,
    /** Brightness and contrast: {@link ColorChange}. */
    COLOR
  }

  /** Copies the list. */
  public Augmentation {
    steps = List.copyOf(steps);
  }

  /**
   * Reads {@code affine}, {@code color} or {@code affine,color}, with or without blanks, in any
   * case; blank text is no augmentation.
   *
   * @throws ThoraxException for another word
   */
  public static Augmentation parse(String text) {
    if (text.isBlank()) {
      return NONE;
    }
    return new Augmentation(
        Arrays.stream(text.split(",", -1)).map(Augmentation::step).collect(Collectors.toList()));
  }

  private static Step step(String word) {
    return switch (word.strip().toLowerCase(Locale.ROOT)) {
      case "affine" -> Step.AFFINE;
      case "color" -> Step.COLOR;
      default ->
          throw new ThoraxException(
              "Augmentation is affine, color or affine,color; found '" + word.strip() + "'.");
    };
  }

  /** As logs have it: {@code affine,color}; empty for none. */
  public String text() {
    return steps.stream()
        .map(step -> step.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(","));
  }

  @Override
  public boolean changesNothing() {
    return steps.isEmpty();
  }

  /** The image changed; the same object when there are no steps. */
  @Override
  public GreyImage apply(GreyImage image, long seed, int epoch, int sample) {
    SampleRandom draws = new SampleRandom(seed, epoch, sample);
    GreyImage changed = image;
    for (Step step : steps) {
      changed =
          switch (step) {
            case AFFINE ->
                AffineChange.drawn(draws, changed.width(), changed.height()).apply(changed);
            case COLOR -> ColorChange.drawn(draws).apply(changed);
          };
    }
    return changed;
  }
}
