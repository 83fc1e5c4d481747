import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.thorax.model.keras.hdf5.KerasWeightsFile;
import org.thorax.model.keras.hdf5.StoredLayer;
import org.thorax.model.keras.hdf5.StoredWeight;

/**
 * Thorax' side of performance/hdf5: reads all weights of a Keras file and prints the seconds of each
 * time.
 *
 * <p>usage: ReadWeights FILE TIMES
 */
final class ReadWeights {
  private ReadWeights() {}

  public static void main(String[] arguments) {
    List<String> seconds = new ArrayList<>();
    long values = 0;
    double sum = 0;
    for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
      long start = System.nanoTime();
      List<float[]> weights = read(Path.of(arguments[0]));
      seconds.add(Double.toString((System.nanoTime() - start) / 1e9));
      values = weights.stream().mapToLong(array -> array.length).sum();
      sum = weights.stream().mapToDouble(array -> array[array.length - 1]).sum();
    }
    System.out.printf(
        "{\"seconds\": [%s], \"values\": %d, \"sum\": %s}%n",
        String.join(", ", seconds), values, sum);
  }

  private static List<float[]> read(Path path) {
    List<float[]> weights = new ArrayList<>();
    try (KerasWeightsFile file = KerasWeightsFile.open(path)) {
      for (StoredLayer layer : file.layers()) {
        for (StoredWeight weight : layer.weights()) {
          weights.add(weight.floats());
        }
      }
    }
    return weights;
  }
}
