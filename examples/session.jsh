import java.nio.file.Path
import org.thorax.api.*
import org.thorax.explain.Method
import org.thorax.training.optimizer.Adam

// jshell -R-Ddata=FOLDER -R-Dbackbone=FOLDER examples/session.jsh
var folder = Path.of(System.getProperty("data"))
var data = Dataset.chexpert(folder).classes("Pleural Effusion", "Lung Opacity").split(6122156)
System.out.println(data.train().size() + " images to train on")

var model = Classifier.onBackbone(Path.of(System.getProperty("backbone")), data.classes())
var history = Training.of(model).batchSize(16).imageSize(64).optimizer(Adam.of(1e-4)).fit(data)
System.out.println("Validation loss: " + history.values().get("val_loss"))

var film = data.test().images().get(0)
System.out.println(model.predict(film).probabilities())
System.out.println("Explained: " + model.explain(film, Method.GRAD_CAM).explained())
System.out.println("Mean AUC: " + model.evaluate(data.test()).meanAuc())
model.close()
/exit
