package org.thorax.experiment.log;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The id of a saved experiment: a UUID of version 1 (RFC 9562, section 5.1). */
public final class ExperimentId {
  /** 100-nanosecond steps from 1582-10-15, the epoch of these ids, to 1970-01-01. */
  private static final long STEPS_BEFORE_1970 = 0x01B21DD213814000L;

  /** One id has a prefix that was added by hand. */
  private static final Pattern VERSION_1 =
      Pattern.compile(
          "(?:[a-z]+-)?([0-9a-f]{8}-[0-9a-f]{4}-1[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})");

  private static final long STEPS_PER_SECOND = 10_000_000L;

  private ExperimentId() {}

  /** The time in an id, ignoring a prefix added by hand; empty for another kind of id. */
  public static Optional<Instant> moment(String id) {
    Matcher form = VERSION_1.matcher(id);
    if (!form.matches()) {
      return Optional.empty();
    }
    long steps = UUID.fromString(form.group(1)).timestamp() - STEPS_BEFORE_1970;
    return Optional.of(
        Instant.ofEpochSecond(
            Math.floorDiv(steps, STEPS_PER_SECOND), Math.floorMod(steps, STEPS_PER_SECOND) * 100));
  }

  /**
   * A new id with the time {@code saved}. Clock sequence and node are random, the node with the
   * multicast bit, so that it does not identify a network card.
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
