package org.thorax.train;

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
 */
public record BatchLog(
    int epoch,
    int batch,
    long step,
    double loss,
    double meanLoss,
    double learningRate,
    double imagesPerSecond,
    double waitingShare) {}
