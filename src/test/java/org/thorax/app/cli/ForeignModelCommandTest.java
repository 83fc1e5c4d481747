package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.oracle.ForeignModels;

@Tag("oracle")
class ForeignModelCommandTest {
  private static final String POINTER =
      "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 80061023\n";

  @TempDir private Path work;

  @Test
  void anImportedConditionPredictsAndCannotBeTrained() {
    Path model = ForeignModels.file("after_network");
    Path out = work.resolve("imported");
    CommandLineRun imported =
        CommandLineRun.thorax("backbone", "import", model, "--scaling", "tf", "--out", out);
    assertThat(imported.succeeds().out()).contains("note: Cannot train", "StatelessWhile");
    predicts("after_network", out, "--classes", "A,B,C");
    SmallPhantom phantom = SmallPhantom.in(work.resolve("phantom"));
    phantom
        .train(SmallPhantom.BENCHMARK, work, "--backbone", out)
        .failsSaying("StatelessWhile", "map");
    assertThat(work.resolve("models")).doesNotExist();
  }

  @Test
  void modelsOfTensorFlow1AndCroppingLayersAreTrained() {
    SmallPhantom phantom = SmallPhantom.in(work.resolve("phantom"));
    for (String name : new String[] {"center_crop", "tf1"}) {
      Path model = ForeignModels.file(name);
      CommandLineRun run =
          phantom.train(
              SmallPhantom.BENCHMARK, work.resolve(name), "--model", model, "--scaling", "tf");
      assertThat(run.exit()).as(run.err()).isZero();
    }
  }

  @Test
  void anExportedLoopPredictsTheSame() {
    Path out = work.resolve("exported");
    CommandLineRun.thorax(
            "export", ForeignModels.file("loop"), "--format", "savedmodel", "--out", out)
        .succeeds();
    predicts("loop", out, "--scaling", "tf", "--classes", "A,B,C");
  }

  @Test
  void aModelThatCannotRunIsNotImported() throws IOException {
    Path model = work.resolve("model");
    SmallPhantom.copy(ForeignModels.file("mapped"), model);
    Path graph = model.resolve("saved_model.pb");
    var saved = org.tensorflow.proto.SavedModel.parseFrom(Files.readAllBytes(graph)).toBuilder();
    var library = saved.getMetaGraphsBuilder(0).getGraphDefBuilder().getLibraryBuilder();
    for (var function : library.getFunctionBuilderList()) {
      for (var node : function.getNodeDefBuilderList()) {
        if (node.getOp().equals("TensorListStack")) {
          // As many elements as the list never has.
          node.putAttr("num_elements", org.tensorflow.proto.AttrValue.newBuilder().setI(7).build());
        }
      }
    }
    Files.write(graph, saved.build().toByteArray());
    Path out = work.resolve("out");
    CommandLineRun.thorax("backbone", "import", model, "--scaling", "tf", "--out", out)
        .failsSaying("cannot be computed");
    assertThat(out).doesNotExist();
  }

  @Test
  void weightsAreGivenBesideAnArchitectureToEveryCommand() {
    Path json = ForeignModels.file("keras2.json");
    Path weights = ForeignModels.file("keras2-legacy.h5");
    predicts("keras2", json, "--weights", weights, "--scaling", "tf", "--classes", "A,B");
    Path keras = work.resolve("joined.keras");
    CommandLineRun.thorax("export", json, "--weights", weights, "--format", "keras", "--out", keras)
        .succeeds();
    predicts("keras2", keras, "--scaling", "tf", "--classes", "A,B");
    CommandLineRun.thorax("backbone", "show", json, "--weights", weights).succeeds();
    Path imported = work.resolve("imported");
    CommandLineRun.thorax(
            "backbone", "import", json, "--weights", weights, "--scaling", "tf", "--out", imported)
        .succeeds();
    predicts("keras2", imported, "--classes", "A,B");
    SmallPhantom phantom = SmallPhantom.in(work.resolve("phantom"));
    CommandLineRun run =
        phantom.train(
            SmallPhantom.BENCHMARK, work, "--model", json, "--weights", weights, "--scaling", "tf");
    assertThat(run.exit()).as(run.err()).isZero();
    Object[] meaning = {"--weights", weights, "--scaling", "tf"};
    CommandLineRun evaluated =
        with(
            meaning,
            "evaluate",
            json,
            "--benchmark",
            SmallPhantom.BENCHMARK,
            "--classes",
            SmallPhantom.CLASSES,
            "--data",
            phantom.folder(),
            "--bootstrap",
            0);
    assertThat(evaluated.exit()).as(evaluated.err()).isZero();
    CommandLineRun explained =
        with(
            meaning,
            "explain",
            json,
            ForeignModels.film(),
            "--classes",
            "A,B",
            "--out",
            work.resolve("maps"));
    assertThat(explained.exit()).as(explained.err()).isZero();
  }

  private static CommandLineRun with(Object[] last, Object... first) {
    return CommandLineRun.thorax(
        Stream.concat(Arrays.stream(first), Arrays.stream(last)).toArray());
  }

  @Test
  void anArchitectureAloneAsksForItsWeights() {
    Path json = ForeignModels.file("keras3.json");
    CommandLineRun.thorax("predict", json, ForeignModels.film(), "--scaling", "tf")
        .failsSaying(json, "architecture without weights", "--weights");
    CommandLineRun.thorax("backbone", "show", ForeignModels.file("tf1"), "--weights", json)
        .failsSaying("leave --weights out");
    CommandLineRun.thorax(
            "predict",
            json,
            ForeignModels.film(),
            "--weights",
            ForeignModels.file("keras2-legacy.h5"))
        .failsSaying("keras2-legacy.h5");
  }

  @Test
  void pointersAreNamedWhereverTheyStand() throws IOException {
    Path model = work.resolve("model");
    SmallPhantom.copy(ForeignModels.file("tf1"), model);
    String[] parts = {
      "saved_model.pb", "variables/variables.index", "variables/variables.data-00000-of-00001"
    };
    for (String part : parts) {
      byte[] whole = Files.readAllBytes(model.resolve(part));
      Files.writeString(model.resolve(part), POINTER);
      CommandLineRun.thorax("backbone", "show", model)
          .failsSaying(model.resolve(part), "Git LFS pointer", "git lfs pull");
      Files.write(model.resolve(part), whole);
    }
    Path image = Files.writeString(work.resolve("image.png"), POINTER);
    CommandLineRun.thorax("predict", model, image, "--scaling", "tf", "--classes", "A,B")
        .failsSaying(image, "Git LFS pointer");
    Path data = Files.createDirectory(work.resolve("data"));
    Files.writeString(data.resolve("train.csv"), POINTER);
    CommandLineRun check = CommandLineRun.thorax("dataset", "check", data);
    assertThat(check.out() + check.err()).contains("Git LFS pointer");
  }

  private static void predicts(String name, Path model, Object... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("predict", model, ForeignModels.film(), "--csv"));
    arguments.addAll(List.of(more));
    CommandLineRun run = CommandLineRun.thorax(arguments.toArray());
    assertThat(run.exit()).as(run.err()).isZero();
    String[] fields = run.out().lines().toList().get(1).split(",", -1);
    float[] wanted = ForeignModels.outputs(name);
    for (int i = 0; i < wanted.length; i++) {
      assertThat(Float.parseFloat(fields[i + 1])).isCloseTo(wanted[i], within(1e-6f));
    }
  }
}
