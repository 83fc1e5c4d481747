package org.thorax.experiment.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A benchmark's name that ends in a checksum of all that its tokens do not specify. */
public final class ChecksumName {
  private static final int DIGITS = 6;
  private static final String MARK = "_x";

  private ChecksumName() {}

  /** The same benchmark; behind its name {@code _x} and six digits of its whole configuration. */
  public static Benchmark mark(Benchmark benchmark) {
    return benchmark.withName(plain(benchmark.name()) + MARK + checksum(benchmark));
  }

  /** A name without a checksum behind it. */
  public static String plain(String name) {
    return name.replaceFirst(MARK + "[0-9a-f]{%d}$".formatted(DIGITS), "");
  }

  private static String checksum(Benchmark benchmark) {
    try {
      String form = BenchmarkForm.of(benchmark.withName("x")).toString();
      byte[] sum =
          MessageDigest.getInstance("SHA-256").digest(form.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sum).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
