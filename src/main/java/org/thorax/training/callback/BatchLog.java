package org.thorax.training.callback;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The log of a training batch.
 *
 * @param place which one
 * @param loss before the batch's update
 * @param learningRate used
 * @param speed how fast training is
 * @param lossScale of the next batch and the steps skipped so far; empty in a precision without one
 * @param figures loss and metrics of the epoch so far, worked out when asked for
 */
public record BatchLog(
    Place place,
    BatchLoss loss,
    double learningRate,
    Speed speed,
    Optional<LossScale> lossScale,
    Supplier<Map<String, Double>> figures) {
  /**
   * Which batch of a training.
   *
   * @param epoch from 1
   * @param batch from 1 within the epoch
   * @param step updates made so far, this one included
   */
  public record Place(int epoch, int batch, long step) {}

  /**
   * The loss.
   *
   * @param value of the batch
   * @param mean of the epoch so far
   */
  public record BatchLoss(double value, double mean) {}

  /**
   * How fast training is.
   *
   * @param imagesPerSecond since the batch before, waiting for images included
   * @param waitingShare share of the training time so far spent waiting for images, 0 to 1
   */
  public record Speed(double imagesPerSecond, double waitingShare) {}
}
