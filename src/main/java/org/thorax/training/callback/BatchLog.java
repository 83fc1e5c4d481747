package org.thorax.training.callback;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The log of a training batch.
 *
 * @param epoch from 1
 * @param batch from 1 within the epoch
 * @param step number of updates so far, including this one
 * @param loss of the batch, before its update
 * @param meanLoss of the epoch so far
 * @param learningRate of the update
 * @param imagesPerSecond since the previous batch, including waiting for images
 * @param waitingShare share of the training time so far spent waiting for images, 0 to 1
 * @param lossScale of the next batch and the number of skipped steps so far; empty in a precision
 *     without one
 * @param figures loss and metrics of the epoch so far, computed on demand
 */
public record BatchLog(
    int epoch,
    int batch,
    long step,
    double loss,
    double meanLoss,
    double learningRate,
    double imagesPerSecond,
    double waitingShare,
    Optional<LossScale> lossScale,
    Supplier<Map<String, Double>> figures) {}
