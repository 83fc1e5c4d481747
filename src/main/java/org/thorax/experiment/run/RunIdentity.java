package org.thorax.experiment.run;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.config.BenchmarkForm;
import org.thorax.model.Scaling;

/**
 * Identifies a run, so that a state is never used for another run.
 *
 * @param benchmark its name
 * @param seed random seed of weights, order and dropout
 * @param data the data's fingerprint
 * @param logged fields of the log about the benchmark and the data
 * @param form the benchmark, with all settings
 * @param network source of the network
 * @param scaling overrides the network's own scaling
 * @param freezeBackbone whether only the head is trained
 * @param unfreeze whether frozen layers of the file are trained
 * @param stepsPerEpoch number of batches after which an epoch ends early
 */
record RunIdentity(
    String benchmark,
    long seed,
    String data,
    String logged,
    String form,
    String network,
    Optional<String> scaling,
    boolean freezeBackbone,
    boolean unfreeze,
    OptionalInt stepsPerEpoch) {
  private static final int DIGITS = 12;

  static RunIdentity of(Benchmark benchmark, RunSettings settings, PreparedData data) {
    return new RunIdentity(
        benchmark.name(),
        settings.seed(),
        data.fingerprint(),
        LoggedBenchmark.of(benchmark, data.counts(Optional.empty())).toString(),
        BenchmarkForm.of(benchmark).toString(),
        settings.start().network().describe(),
        settings.start().scaling().map(Scaling::token),
        settings.start().freezeBackbone(),
        settings.start().unfreeze(),
        settings.stepsPerEpoch());
  }

  /**
   * One line that is equal only for equal runs; it contains the settings as the start of their
   * SHA-256.
   */
  String text() {
    return "%s with seed %d on data %s with settings %s"
        .formatted(
            benchmark, seed, data.substring(0, DIGITS), sha256(toString()).substring(0, DIGITS));
  }

  private static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
