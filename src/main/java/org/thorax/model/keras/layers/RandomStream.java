package org.thorax.model.keras.layers;

import java.nio.charset.StandardCharsets;

/**
 * SplitMix64 (Steele, Lea and Flood, 2014) seeded by a seed and a name, so that a weight's values
 * do not depend on the weights drawn before it, nor on the Java version.
 */
final class RandomStream {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long state;

  RandomStream(long seed, String name) {
    long hash = 0xCBF29CE484222325L; // FNV-1a, 64 bits
    for (byte letter : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (letter & 0xFF)) * 0x100000001B3L;
    }
    state = mix(seed + GOLDEN) ^ mix(hash);
  }

  /** Uniform in [0, 1), 53 bits. */
  double uniform() {
    state += GOLDEN;
    return (mix(state) >>> 11) * 0x1p-53;
  }

  /** Standard normal, truncated at two deviations by rejection (Box and Muller, 1958). */
  double truncatedNormal() {
    while (true) {
      double radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      double value = radius * Math.cos(2 * Math.PI * uniform());
      if (Math.abs(value) <= 2) {
        return value;
      }
    }
  }

  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
