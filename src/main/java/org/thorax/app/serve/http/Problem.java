package org.thorax.app.serve.http;

import java.util.OptionalInt;

/** An error response; becomes the body of RFC 9457, {@code application/problem+json}. */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final int retryAfterSeconds;

  /** An invalid request. */
  public Problem(int status, String detail) {
    this(status, detail, 0);
  }

  /**
   * A request that may be retried.
   *
   * @param retryAfterSeconds 0 if a retry is useless
   */
  public Problem(int status, String detail, int retryAfterSeconds) {
    super(detail);
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  public int status() {
    return status;
  }

  public OptionalInt retryAfterSeconds() {
    return retryAfterSeconds > 0 ? OptionalInt.of(retryAfterSeconds) : OptionalInt.empty();
  }

  /** The text of the status. */
  String title() {
    return switch (status) {
      case 400 -> "Bad request";
      case 401 -> "Token needed";
      case 403 -> "Not from another site";
      case 404 -> "Not found";
      case 405 -> "Method not allowed";
      case 408 -> "Too slow";
      case 413 -> "Too large";
      case 415 -> "No such kind of body";
      case 421 -> "Another host";
      case 422 -> "Not usable";
      case 429 -> "Too many requests";
      case 503 -> "Busy";
      default -> "Failed";
    };
  }
}
