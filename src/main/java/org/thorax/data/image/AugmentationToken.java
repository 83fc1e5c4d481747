package org.thorax.data.image;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.thorax.data.image.Augmentation.Step;

/**
 * A token of the augmentation in a benchmark's name, made of the steps' words: {@code
 * AugAffineColor}.
 *
 * @param text as written
 * @param augmentation what it means
 */
public record AugmentationToken(String text, Augmentation augmentation) {
  /** What may be written where nothing is changed. */
  public static final AugmentationToken NONE = new AugmentationToken("NoAug", Augmentation.NONE);

  private static final List<AugmentationToken> ALL = all(Step.values());

  /** Every choice of steps in their order, those of fewer steps first; {@link #NONE} at the end. */
  public static List<AugmentationToken> all() {
    List<AugmentationToken> all = new ArrayList<>(ALL);
    all.add(NONE);
    return List.copyOf(all);
  }

  /** Those that change images. */
  public static List<String> changing() {
    return ALL.stream().map(AugmentationToken::text).toList();
  }

  /** Those of one step. */
  public static List<String> ofOneStep() {
    return changing().subList(0, Step.values().length);
  }

  /** That of all steps. */
  public static AugmentationToken ofEveryStep() {
    return ALL.get(ALL.size() - 1);
  }

  private static List<AugmentationToken> all(Step[] steps) {
    return IntStream.range(1, 1 << steps.length)
        .boxed()
        .sorted(Comparator.comparing(Integer::bitCount))
        .map(
            chosen ->
                IntStream.range(0, steps.length)
                    .filter(i -> (chosen >> i & 1) == 1)
                    .mapToObj(i -> steps[i])
                    .toList())
        .map(chosen -> new AugmentationToken(text(chosen), new Augmentation(chosen)))
        .toList();
  }

  private static String text(List<Step> steps) {
    return steps.stream()
        .map(step -> step.name().charAt(0) + step.word().substring(1))
        .collect(Collectors.joining("", "Aug", ""));
  }

  /** The token that is written so; one of the grammar. */
  public static AugmentationToken of(String text) {
    return all().stream().filter(each -> each.text.equals(text)).findFirst().orElseThrow();
  }

  /**
   * The token of an augmentation in a log's words. Steps that no token has, as in another order,
   * have the token of all.
   */
  public static AugmentationToken ofLogged(String logged) {
    return all().stream()
        .filter(each -> each.augmentation.text().equals(logged))
        .findFirst()
        .orElse(ofEveryStep());
  }

  /** In words, for users. */
  public String meaning() {
    return augmentation.changesNothing()
        ? "none"
        : augmentation.steps().stream().map(Step::meaning).collect(Collectors.joining("; "));
  }
}
