package org.thorax.log;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** The id of a saved experiment: a UUID of version 1 (RFC 9562, section 5.1). */
public final class ExperimentId {
  /** 100-nanosecond steps from 1582-10-15, where these ids start, to 1970-01-01. */
  private static final long STEPS_BEFORE_1970 = 0x01B21DD213814000L;

  private ExperimentId() {}

  /**
   * A new id of the moment {@code saved}. Clock sequence and node are random, the node with the
   * multicast bit, so no network card is named.
   */
  public static String at(Instant saved) {
    long time = STEPS_BEFORE_1970 + saved.getEpochSecond() * 10_000_000L + saved.getNano() / 100;
    long low = time & 0xFFFF_FFFFL;
    long middle = (time >>> 32) & 0xFFFFL;
    long version1 = 0x1000L | ((time >>> 48) & 0x0FFFL);
    long random = new SecureRandom().nextLong() & 0x3FFF_FFFF_FFFF_FFFFL;
    long variant = 0x8000_0000_0000_0000L;
    long multicast = 0x0000_0100_0000_0000L;
    return new UUID((low << 32) | (middle << 16) | version1, variant | random | multicast)
        .toString();
  }
}
