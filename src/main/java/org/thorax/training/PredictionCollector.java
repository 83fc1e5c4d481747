package org.thorax.training;

import java.util.ArrayList;
import java.util.List;
import org.thorax.data.loader.Batch;

/** Collects the labels and probabilities of batches in one table. */
final class PredictionCollector {
  private final List<Batch> batches = new ArrayList<>();
  private final List<float[]> outputs = new ArrayList<>();

  void add(Batch batch, float[] probabilities) {
    // A copy without the pixels, so that the batch can be freed.
    batches.add(new Batch(batch.samples(), 0, 0, new byte[0], batch.classes(), batch.labels()));
    outputs.add(probabilities);
  }

  int[] samples() {
    return batches.stream()
        .flatMapToInt(batch -> java.util.Arrays.stream(batch.samples()))
        .toArray();
  }

  float[] labels() {
    return joined(batches.stream().map(Batch::labels).toList());
  }

  float[] probabilities() {
    return joined(outputs);
  }

  private static float[] joined(List<float[]> parts) {
    float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int offset = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, offset, part.length);
      offset += part.length;
    }
    return all;
  }
}
