package org.thorax.data.image;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.thorax.DataException;
import org.thorax.ThoraxException;
import org.thorax.WordList;

/**
 * Random changes of training images, new in every epoch: a function only of seed, epoch and sample,
 * so that the number of threads does not matter.
 *
 * @param steps applied in this order; empty for none
 */
public record Augmentation(List<Step> steps) implements Augmenter {
  /** No augmentation. */
  public static final Augmentation NONE = new Augmentation(List.of());

  /**
   * The kinds of change. Names of benchmarks, logs and messages read their words here: a new one is
   * an entry and its class.
   */
  @SuppressWarnings("ImmutableEnumChecker") // Its functions have no state.
  public enum Step {
    /** Turn, shift and zoom: {@link AffineChange}. */
    AFFINE(
        "turned, shifted, zoomed",
        (image, draws) -> AffineChange.drawn(draws, image.width(), image.height()).apply(image)),
    /** Brightness and contrast: {@link ColorChange}. */
    COLOR("brightness and contrast", (image, draws) -> ColorChange.drawn(draws).apply(image));

    private final String meaning;
    private final BiFunction<GreyImage, SampleRandom, GreyImage> change;

    Step(String meaning, BiFunction<GreyImage, SampleRandom, GreyImage> change) {
      this.meaning = meaning;
      this.change = change;
    }

    /** Its name in logs and files. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** What it does, in words. */
    public String meaning() {
      return meaning;
    }
  }

  /** Copies the list. */
  public Augmentation {
    steps = List.copyOf(steps);
  }

  /**
   * Parses {@code affine}, {@code color} or {@code affine,color}, with or without spaces, ignoring
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
    String wanted = word.strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(Step.values())
        .filter(step -> step.word().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new DataException(
                    "Augmentation is %s; found '%s'.".formatted(known(), word.strip())));
  }

  private static String known() {
    return new WordList(
            AugmentationToken.all().stream()
                .map(token -> token.augmentation().text())
                .filter(text -> !text.isEmpty())
                .toList())
        .or();
  }

  /** The name in logs: {@code affine,color}; empty for none. */
  public String text() {
    return steps.stream().map(Step::word).collect(Collectors.joining(","));
  }

  @Override
  public boolean changesNothing() {
    return steps.isEmpty();
  }

  /** The augmented image; the same object if there are no steps. */
  @Override
  public GreyImage apply(GreyImage image, long seed, int epoch, int sample) {
    SampleRandom draws = new SampleRandom(seed, epoch, sample);
    GreyImage changed = image;
    for (Step step : steps) {
      changed = step.change.apply(changed, draws);
    }
    return changed;
  }
}
