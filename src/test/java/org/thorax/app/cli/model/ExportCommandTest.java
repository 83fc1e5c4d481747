package org.thorax.app.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.app.cli.CommandLineRun;
import org.thorax.app.cli.SmallPhantom;
import org.thorax.model.Compilation;
import org.thorax.model.Device;
import org.thorax.model.KerasObject;
import org.thorax.model.Model;
import org.thorax.model.Network;
import org.thorax.model.Scaling;
import org.thorax.model.Variable;
import org.thorax.model.keras.ModelFiles;
import org.thorax.model.keras.ModelReader;
import org.thorax.oracle.KerasModel;
import org.thorax.oracle.Oracle;

class ExportCommandTest {
  @TempDir private Path work;

  @Tag("oracle")
  @Test
  void bothKerasesOpenWhatIsExportedWithTheSameWeightsAndOutputs() {
    List<Object> cases = new ArrayList<>(List.of("check", ModelFiles.folder()));
    cases.add("small2=" + export("small2.h5", "h5", "small2.h5"));
    cases.add("small2=" + export("small2.keras", "keras", "small2.keras"));
    cases.add("small3=" + export("small3.keras", "h5", "small3.h5"));
    cases.add("small3=" + export("small3.h5", "keras", "small3.keras"));
    // A Keras 2 SavedModel, by way of Thorax's own.
    Path savedModel = export("densenet2", "savedmodel", "densenet2");
    cases.add("densenet2=" + export(savedModel, "h5", "densenet2.h5"));
    cases.add("densenet2=" + export(savedModel, "keras", "densenet2.keras"));
    cases.add("densenet2=" + export("weights.05-0.12.hdf5", "weights-h5", "densenet2.weights.h5"));
    String printed = Oracle.run("keras_models_in_files.py", cases.toArray());
    assertThat(printed.lines().filter(line -> line.contains(" opened by "))).hasSize(11);
  }

  @Tag("oracle")
  @Test
  void aKerasFileComesBackAsItWas() {
    Path once = export("densenet3.keras", "h5", "once.h5");
    Path twice = export(once, "h5", "twice.h5");
    assertThat(twice).hasSameBinaryContentAs(once);
    assertThat(values(once)).isEqualTo(values(ModelFiles.file("densenet3.h5")));
  }

  @Test
  void trainingLeavesAKerasFileOfTheSameModel(@TempDir Path drawn) throws IOException {
    SmallPhantom.in(drawn).train(work).succeeds();
    Path savedModel = SmallPhantom.savedModel(work);
    Path file = savedModel.resolveSibling(savedModel.getFileName() + ".h5");
    float[] images = new float[2 * 32 * 32 * 3];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) Math.sin(i);
    }
    assertThat(KerasModel.relativeError(outputs(savedModel, images), outputs(file, images)))
        .isLessThan(1e-6);
    assertThat(values(file)).isEqualTo(values(savedModel));
  }

  @Test
  void anExperimentIsExportedByItsNameAndByItsIdWithOrWithoutItsOptimizer(@TempDir Path drawn)
      throws IOException {
    SmallPhantom.in(drawn).train(work).succeeds();
    Path savedModel = SmallPhantom.savedModel(work);
    Path written = savedModel.resolveSibling(savedModel.getFileName() + ".h5");
    Path log = work.resolve("logs/unvalidated-experiment-log.json");
    String id = new ObjectMapper().readTree(log.toFile()).at("/experiments/0/id").asText();
    Path byName = ofExperiment(SmallPhantom.experiment(work).getFileName().toString(), "name.h5");
    Path byId = ofExperiment(id, "id.h5");
    Path bare = ofExperiment(id, "bare.h5", "--no-optimizer");
    assertThat(byName).hasSameBinaryContentAs(written);
    assertThat(byId).hasSameBinaryContentAs(written);
    try (Model model = ModelReader.open(byId);
        Model uncompiled = ModelReader.open(bare)) {
      Compilation compilation = model.compilation().orElseThrow();
      assertThat(compilation.loss()).hasValue(KerasObject.named("binary_crossentropy"));
      assertThat(compilation.optimizer().iterations()).isPositive();
      assertThat(uncompiled.compilation()).isEmpty();
    }
    assertThat(Files.size(bare)).isLessThan(Files.size(byId) / 2);
    Object[] unknown = {"export", "Xception_none", "--format", "h5", "--out", work.resolve("x.h5")};
    CommandLineRun.thorax(unknown).failsSaying("Xception_none", "--models-dir");
  }

  private Path ofExperiment(String name, String file, Object... more) {
    Path out = work.resolve(file);
    List<Object> arguments = new ArrayList<>(List.of("export", name, "--format", "h5"));
    arguments.addAll(List.of("--out", out, "--models-dir", work.resolve("models")));
    arguments.addAll(List.of("--logs-dir", work.resolve("logs")));
    arguments.addAll(List.of(more));
    CommandLineRun.thorax(arguments.toArray()).succeeds();
    return out;
  }

  @Test
  void aModelWithoutKnownLayersSaysWhatToDo() throws IOException {
    Path unknown = KerasModel.recorded("keras3", "tiny").savedModel();
    CommandLineRun.thorax("export", unknown, "--format", "h5", "--out", work.resolve("x.h5"))
        .failsSaying(unknown, "Keras layers", "--format savedmodel");
    try (Stream<Path> left = Files.list(work)) {
      assertThat(left).isEmpty();
    }
  }

  @Tag("oracle")
  @Test
  void aNameThatKerasWouldNotTakeIsRefused() {
    CommandLineRun.thorax(
            "export",
            ModelFiles.file("small2.h5"),
            "--format",
            "weights-h5",
            "--out",
            work.resolve("x.h5"))
        .failsSaying(".weights.h5", "x.h5");
  }

  @Test
  void anUnknownFormatIsWrongUsage() {
    CommandLineRun.thorax("export", "m", "--format", "onnx", "--out", "x")
        .isWrongUsageSaying("savedmodel, h5, keras or weights-h5", "onnx");
  }

  private Path export(String model, String format, String name) {
    return export(ModelFiles.file(model), format, name);
  }

  private Path export(Path model, String format, String name) {
    Path out = work.resolve(name);
    CommandLineRun.thorax("export", model, "--format", format, "--out", out).succeeds();
    return out;
  }

  private static float[] outputs(Path file, float[] images) {
    try (Model model = ModelReader.open(file);
        Network network =
            Network.forInference(model.flat(), Scaling.TF, model.weights(), Device.CPU)) {
      return network.predictScaled(images, 2, 32, 32);
    }
  }

  /** By name, with the slashes that Keras 3 does not allow replaced. */
  private static Map<String, List<Float>> values(Path file) {
    try (Model model = ModelReader.open(file)) {
      Map<String, List<Float>> values = new HashMap<>();
      for (Variable variable : model.flat().variables()) {
        List<Float> list = new ArrayList<>();
        for (float value : model.weights().values(variable)) {
          list.add(value);
        }
        values.put(variable.name().replace('/', '_'), list);
      }
      return values;
    }
  }
}
