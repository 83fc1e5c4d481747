import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.thorax.api.Classifier;
import org.thorax.api.ExplainedImage;
import org.thorax.explain.ClassChoice;
import org.thorax.explain.MapRequest;
import org.thorax.explain.Method;

/**
 * Draws where the two likeliest findings of an image come from.
 *
 * <p>Arguments: the SavedModel's folder, an image, the folder for the pictures.
 */
class Explain {
  public static void main(String[] arguments) throws IOException {
    try (var model = Classifier.open(Path.of(arguments[0]))) {
      ExplainedImage explained =
          model.explain(
              Path.of(arguments[1]), MapRequest.of(Method.GRAD_CAM), ClassChoice.top(2));
      for (String name : explained.explained()) {
        Path picture = Path.of(arguments[2], name.replace(' ', '-') + ".png");
        ImageIO.write(explained.overlay(name), "png", picture.toFile());
        System.out.printf("%s %.3f: %s%n", name, explained.prediction().probability(name), picture);
      }
    }
  }
}
