package org.thorax.model.keras;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.thorax.model.Device;
import org.thorax.model.Model;
import org.thorax.model.Network;
import org.thorax.model.Scaling;
import org.thorax.model.Variable;
import org.thorax.model.keras.applications.Architecture;
import org.thorax.oracle.KerasModel;
import org.thorax.oracle.Oracle;
import org.thorax.oracle.OracleSession;

/** The original project's classifier on each backbone, through every kind of file, both ways. */
@Tag("oracle")
class BackboneFilesTest {
  private static final String CHECKPOINT = "weights.03-0.41.hdf5";

  private static OracleSession keras2;
  private static OracleSession keras3;

  @TempDir private Path folder;

  @BeforeAll
  static void startBothKerases() {
    keras2 = Oracle.session("keras_backbone_files.py", "tf_keras");
    keras3 = Oracle.session("keras_backbone_files.py", "keras");
  }

  @AfterAll
  static void stop() {
    keras2.close();
    keras3.close();
  }

  @ParameterizedTest
  @EnumSource
  void filesOfBothKerasesAreReadAndThoraxsOpenThere(Architecture architecture) throws IOException {
    List<String> printed = inBoth("make", architecture.kerasName(), folder);
    assertThat(printed.get(0)).matches("layers .* dense_\\d+ dense_\\d+");
    List<Long> weights = read("tf_keras.h5", architecture, "tf_keras");
    assertThat(read(CHECKPOINT, architecture, "tf_keras")).isEqualTo(weights);
    assertThat(read("keras.keras", architecture, "keras")).isEqualTo(weights);
    assertThat(read("keras.weights.h5", architecture, "keras")).isEqualTo(weights);
    try (Model backbone = Backbone.withWeights(architecture, folder.resolve("notop.h5"), false)) {
      assertThat(digest(backbone)).isEqualTo(weights.subList(0, weights.size() - 4));
    }
    write("keras.keras", KerasExport.Format.H5, "thorax.h5");
    write("tf_keras.h5", KerasExport.Format.KERAS, "thorax.keras");
    write(CHECKPOINT, KerasExport.Format.WEIGHTS_H5, "thorax.weights.h5");
    CompletableFuture<List<String>> third =
        keras3.start("check", folder, "thorax.h5", "thorax.keras", "thorax.weights.h5");
    CompletableFuture<List<String>> second =
        keras2.start("check", folder, "thorax.h5", "thorax.weights.h5");
    assertThat(keras2.lines(second)).hasSize(2);
    assertThat(keras3.lines(third)).hasSize(3);
  }

  private static List<String> inBoth(Object... order) {
    CompletableFuture<List<String>> third = keras3.start(order);
    List<String> printed = keras2.lines(keras2.start(order));
    keras3.lines(third);
    return printed;
  }

  /** A checksum for each variable, after comparing the predictions with Keras'. */
  private List<Long> read(String file, Architecture architecture, String library) {
    try (Model model = ModelReader.open(folder.resolve(file))) {
      assertThat(model.contract().architecture()).isEqualTo(architecture.kerasName());
      float[] found;
      try (Network network =
          Network.forInference(model.flat(), Scaling.TF, model.weights(), Device.CPU)) {
        float[] images = KerasModel.floats(folder.resolve("images.f32"));
        found = network.predictScaled(images, 2, 96, 96);
      }
      float[] expected = KerasModel.floats(folder.resolve(library + ".f32"));
      assertThat(KerasModel.relativeError(expected, found)).as(file).isLessThan(1e-5);
      return digest(model);
    }
  }

  private static List<Long> digest(Model model) {
    return model.flat().variables().stream().map(each -> checksum(model, each)).toList();
  }

  private static long checksum(Model model, Variable variable) {
    float[] values = model.weights().values(variable);
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return checksum.getValue();
  }

  /** Deletes what it was written from: the disk need not hold all files at once. */
  private void write(String from, KerasExport.Format format, String to) throws IOException {
    try (Model model = ModelReader.open(folder.resolve(from))) {
      KerasExport.write(
          model.kerasConfig().orElseThrow(),
          model.flat().variables(),
          model.weights(),
          format,
          folder.resolve(to));
    }
    Files.delete(folder.resolve(from));
  }
}
