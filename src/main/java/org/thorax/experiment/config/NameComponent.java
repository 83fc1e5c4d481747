package org.thorax.experiment.config;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The components of an experiment's name, in the order in which they stand. */
public enum NameComponent {
  /** The backbone; only at the very front. */
  ARCHITECTURE(NameGrammar.architectures()),
  /** Repeat of the same configuration; at the front or right behind the architecture. */
  RUN("\\d+"),
  /** The fold of a cross-validation that is the test set. */
  FOLD("Fold\\d+of\\d+"),
  /** Dataset. */
  DATASET("Chexpert|Chestxray"),
  /** Training that leaves out unlabelled cells. */
  MASKED("Masked"),
  /** Loss; beyond the original's: per-class weighted, focal, AUC margin. */
  LOSS(NameGrammar.losses()),
  /** How class weights are normalised. */
  CLASS_WEIGHT("L1Normed|NoNorm|Balanced"),
  /** Planned epochs. */
  EPOCHS("E\\d+"),
  /** Training batch. */
  BATCH("B\\d+"),
  /** Template cropping off or on. */
  CROP("C[01]"),
  /** Number of classes. */
  CLASSES("N\\d+"),
  /** Augmentation. */
  AUGMENTATION(NameGrammar.augmentations()),
  /** Unsharp mask, equalisation, blur; the only component of several tokens, in their order. */
  TRANSFORMATION("sharp\\d\\d|hist|gb"),
  /** What becomes of uncertain labels. */
  UNCERTAINTY(
      "Uignore|Umulticlass|UonesLSR|UzeroesLSR|Uones|UONES|Uone|Uzeroes|UZEROES|Uzero|U\\d\\d"),
  /** Side of the square input in pixels. */
  DIMENSION("D\\d+"),
  /**
   * Shares of training and validation in percent of patients; {@code D9505} is the first spelling
   * of {@code DS9505}.
   */
  SPLIT("DS\\d{4}|D\\d{4}"),
  /** Learning rate: {@code mLRe} is m x 10^-e. */
  LEARNING_RATE("\\d*LR\\d"),
  /** {@code LFd}: the rate is multiplied by d/10 after every epoch. */
  LEARNING_RATE_FACTOR("LF\\d"),
  /** Optimizer. */
  OPTIMIZER(NameGrammar.optimizers()),
  /** Training rows of rare classes repeated. */
  UPSAMPLED("[Uu]psampled");

  private final Pattern pattern;

  NameComponent(List<String> tokens) {
    this(tokens.stream().map(Pattern::quote).collect(Collectors.joining("|")));
  }

  NameComponent(String pattern) {
    this.pattern = Pattern.compile(pattern);
  }

  /** Whether {@code token} is one of this component. */
  public boolean matches(String token) {
    return pattern.matcher(token).matches()
        && switch (this) {
          case DIMENSION -> !isBareSplit(token);
          case SPLIT -> token.startsWith("DS") || isBareSplit(token);
          default -> true;
        };
  }

  /** D and two shares that add up to 100, training's the larger: no image has 9505 pixels. */
  private static boolean isBareSplit(String token) {
    if (!token.matches("D\\d{4}")) {
      return false;
    }
    int training = Integer.parseInt(token.substring(1, 3));
    int validation = Integer.parseInt(token.substring(3));
    return training + validation == 100 && training >= validation;
  }
}
