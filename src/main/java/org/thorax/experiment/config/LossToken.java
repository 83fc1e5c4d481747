package org.thorax.experiment.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A token of the loss in a benchmark's name, as the entries of {@link LossName} make them.
 *
 * @param text as written, {@code CWBCE}
 * @param classWeight whether Keras' {@code class_weight} weighs the samples: a W in front of the
 *     token of a loss that takes it
 * @param losses those that it may mean
 */
public record LossToken(String text, boolean classWeight, List<LossName> losses) {
  private static final List<LossToken> ALL = all(LossName.values());

  /** Copies the list. */
  public LossToken {
    losses = List.copyOf(losses);
    if (losses.isEmpty()) {
      throw new IllegalArgumentException(text + " means no loss");
    }
  }

  /** All tokens, in the order of the losses. */
  public static List<LossToken> all() {
    return ALL;
  }

  private static List<LossToken> all(LossName[] losses) {
    Map<String, LossToken> tokens = new LinkedHashMap<>();
    for (LossName loss : losses) {
      add(tokens, new LossToken(loss.token(), false, List.of(loss)));
      if (!loss.masks()) {
        add(tokens, new LossToken("W" + loss.token(), true, List.of(loss)));
      }
    }
    return List.copyOf(tokens.values());
  }

  private static void add(Map<String, LossToken> tokens, LossToken token) {
    tokens.merge(token.text(), token, LossToken::and);
  }

  private LossToken and(LossToken other) {
    if (other.classWeight != classWeight) {
      throw new IllegalArgumentException(text + " means two losses, one of them with class_weight");
    }
    List<LossName> both = new ArrayList<>(losses);
    both.addAll(other.losses);
    return new LossToken(text, classWeight, both);
  }

  /** The token that is written so; one of the grammar. */
  public static LossToken of(String text) {
    return ALL.stream().filter(each -> each.text.equals(text)).findFirst().orElseThrow();
  }

  /** The tokens of losses that leave out cells labelled -1. */
  public static List<String> masking() {
    return ALL.stream()
        .filter(token -> token.losses.stream().allMatch(LossName::masks))
        .map(LossToken::text)
        .toList();
  }

  /** CheXpert's BCE is the own one; WBCE has always been Keras' with class_weight. */
  LossName loss(DatasetName dataset, boolean threeWay) {
    if (losses.size() == 1) {
      return losses.get(0);
    }
    if (threeWay && !classWeight) {
      return LossName.THREE_WAY_CROSSENTROPY;
    }
    return dataset.equals(DatasetName.CHEXPERT) && !classWeight
        ? LossName.CUSTOM_BINARY_CROSSENTROPY
        : LossName.BINARY_CROSSENTROPY;
  }

  /** In words, for users. */
  public String meaning() {
    String meaning = losses.get(0).meaning();
    return classWeight ? meaning + ", each sample weighted by its first positive class" : meaning;
  }

  /**
   * Whether a log's fields go with the token.
   *
   * @param logged the loss
   * @param classWeights whether class weights were used; early entries do not specify it
   */
  public boolean fits(String logged, Optional<Boolean> classWeights) {
    boolean weighted =
        losses.get(0).masks() || classWeights.map(used -> used == classWeight).orElse(true);
    return weighted && losses.stream().anyMatch(loss -> loss.isCalled(logged));
  }
}
