import java.nio.file.Path;
import java.util.List;
import org.thorax.api.ClassEvaluation;
import org.thorax.api.Evaluation;

/**
 * Evaluates scores that another program made, and writes the page with all figures.
 *
 * <p>Arguments: the new folder for the page.
 */
class EvaluateScores {
  public static void main(String[] arguments) {
    List<String> classes = List.of("Edema", "Cardiomegaly");
    // Intervals are drawn over patients: the first two images are of one.
    List<String> patients = List.of("A", "A", "B", "C", "D", "E");
    // Images x classes; -1 is a cell that does not count.
    float[][] labels = {{1, 0}, {1, 1}, {0, -1}, {0, 0}, {1, 1}, {0, 0}};
    float[][] scores = {
      {.8f, .3f}, {.6f, .7f}, {.5f, .9f}, {.1f, .2f}, {.4f, .4f}, {.3f, .6f},
    };
    Evaluation evaluation = Evaluation.of(classes, patients, labels, scores);
    for (ClassEvaluation figures : evaluation.classes()) {
      System.out.printf(
          "%s: AUC %.3f (95 %% interval %.3f to %.3f), %d of %d images positive%n",
          figures.name(),
          figures.auc(),
          figures.aucInterval().low(),
          figures.aucInterval().high(),
          figures.images().positive(),
          figures.images().positive() + figures.images().negative());
    }
    System.out.printf("Mean AUC %.3f%n", evaluation.meanAuc());
    evaluation.write(Path.of(arguments[0]));
  }
}
