package org.thorax.app.cli.options;

import java.nio.file.NoSuchFileException;
import org.thorax.ThoraxException;

/** The error message of the command line, in one line. */
public final class ErrorMessage {
  private ErrorMessage() {}

  /** What was expected, what was found, and what to do. */
  public static String of(Throwable e) {
    if (e instanceof ThoraxException) {
      return oneLine(e.getMessage());
    }
    if (e instanceof NoSuchFileException) {
      return "Expected a file at " + e.getMessage() + ", found nothing; check the path.";
    }
    if (e instanceof OutOfMemoryError) {
      return "Out of memory; use a smaller batch (B token) or image (D token), or more memory.";
    }
    if (e instanceof LinkageError) {
      return "TensorFlow's native library cannot be loaded ("
          + oneLine(e.getMessage())
          + "); Thorax runs on linux-x86_64, linux-arm64 and macosx-arm64, build it there.";
    }
    return "Unexpected failure: "
        + e.getClass().getSimpleName()
        + ": "
        + oneLine(e.getMessage())
        + " (--verbose shows where; please report it).";
  }

  /** Lines joined by spaces. */
  public static String oneLine(String text) {
    return String.valueOf(text).replaceAll("\\s*\\R\\s*", " ").strip();
  }
}
