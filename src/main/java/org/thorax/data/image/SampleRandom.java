package org.thorax.data.image;

/**
 * Uniform random numbers of one sample in one epoch: SplitMix64 (Steele, Lea, Flood 2014) from a
 * mix of the three numbers. Not thread-safe.
 */
public final class SampleRandom {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long state;

  /**
   * The numbers of a sample in an epoch.
   *
   * @param seed of the run
   * @param epoch from 0
   * @param sample from 0
   */
  public SampleRandom(long seed, int epoch, int sample) {
    state = mix(mix(mix(seed + GOLDEN) ^ epoch) + GOLDEN ^ sample);
  }

  /** Between {@code low} (inclusive) and {@code high}. */
  public double uniform(double low, double high) {
    state += GOLDEN;
    // The upper 53 bits as a fraction.
    return low + (high - low) * (mix(state) >>> 11) * 0x1.0p-53;
  }

  private static long mix(long z) {
    long y = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    y = (y ^ (y >>> 27)) * 0x94D049BB133111EBL;
    return y ^ (y >>> 31);
  }
}
