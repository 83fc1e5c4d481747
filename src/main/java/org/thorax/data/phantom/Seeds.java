package org.thorax.data.phantom;

import java.util.SplittableRandom;

/**
 * Independent random streams by key, so that an image does not depend on the order of the threads.
 */
final class Seeds {
  private Seeds() {}

  /** The stream of {@code seed} for {@code keys}. */
  static SplittableRandom random(long seed, long... keys) {
    return new SplittableRandom(of(seed, keys));
  }

  /** A seed for {@code keys}. */
  static long of(long seed, long... keys) {
    long mixed = mix(seed);
    for (long key : keys) {
      mixed = mix(mixed ^ mix(key + 0x9E3779B97F4A7C15L));
    }
    return mixed;
  }

  // Stafford's variant 13 of the 64-bit finalizer of MurmurHash3.
  static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
