package org.thorax.app.doctor;

import java.util.List;
import java.util.Optional;
import org.thorax.model.Device;
import org.thorax.model.Devices;
import org.thorax.model.Precision;

/** Whether mixed precision makes training faster on this device, like Keras' check. */
public final class PrecisionCheck {
  /** The first compute capability with fast float16, as in Keras. */
  private static final double FLOAT16_CAPABILITY = 7.0;

  /** The first compute capability with bfloat16. */
  private static final double BFLOAT16_CAPABILITY = 8.0;

  private PrecisionCheck() {}

  /** A note before a training in that precision, in one line; empty if it is fast. */
  public static Optional<String> warning(Precision precision, Device device) {
    if (!precision.isMixed()) {
      return Optional.empty();
    }
    boolean gpu =
        device == Device.GPU
            || (device == Device.AUTO
                && Devices.list().stream().anyMatch(found -> found.type().equals("GPU")));
    return gpu ? onCards(precision, GpuCheck.cards()) : onCpu(precision);
  }

  static Optional<String> onCpu(Precision precision) {
    return precision == Precision.FLOAT16
        ? Optional.of(
            "On this CPU float16 is slower than float32; it pays on NVIDIA GPUs of compute capability 7.0 and above.")
        : Optional.empty();
  }

  /**
   * The note for NVIDIA's GPUs.
   *
   * @param cards as in the output of nvidia-smi, the compute capability last
   */
  static Optional<String> onCards(Precision precision, List<String> cards) {
    double needed = precision == Precision.FLOAT16 ? FLOAT16_CAPABILITY : BFLOAT16_CAPABILITY;
    return cards.stream()
        .filter(card -> capability(card) < needed)
        .findFirst()
        .map(
            card ->
                "The GPU %s may compute %s slowly: expected compute capability %.1f or above, found %.1f."
                    .formatted(
                        card.replaceFirst(",.*", ""), precision.token(), needed, capability(card)));
  }

  private static double capability(String card) {
    String last = card.substring(card.lastIndexOf(',') + 1).strip();
    return last.matches("\\d+\\.\\d+") ? Double.parseDouble(last) : Double.POSITIVE_INFINITY;
  }
}
