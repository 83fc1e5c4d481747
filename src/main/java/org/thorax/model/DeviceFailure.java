package org.thorax.model;

import java.util.function.Supplier;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFResourceExhaustedException;
import org.thorax.DeviceException;
import org.thorax.ThoraxException;

/** Converts TensorFlow's errors that a user can correct. */
public final class DeviceFailure {
  private DeviceFailure() {}

  /**
   * Runs the work.
   *
   * @throws ThoraxException if the device has too little memory, or lacks a kernel
   */
  public static <T> T explain(Supplier<T> work) {
    try {
      return work.get();
    } catch (TFResourceExhaustedException e) {
      throw new DeviceException(
          "Out of memory on the device; use smaller images or a smaller batch.", e);
    } catch (TFInvalidArgumentException e) {
      if (String.valueOf(e.getMessage()).contains("Gradients for grouped convolutions")) {
        throw new DeviceException(
            "The network has grouped convolutions, whose gradients TensorFlow computes only on a GPU or on a processor with AVX-512; train it on such a machine. It predicts here.",
            e);
      }
      throw e;
    }
  }
}
