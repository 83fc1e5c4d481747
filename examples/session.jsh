import java.nio.file.Path
import org.thorax.api.*
import org.thorax.explain.Method
import org.thorax.training.optimizer.Adam

var data = Dataset.chexpert(Path.of(System.getProperty("data"))).classes("Pleural Effusion", "Lung Opacity").split(6122156)
data.train().size()

var model = Classifier.onBackbone(Path.of(System.getProperty("backbone")), data.classes())
var history = Training.of(model).batchSize(16).imageSize(64).optimizer(Adam.of(1e-4)).fit(data)
history.values().get("val_loss")

var film = data.test().images().get(0)
model.predict(film)
model.explain(film, Method.GRAD_CAM).explained()
model.evaluate(data.test()).meanAuc()
model.close()
/exit
