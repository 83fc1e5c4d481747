package org.thorax.experiment;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.thorax.input.BadImagePolicy;
import org.thorax.network.Device;
import org.thorax.network.Scaling;

/**
 * What a training run needs beside its benchmark.
 *
 * @param data the dataset's folder
 * @param network where the network comes from
 * @param scaling in place of what the network says about itself
 * @param freezeBackbone whether only the head is trained
 * @param modelsDir where {@code <experiment>/} is written
 * @param logsDir where the logs are
 * @param seed of new weights, the order of samples and dropout, 0 to 4294967295
 * @param stepsPerEpoch batches after which an epoch ends early
 * @param device where it runs
 * @param badImages what happens when an image is missing or damaged
 */
public record RunSettings(
    Path data,
    NetworkSource network,
    Optional<Scaling> scaling,
    boolean freezeBackbone,
    Path modelsDir,
    Path logsDir,
    long seed,
    OptionalInt stepsPerEpoch,
    Device device,
    BadImagePolicy badImages) {}
