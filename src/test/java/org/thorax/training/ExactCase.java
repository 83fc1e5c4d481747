package org.thorax.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thorax.training.loss.AucMargin;
import org.thorax.training.loss.BinaryCrossentropy;
import org.thorax.training.loss.ClassWeightedCrossentropy;
import org.thorax.training.loss.CustomBinaryCrossentropy;
import org.thorax.training.loss.FocalCrossentropy;
import org.thorax.training.loss.Loss;
import org.thorax.training.loss.SampleWeighted;
import org.thorax.training.loss.ThreeWayCrossentropy;
import org.thorax.training.loss.WeightedBinaryCrossentropy;
import org.thorax.training.optimizer.Optimizer;

/**
 * How a tiny network is trained, by Thorax and by {@code exact_steps.py}.
 *
 * @param loss the script's name of it, " masked" behind it when every fifth label is -1
 * @param classes number of labels
 * @param batch images a step
 * @param optimizer Keras' class
 * @param arguments the optimizer's
 * @param others of the script: head, by, size, gamma, alpha
 */
record ExactCase(
    String loss,
    int classes,
    int batch,
    String optimizer,
    Map<String, Object> arguments,
    Map<String, Object> others) {
  static final int STEPS = 10;
  static final float RATE = 0.01f;

  /** No power of two and no short fraction among them. */
  private static final List<Double> WEIGHTS =
      List.of(1.3, 0.7, 2.1, 0.45, 3.3, 1.9, 0.81, 1.17, 2.6, 0.33, 1.05, 0.9, 1.77, 0.62);

  private static final List<Double> OTHER_WEIGHTS =
      List.of(2.9, 7.3, 1.1, 3.7, 5.9, 2.3, 9.1, 4.4, 1.9, 6.1, 3.3, 2.7, 8.3, 1.3);

  private static final List<Double> SHARES =
      List.of(0.34, 0.13, 0.9, 0.27, 0.17, 0.43, 0.11, 0.23, 0.53, 0.16, 0.3, 0.37, 0.12, 0.77);

  private static final double MARGIN = 0.8;

  static ExactCase of(
      String loss, int classes, int batch, String optimizer, Map<String, Object> arguments) {
    return new ExactCase(loss, classes, batch, optimizer, arguments, Map.of());
  }

  ExactCase with(Map<String, Object> more) {
    return new ExactCase(loss, classes, batch, optimizer, arguments, more);
  }

  int size() {
    return (Integer) others.getOrDefault("size", 29);
  }

  /** Without the mask. */
  private String kind() {
    return loss.replace(" masked", "");
  }

  /** For the script. */
  Map<String, Object> forKeras() {
    Map<String, Object> tree = new LinkedHashMap<>(others);
    tree.put("loss", kind());
    tree.put("masked", !kind().equals(loss));
    tree.put("classes", classes);
    tree.put("batch", batch);
    tree.put("steps", STEPS);
    tree.put("optimizer", optimizer);
    tree.put("rate", 0.01);
    tree.put("arguments", arguments);
    tree.put("weights", ofClasses(WEIGHTS));
    tree.put("positive", ofClasses(OTHER_WEIGHTS));
    tree.put("negative", ofClasses(WEIGHTS));
    tree.put("shares", ofClasses(SHARES));
    tree.put("margin", MARGIN);
    tree.put("gamma", gamma());
    if (kind().equals("three_way")) {
      tree.put("head", "three_way");
    }
    return tree;
  }

  Loss thoraxLoss() {
    Loss keras = new BinaryCrossentropy();
    Loss own = new CustomBinaryCrossentropy();
    return switch (kind()) {
      case "bce" -> keras;
      case "own" -> own;
      case "wbce" -> new SampleWeighted(keras, ofClasses(WEIGHTS));
      case "wbce_own" -> new SampleWeighted(own, ofClasses(WEIGHTS));
      case "cwbce" -> new WeightedBinaryCrossentropy(ofClasses(OTHER_WEIGHTS), ofClasses(WEIGHTS));
      case "class_weighted" -> new ClassWeightedCrossentropy(ofClasses(WEIGHTS));
      case "focal" ->
          new FocalCrossentropy(
              gamma(), Optional.ofNullable((Double) others.getOrDefault("alpha", null)));
      case "three_way" -> new ThreeWayCrossentropy();
      case "auc_margin" -> new AucMargin(MARGIN, ofClasses(SHARES));
      default -> throw new IllegalArgumentException(loss);
    };
  }

  Optimizer thoraxOptimizer() {
    return Optimizer.of(optimizer, arguments);
  }

  private double gamma() {
    return (Double) others.getOrDefault("gamma", 2.0);
  }

  private List<Double> ofClasses(List<Double> all) {
    return all.subList(0, classes);
  }

  @Override
  public String toString() {
    return "%s, %d classes, batch %d, %s%s%s"
        .formatted(
            loss,
            classes,
            batch,
            optimizer,
            arguments.isEmpty() ? "" : " " + arguments,
            others.isEmpty() ? "" : " " + others);
  }
}
