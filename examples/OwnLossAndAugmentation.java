import java.nio.file.Path;
import java.util.Arrays;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.thorax.api.Classifier;
import org.thorax.api.Dataset;
import org.thorax.api.Training;
import org.thorax.data.image.Augmenter;
import org.thorax.data.image.SampleRandom;
import org.thorax.data.image.GreyImage;
import org.thorax.training.loss.Loss;
import org.thorax.training.loss.Scores;
import org.thorax.training.optimizer.Adam;

/**
 * Trains with a loss and an augmentation that Thorax does not have.
 *
 * <p>Arguments: the data set's folder, the backbone's folder, the folder of the new SavedModel.
 */
class OwnLossAndAugmentation {
  /** The Brier score, mean of (p - y)^2; TensorFlow derives its gradient. */
  private record BrierLoss() implements Loss {
    @Override
    public Operand<TFloat32> of(Scores scores) {
      Ops tf = scores.tf();
      return scores.mean(tf.math.squaredDifference(scores.probabilities(), scores.labels()));
    }

    @Override
    public boolean masks() {
      return false;
    }
  }

  /** A black square somewhere, a quarter of the image's side (DeVries and Taylor 2017). */
  private record Cutout() implements Augmenter {
    @Override
    public GreyImage apply(GreyImage image, long seed, int epoch, int sample) {
      SampleRandom draws = new SampleRandom(seed, epoch, sample);
      int side = Math.min(image.width(), image.height()) / 4;
      int left = (int) draws.uniform(0, image.width() - side + 1);
      int top = (int) draws.uniform(0, image.height() - side + 1);
      byte[] pixels = image.pixels().clone();
      for (int y = top; y < top + side; y++) {
        Arrays.fill(
            pixels, y * image.width() + left, y * image.width() + left + side, (byte) 0);
      }
      return new GreyImage(image.width(), image.height(), pixels);
    }
  }

  public static void main(String[] arguments) {
    var data =
        Dataset.chexpert(Path.of(arguments[0]))
            .classes("Pleural Effusion", "Lung Opacity")
            .split(6122156);
    try (var model = Classifier.onBackbone(Path.of(arguments[1]), data.classes())) {
      var history =
          Training.of(model)
              .epochs(2)
              .batchSize(16)
              .imageSize(64)
              .optimizer(Adam.of(1e-4))
              .loss(new BrierLoss())
              .augment(new Cutout())
              .fit(data);
      System.out.println("Brier scores of the epochs: " + history.values().get("loss"));
      model.save(Path.of(arguments[2]));
    }
  }
}
