package org.thorax.training;

import java.util.List;
import java.util.Map;
import org.thorax.data.loader.BadImage;

/**
 * The result of a pass over samples in inference mode.
 *
 * @param loss mean over samples
 * @param metrics Keras' metrics by name, in their order
 * @param samples indices of the samples in the order of the rows below
 * @param labels samples x classes
 * @param probabilities samples x classes
 * @param skipped bad images that were left out
 */
@SuppressWarnings("ArrayRecordComponent") // Large, read-only by convention, never compared.
public record EvaluationResult(
    double loss,
    Map<String, Double> metrics,
    int[] samples,
    float[] labels,
    float[] probabilities,
    List<BadImage> skipped) {}
