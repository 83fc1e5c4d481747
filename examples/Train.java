import java.nio.file.Path;
import java.util.Map;
import org.thorax.api.Classifier;
import org.thorax.api.Dataset;
import org.thorax.api.Training;
import org.thorax.training.callback.Callback;
import org.thorax.training.callback.EarlyStopping;
import org.thorax.training.optimizer.Adam;

/**
 * Trains a backbone on two findings of CheXpert, evaluates and saves it.
 *
 * <p>Arguments: the data set's folder, the backbone's folder, the new Keras file.
 */
class Train {
  /** Prints a line an epoch. */
  private record Progress() implements Callback {
    @Override
    public void onEpochEnd(int epoch, Map<String, Double> logs) {
      System.out.printf(
          "Epoch %d: loss %.4f, validation loss %.4f%n",
          epoch, logs.get("loss"), logs.get("val_loss"));
    }
  }

  public static void main(String[] arguments) {
    var data =
        Dataset.chexpert(Path.of(arguments[0]))
            .classes("Pleural Effusion", "Lung Opacity")
            .split(6122156);
    try (var model = Classifier.onBackbone(Path.of(arguments[1]), data.classes())) {
      Training.of(model)
          .epochs(2)
          .batchSize(16)
          .imageSize(64)
          .optimizer(Adam.of(1e-4))
          .callbacks(new EarlyStopping(EarlyStopping.Settings.ORIGINAL))
          .fit(data, new Progress());
      var evaluation = model.evaluate(data.test());
      System.out.printf(
          "Mean AUC of %d test images: %.3f%n", evaluation.size(), evaluation.meanAuc());
      model.save(Path.of(arguments[2])).forEach(note -> System.out.println("Note: " + note));
    }
  }
}
