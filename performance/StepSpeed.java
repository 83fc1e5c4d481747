import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.thorax.data.Labels;
import org.thorax.data.image.GreyImage;
import org.thorax.data.loader.BatchOptions;
import org.thorax.data.loader.BatchStream;
import org.thorax.data.loader.ImageSource;
import org.thorax.model.keras.savedmodel.SavedModelReader;
import org.thorax.model.Device;
import org.thorax.model.Model;
import org.thorax.model.Network;
import org.thorax.training.TrainingStep;
import org.thorax.training.loss.BinaryCrossentropy;
import org.thorax.training.optimizer.Sgd;

/**
 * Thorax' side of performance/step: opens the SavedModel that tf_keras wrote, trains on the same grey
 * bytes and prints one line of JSON.
 *
 * <p>usage: StepSpeed FOLDER SIZE BATCH
 */
final class StepSpeed {
  private static final int CLASSES = 14;
  private static final float LEARNING_RATE = 0.001f;

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private StepSpeed() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    int size = Integer.parseInt(arguments[1]);
    int batch = Integer.parseInt(arguments[2]);
    byte[] pixels = Files.readAllBytes(folder.resolve("pixels.u8"));
    int images = pixels.length / (size * size);
    Labels labels = new Labels(names(), floats(folder.resolve("labels.f32")));
    int[] order = IntStream.range(0, images).toArray();
    List<String> ends = new ArrayList<>();
    List<String> cpu = new ArrayList<>();
    List<String> losses = new ArrayList<>();
    double sum = 0;
    try (BatchStream batches =
            new BatchStream(
                source(pixels, size), labels, order, size, size, BatchOptions.ofSize(batch));
        Model model = SavedModelReader.open(folder.resolve("model"));
        Network network =
            Network.forTraining(
                model.flat(),
                model.contract().scaling().orElseThrow(),
                model.weights(),
                Device.AUTO,
                Set.of(),
                7)) {
      TrainingStep step =
          new TrainingStep(network, new BinaryCrossentropy(), new Sgd());
      while (batches.hasNext()) {
        sum += step.train(batches.next(), LEARNING_RATE).loss();
        ends.add(Double.toString(System.currentTimeMillis() / 1000.0));
        cpu.add(Double.toString(PROCESS.getProcessCpuTime() / 1e9));
        losses.add(Double.toString(sum / ends.size())); // Keras' log is the running mean.
      }
    }
    System.out.println("{\"ends\": " + ends + ", \"cpu\": " + cpu + ", \"losses\": " + losses + "}");
  }

  private static ImageSource source(byte[] pixels, int size) {
    int each = size * size;
    return sample ->
        new GreyImage(size, size, java.util.Arrays.copyOfRange(pixels, sample * each, (sample + 1) * each));
  }

  private static List<String> names() {
    return IntStream.range(0, CLASSES).mapToObj(i -> "class " + i).toList();
  }

  private static float[] floats(Path file) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }
}
