import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.thorax.api.Classifier;
import org.thorax.api.Prediction;

/**
 * Predicts images with a model that Thorax saved.
 *
 * <p>Arguments: the SavedModel's folder, then JPEG, PNG or DICOM files.
 */
class Predict {
  public static void main(String[] arguments) {
    List<Path> images = Stream.of(arguments).skip(1).map(Path::of).toList();
    try (var model = Classifier.open(Path.of(arguments[0]))) {
      for (Prediction prediction : model.predict(images)) {
        String likeliest = prediction.likeliest();
        System.out.printf(
            "%s: %s %.3f%n", prediction.image(), likeliest, prediction.probability(likeliest));
      }
    }
  }
}
