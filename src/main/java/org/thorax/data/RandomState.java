package org.thorax.data;

/**
 * NumPy's {@code RandomState}: the Mersenne Twister MT19937 (Matsumoto and Nishimura 1998) with
 * NumPy's seeding and permutation, number for number. Splits and orders can thus be reproduced in
 * Python.
 *
 * <p>Not thread-safe.
 */
public final class RandomState {
  private static final int SIZE = 624;
  private static final int MIDDLE = 397;

  private final int[] state = new int[SIZE];
  private int next = SIZE;

  /**
   * Like {@code RandomState(seed)} ({@code init_genrand}).
   *
   * @param seed 0 to 2^32 - 1
   */
  public RandomState(long seed) {
    seedWith(word(seed));
  }

  /**
   * Like {@code RandomState([first, second])} ({@code init_by_array}): one stream for each pair.
   *
   * @param first 0 to 2^32 - 1
   * @param second 0 to 2^32 - 1
   */
  public RandomState(long first, long second) {
    int[] key = {word(first), word(second)};
    seedWith(19650218);
    int i = 1;
    int j = 0;
    for (int k = SIZE; k > 0; k--) {
      state[i] = (state[i] ^ mixed(i - 1) * 1664525) + key[j] + j;
      j = (j + 1) % key.length;
      i = following(i);
    }
    for (int k = SIZE - 1; k > 0; k--) {
      state[i] = (state[i] ^ mixed(i - 1) * 1566083941) - i;
      i = following(i);
    }
    state[0] = 0x80000000;
  }

  /** The numbers 0 to n-1 in random order: {@code permutation(n)}, a Fisher-Yates from the end. */
  public int[] permutation(int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    for (int i = n - 1; i > 0; i--) {
      int j = upTo(i);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  /** A number in [0, 1) with 53 random bits: {@code random_sample()}. */
  public double nextDouble() {
    int high = nextWord() >>> 5;
    int low = nextWord() >>> 6;
    return (high * 67108864.0 + low) / 9007199254740992.0;
  }

  /** A number in [0, most], by rejection sampling. */
  private int upTo(int most) {
    int mask = -1 >>> Integer.numberOfLeadingZeros(most);
    int drawn = nextWord() & mask;
    while (drawn > most) {
      drawn = nextWord() & mask;
    }
    return drawn;
  }

  private int nextWord() {
    if (next == SIZE) {
      regenerate();
    }
    int y = state[next++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return y ^ (y >>> 18);
  }

  private void regenerate() {
    for (int i = 0; i < SIZE; i++) {
      int y = (state[i] & 0x80000000) | (state[(i + 1) % SIZE] & 0x7fffffff);
      state[i] = state[(i + MIDDLE) % SIZE] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
    }
    next = 0;
  }

  private void seedWith(int seed) {
    state[0] = seed;
    for (int i = 1; i < SIZE; i++) {
      state[i] = 1812433253 * mixed(i - 1) + i;
    }
  }

  private int mixed(int i) {
    return state[i] ^ (state[i] >>> 30);
  }

  /**
   * The next place of the key mixing; from the last it goes to 1 and carries the last word to 0.
   */
  private int following(int i) {
    if (i + 1 < SIZE) {
      return i + 1;
    }
    state[0] = state[SIZE - 1];
    return 1;
  }

  private static int word(long seed) {
    if (seed < 0 || seed > 0xffffffffL) {
      throw new IllegalArgumentException("A seed is 0 to 4294967295, not " + seed);
    }
    return (int) seed;
  }
}
