package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.oracle.KerasModel;

class BadModelTest {
  private static final String DATA = "variables/variables.data-00000-of-00001";
  private static final String INDEX = "variables/variables.index";

  private static SmallPhantom phantom;

  @TempDir private Path work;
  private Path model;

  @BeforeAll
  static void draw(@TempDir Path folder) {
    phantom = SmallPhantom.in(folder.resolve("phantom"));
  }

  @BeforeEach
  void copy() throws IOException {
    model = work.resolve("tiny");
    SmallPhantom.copy(SmallPhantom.tiny(), model);
  }

  @Test
  void aFolderThatDoesNotExistIsNamedByEveryCommand() {
    Path nowhere = work.resolve("nowhere");
    train("--backbone", nowhere).failsSaying(nowhere, "found nothing", "check the path");
    train("--model", nowhere).failsSaying(nowhere, "found nothing");
    CommandLineRun.thorax("predict", nowhere, "image.png")
        .failsSaying(nowhere, "neither there nor below models");
    CommandLineRun.thorax("backbone", "show", nowhere).failsSaying(nowhere, "found nothing");
    CommandLineRun.thorax("backbone", "import", nowhere, "--out", work.resolve("out"))
        .failsSaying(nowhere, "found nothing");
    assertThat(work.resolve("out")).doesNotExist();
  }

  @Test
  void aFolderThatIsNoSavedModelSaysHowToMakeOne() throws IOException {
    Path empty = Files.createDirectory(work.resolve("empty"));
    train("--backbone", empty).failsSaying(empty, "is not a SavedModel", "model.export(dir)");
  }

  @Test
  void aFileInPlaceOfTheGraphIsNamed() throws IOException {
    Files.writeString(model.resolve("saved_model.pb"), "This is no protocol buffer.");
    show().failsSaying(model.resolve("saved_model.pb"), "damaged", "again");
    Files.write(model.resolve("saved_model.pb"), new byte[0]);
    show().failsSaying(model.resolve("saved_model.pb"));
  }

  @Test
  void missingVariablesAreNamed() throws IOException {
    Files.delete(model.resolve(DATA));
    train("--backbone", model).failsSaying(model.resolve(DATA), "copy the folder 'variables'");
    SmallPhantom.copy(SmallPhantom.tiny(), model);
    Files.delete(model.resolve(INDEX));
    train("--backbone", model).failsSaying(model.resolve(INDEX), "copy the folder 'variables'");
    noModelIsLeft();
  }

  @Test
  void variablesThatAreCutOffAreNamed() throws IOException {
    cutOff(DATA);
    train("--backbone", model).failsSaying(model.resolve("variables"), "again");
    SmallPhantom.copy(SmallPhantom.tiny(), model);
    cutOff(INDEX);
    train("--backbone", model).failsSaying(model.resolve("variables"), "again");
    noModelIsLeft();
  }

  @Test
  void variablesOfAnotherModelAreNamed() throws IOException {
    SmallPhantom.copy(
        KerasModel.recorded("keras2", "grey").savedModel().resolve("variables"),
        model.resolve("variables"));
    train("--backbone", model).failsSaying(model.resolve("variables"), "another model");
    noModelIsLeft();
  }

  @Test
  void aGraphThatIsCutOffAnywhereIsAnErrorOfOneLine() throws IOException {
    byte[] whole = Files.readAllBytes(model.resolve("saved_model.pb"));
    for (int part = 1; part < 20; part++) {
      Files.write(model.resolve("saved_model.pb"), Arrays.copyOf(whole, whole.length / 20 * part));
      show().failsSaying(model);
    }
  }

  @Tag("long")
  @Test
  void aDamagedGraphIsNeverAnUnexpectedFailure() throws IOException {
    Path graph = model.resolve("saved_model.pb");
    byte[] whole = Files.readAllBytes(graph);
    Random random = new Random(6122156);
    for (int i = 0; i < 100; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      Files.write(graph, damaged);
      // A backbone cannot predict, so this fails for one reason or the other.
      CommandLineRun.thorax("predict", model, "image.png").failsSaying();
    }
  }

  @Test
  void aDamagedByteInTheVariablesIsFound() throws IOException {
    byte[] bytes = Files.readAllBytes(model.resolve(DATA));
    bytes[bytes.length / 2] ^= 1;
    Files.write(model.resolve(DATA), bytes);
    train("--backbone", model).failsSaying(model.resolve("variables"), "damaged");
    noModelIsLeft();
  }

  @Test
  void anOpWithoutGradientIsNamedWithItsLayer() {
    Path odd = KerasModel.recorded("keras2", "odd").savedModel();
    CommandLineRun.thorax("backbone", "import", odd, "--out", work.resolve("out"))
        .failsSaying(odd, "NextAfter", "strange");
    assertThat(work.resolve("out")).doesNotExist();
  }

  @Test
  void aBackboneIsNoCompleteModel() throws IOException {
    train("--model", model).failsSaying("2 outputs", "feature maps", "--backbone");
    Path image = phantom.images().get(0);
    CommandLineRun.thorax("predict", model, image, "--scaling", "tf", "--size", "32")
        .failsSaying("backbone 'tiny'", "head");
  }

  @Test
  void aModelOfAnotherNumberOfClassesIsRefused() {
    train("--model", KerasModel.recorded("keras2", "grey").savedModel())
        .failsSaying("2 outputs", "found 3 outputs", "--backbone");
    noModelIsLeft();
  }

  @Test
  void aModelOfAnotherImageSizeIsRefused() {
    train("--model", KerasModel.recorded("keras2", "small").savedModel())
        .failsSaying("64 x 64", "32 x 32", "D64");
  }

  @Test
  void anUnknownScalingMustBeGiven() {
    phantom
        .train(SmallPhantom.BENCHMARK, work, "--backbone", model)
        .failsSaying("'tiny'", "--scaling");
  }

  private CommandLineRun show() {
    return CommandLineRun.thorax("backbone", "show", model);
  }

  private CommandLineRun train(String option, Path network) {
    return phantom.train(SmallPhantom.BENCHMARK, work, option, network, "--scaling", "tf");
  }

  private void cutOff(String file) throws IOException {
    byte[] bytes = Files.readAllBytes(model.resolve(file));
    Files.write(model.resolve(file), Arrays.copyOf(bytes, bytes.length / 2));
  }

  private void noModelIsLeft() {
    assertThat(work.resolve("models")).doesNotExist();
  }
}
