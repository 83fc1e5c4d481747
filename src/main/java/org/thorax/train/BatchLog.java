package org.thorax.train;

/**
 * One trained batch.
 *
 * @param epoch from 1
 * @param batch from 1 within the epoch
 * @param loss of the batch, before its update
 * @param meanLoss of the epoch so far
 * @param learningRate used
 * @param imagesPerSecond since the batch before, waiting for images included
 */
public record BatchLog(
    int epoch,
    int batch,
    double loss,
    double meanLoss,
    double learningRate,
    double imagesPerSecond) {}
