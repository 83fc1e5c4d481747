import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.thorax.data.DatasetKind;
import org.thorax.data.description.DatasetReader;
import org.thorax.data.LabelEncoding;
import org.thorax.data.Labels;
import org.thorax.data.Samples;
import org.thorax.data.UncertaintyPolicy;
import org.thorax.data.image.Preprocessing;
import org.thorax.data.loader.Batch;
import org.thorax.data.loader.BatchOptions;
import org.thorax.data.loader.BatchStream;
import org.thorax.data.loader.EpochOrder;
import org.thorax.data.loader.ImageCache;
import org.thorax.data.loader.ImageFiles;
import org.thorax.data.loader.ImageSource;
import org.thorax.data.phantom.PhantomDataset;
import org.thorax.data.phantom.PhantomSettings;

/**
 * Thorax' side of performance/input: image files to ready batches.
 *
 * <pre>
 * usage: InputSpeed draw FOLDER PATIENTS           draws radiographs
 *        InputSpeed read FOLDER EPOCHS [CACHES]    reads them and prints a line of JSON
 * </pre>
 */
final class InputSpeed {
  private static final int SIZE = 256;
  private static final int BATCH = 32;

  private InputSpeed() {}

  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[1]);
    int number = Integer.parseInt(arguments[2]);
    if (arguments[0].equals("draw")) {
      PhantomDataset.write(folder, new PhantomSettings(6122156, number, 0, 320));
    } else {
      read(
          folder,
          number,
          arguments.length > 3 ? Optional.of(Path.of(arguments[3])) : Optional.empty());
    }
  }

  private static void read(Path folder, int epochs, Optional<Path> caches) {
    DatasetReader reader = new DatasetReader(DatasetKind.CHEXPERT, folder);
    Samples samples = reader.read(DatasetKind.CHEXPERT.agreedClasses(5).orElseThrow());
    Labels labels = new LabelEncoding(UncertaintyPolicy.parse("uzeroes")).encode(samples);
    Preprocessing steps = Preprocessing.of(SIZE, SIZE, List.of());
    ImageSource files = new ImageFiles(samples, steps);
    ImageSource images =
        caches
            .map(
                place ->
                    ImageCache.open(place, List.of(samples), steps.fingerprint(), SIZE, SIZE)
                        .over(files, samples))
            .orElse(files);
    EpochOrder order = new EpochOrder(samples.size(), 6122156, true);
    List<Double> seconds = new ArrayList<>();
    List<Double> cpu = new ArrayList<>();
    long sum = 0;
    for (int epoch = 0; epoch < epochs; epoch++) {
      long start = System.nanoTime();
      double cpuStart = cpuSeconds();
      sum = 0;
      try (BatchStream batches =
          new BatchStream(
              images, labels, order.of(epoch), SIZE, SIZE, BatchOptions.ofSize(BATCH))) {
        while (batches.hasNext()) {
          Batch batch = batches.next();
          // One pixel of each image: enough to see that all sides made the same images.
          for (int i = 0; i < batch.size(); i++) {
            sum += batch.pixels()[i * SIZE * SIZE + SIZE * SIZE / 2 + SIZE / 2] & 0xff;
          }
        }
      }
      seconds.add((System.nanoTime() - start) / 1e9);
      cpu.add(cpuSeconds() - cpuStart);
    }
    System.out.printf(
        "{\"images\": %d, \"seconds\": %s, \"cpu\": %s, \"sum\": %d}%n",
        samples.size(), seconds, cpu, sum);
  }

  /** Of all threads of this process. */
  private static double cpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }
}
