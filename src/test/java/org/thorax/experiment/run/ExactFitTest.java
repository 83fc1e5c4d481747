package org.thorax.experiment.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.thorax.app.cli.Thorax;
import org.thorax.data.loader.BadImagePolicy;
import org.thorax.data.loader.Batch;
import org.thorax.data.loader.BatchStream;
import org.thorax.data.phantom.PhantomDataset;
import org.thorax.data.phantom.PhantomSettings;
import org.thorax.experiment.config.Benchmark;
import org.thorax.model.Model;
import org.thorax.model.Variable;
import org.thorax.model.keras.savedmodel.SavedModelReader;
import org.thorax.oracle.KerasModel;
import org.thorax.oracle.Oracle;
import org.thorax.oracle.OracleSession;

/**
 * {@code thorax train --model FILE.h5} against tf_keras' {@code fit} on the same images: losses of
 * each batch and the weights in the end, every bit of them.
 */
@Tag("oracle")
class ExactFitTest {
  private static final List<String> FINDINGS =
      List.of(
          "Support Devices",
          "Pleural Effusion",
          "Cardiomegaly",
          "Edema",
          "Atelectasis",
          "Consolidation",
          "Pneumothorax",
          "Lung Lesion",
          "Fracture",
          "Pneumonia",
          "Lung Opacity",
          "Enlarged Cardiomediastinum",
          "Pleural Other",
          "No Finding");

  @TempDir private static Path work;
  private static Path phantom;
  private static OracleSession keras;

  /**
   * One run.
   *
   * @param name the benchmark's
   * @param loss and optimizer and rate in the words of {@code exact_steps.py}
   */
  record Case(String name, int classes, String loss, String optimizer, double rate) {
    List<String> findings() {
      return FINDINGS.subList(0, classes);
    }

    Benchmark benchmark() {
      return Benchmark.parse(name, findings());
    }

    Map<String, Object> forKeras(PreparedData.Part train) {
      Map<String, Object> tree = new TreeMap<>();
      tree.put("classes", classes);
      tree.put("batch", benchmark().fit().batchSize());
      tree.put("size", 32);
      tree.put("loss", loss);
      tree.put("optimizer", optimizer);
      tree.put("rate", rate);
      tree.put("gamma", 2);
      tree.put("weights", train.weights().orElseThrow().classWeights());
      return tree;
    }

    @Override
    public String toString() {
      return name + ", " + classes + " classes";
    }
  }

  static List<Case> cases() {
    return List.of(
        new Case("Chexpert_BCE_E1_B5_C0_N3_D32_1LR2_SGD", 3, "own", "SGD", 0.01),
        new Case("Chexpert_BCE_E1_B10_C0_N14_D32_1LR3_Adam", 14, "own", "Adam", 0.001),
        new Case("Chexpert_WBCE_NoNorm_E1_B6_C0_N5_D32_1LR2_SGD", 5, "wbce", "SGD", 0.01),
        new Case("FOCAL_E1_B6_N12_D32_1LR3_RMSprop", 12, "focal", "RMSprop", 0.001));
  }

  @BeforeAll
  static void prepare() {
    phantom = work.resolve("phantom");
    PhantomDataset.write(phantom, new PhantomSettings(7, 40, 0, 32));
    keras = Oracle.session("exact_steps.py");
  }

  @AfterAll
  static void stop() {
    keras.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void trainOnTheCommandLineIsFitInEveryBit(Case one) throws IOException {
    Path folder = Files.createTempDirectory(work, "case");
    PreparedData.Part train =
        PreparedData.of(one.benchmark(), DatasetSource.of(phantom, BadImagePolicy.FAIL)).train();
    write(train, folder);
    String json = new ObjectMapper().writeValueAsString(one.forKeras(train));
    keras.lines(keras.start("fit", folder, json));
    train(one, folder);
    assertThat(losses(folder)).containsExactly(KerasModel.floats(folder.resolve("losses.f32")));
    theWeightsAreThoseOfKeras(folder);
  }

  private static void write(PreparedData.Part train, Path folder) throws IOException {
    Files.createFile(folder.resolve("pixels.u8"));
    Files.createFile(folder.resolve("labels.f32"));
    try (BatchStream batches = train.inOrder()) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        Files.write(folder.resolve("pixels.u8"), batch.pixels(), StandardOpenOption.APPEND);
        ByteBuffer labels =
            ByteBuffer.allocate(batch.labels().length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        labels.asFloatBuffer().put(batch.labels());
        Files.write(folder.resolve("labels.f32"), labels.array(), StandardOpenOption.APPEND);
      }
    }
  }

  private static void train(Case one, Path folder) {
    List<Object> arguments = new ArrayList<>(List.of("train", one.name(), "--data", phantom));
    arguments.addAll(List.of("--model", folder.resolve("start.h5"), "--scaling", "none"));
    arguments.addAll(List.of("--classes", String.join(",", one.findings()), "--no-shuffle"));
    arguments.addAll(List.of("--models-dir", folder.resolve("models"), "--device", "cpu"));
    arguments.addAll(List.of("--logs-dir", folder.resolve("logs")));
    StringWriter errors = new StringWriter();
    int exit =
        Thorax.run(
            new PrintWriter(new StringWriter()),
            new PrintWriter(errors),
            arguments.stream().map(Object::toString).toArray(String[]::new));
    assertThat(exit).as(errors.toString()).isZero();
  }

  private static float[] losses(Path folder) throws IOException {
    List<String> lines = Files.readAllLines(found(folder, "batches.csv"));
    float[] losses = new float[lines.size() - 1];
    for (int i = 0; i < losses.length; i++) {
      losses[i] = Float.parseFloat(lines.get(i + 1).split(",", -1)[2]);
    }
    return losses;
  }

  private static void theWeightsAreThoseOfKeras(Path folder) throws IOException {
    float[] expected = KerasModel.floats(folder.resolve("weights.f32"));
    int start = 0;
    try (Model model = SavedModelReader.open(found(folder, "saved_model.pb").getParent())) {
      Map<String, float[]> values = new TreeMap<>();
      for (Variable variable : model.flat().variables()) {
        values.put(variable.name(), model.weights().values(variable));
      }
      for (String line : Files.readAllLines(folder.resolve("weights.txt"))) {
        String[] fields = line.split(" ", -1);
        int end = start + Integer.parseInt(fields[1]);
        assertThat(values.get(fields[0]))
            .as(fields[0])
            .isEqualTo(Arrays.copyOfRange(expected, start, end));
        start = end;
      }
    }
    assertThat(start).isEqualTo(expected.length);
  }

  private static Path found(Path folder, String name) throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("models"))) {
      return all.filter(path -> path.endsWith(name)).findFirst().orElseThrow();
    }
  }
}
