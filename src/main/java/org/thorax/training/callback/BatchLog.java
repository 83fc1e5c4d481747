package org.thorax.training.callback;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One trained batch.
 *
 * @param epoch from 1
 * @param batch from 1 within the epoch
 * @param step updates made so far, this one included
 * @param loss of the batch, before its update
 * @param meanLoss of the epoch so far
 * @param learningRate used
 * @param imagesPerSecond since the batch before, waiting for images included
 * @param waitingShare share of the training time so far spent waiting for images, 0 to 1
 * @param lossScale of the next batch and the steps skipped so far; empty in a precision without one
 * @param figures loss and metrics of the epoch so far, worked out when asked for
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
