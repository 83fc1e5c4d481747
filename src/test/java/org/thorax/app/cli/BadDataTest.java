package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.thorax.app.cli.SmallPhantom.BENCHMARK;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.oracle.Oracle;

class BadDataTest {
  private static SmallPhantom whole;

  @TempDir private Path work;
  private SmallPhantom phantom;

  @BeforeAll
  static void draw(@TempDir Path folder) {
    whole = SmallPhantom.in(folder.resolve("phantom"));
  }

  @BeforeEach
  void copy() throws IOException {
    phantom = whole.copiedTo(work.resolve("phantom"));
    // It has a header alone.
    Files.delete(phantom.folder().resolve("test.csv"));
  }

  @Test
  void aMissingFolderIsNamed() {
    Path nowhere = work.resolve("nowhere");
    new SmallPhantom(nowhere).train(work).failsSaying(nowhere, "does not exist");
    nothingIsLeft();
  }

  @Test
  void aFolderWithoutTableNamesTheTablesLookedFor() throws IOException {
    Files.delete(table());
    phantom.train(work).failsSaying(phantom.folder(), "train.csv");
  }

  @Test
  void aTableWithoutAClassColumnNamesFileAndColumn() throws IOException {
    rewriteTable("Lung Opacity", "Lung Opaqueness");
    phantom.train(work).failsSaying(table(), "\"Lung Opacity\"", "Lung Opaqueness");
    nothingIsLeft();
  }

  @Test
  void aTableWithoutPathsNamesFileAndColumn() throws IOException {
    rewriteTable("Path,", "File,");
    phantom.train(work).failsSaying(table(), "\"Path\"", "File");
  }

  @Test
  void anUnknownLabelNamesFileAndLine() throws IOException {
    List<String> lines = Files.readAllLines(table());
    int column = List.of(lines.get(0).split(",", -1)).indexOf("Lung Opacity");
    String[] cells = lines.get(1).split(",", -1);
    cells[column] = "7.5";
    Files.writeString(table(), lines.get(0) + "\n" + String.join(",", cells) + "\n");
    phantom.train(work).failsSaying(table(), "Line 2", "7.5");
  }

  @Test
  void anUnknownClassIsNamedWithTheKnownOnes() {
    phantom
        .train(work, "--classes", "Pleural Effusion,Broken Heart")
        .failsSaying("\"Broken Heart\"", "Cardiomegaly");
  }

  @Test
  void aClassWithoutPositivesIsNamed() throws IOException {
    List<String> lines = Files.readAllLines(table());
    int column = List.of(lines.get(0).split(",", -1)).indexOf("Lung Opacity");
    StringBuilder text = new StringBuilder(lines.get(0)).append('\n');
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      cells[column] = "0.0";
      text.append(String.join(",", cells)).append('\n');
    }
    Files.writeString(table(), text);
    phantom
        .train(BENCHMARK.replace("BCE", "CWBCE"), work, SmallPhantom.withTiny())
        .failsSaying(phantom.folder(), "'Lung Opacity'", "0 positives", "leave the class out");
    nothingIsLeft();
  }

  @Test
  void badImagesAreListedInOneLineBeforeTrainingBegins() throws IOException {
    List<Path> images = phantom.images();
    Files.delete(images.get(3));
    Files.write(images.get(5), new byte[0]);
    cutOff(images.get(images.size() - 1));
    phantom
        .train(work)
        .failsSaying(
            "3 of 58 images",
            name(images.get(3)) + " (missing) in line 5 of train.csv",
            name(images.get(5)) + " (empty)",
            name(images.get(images.size() - 1)) + " (damaged)",
            phantom.folder(),
            "--on-bad-image skip");
    nothingIsLeft();
  }

  @Test
  void filesThatAreNoImagesAreFoundBeforeTrainingBegins() throws IOException {
    List<Path> images = phantom.images();
    Files.writeString(images.get(0), "no image, whatever its name says");
    byte[] bomb = Files.readAllBytes(images.get(1));
    int frame = 0;
    while ((bomb[frame] & 0xff) != 0xff || (bomb[frame + 1] & 0xff) != 0xc0) {
      frame++;
    }
    ByteBuffer.wrap(bomb).putShort(frame + 5, (short) 60_000).putShort(frame + 7, (short) 60_000);
    Files.write(images.get(1), bomb);
    phantom
        .train(work)
        .failsSaying(
            "2 of 58 images",
            name(images.get(0)) + " (damaged) in line 2 of train.csv",
            name(images.get(1)) + " (damaged) in line 3 of train.csv");
    nothingIsLeft();
    CommandLineRun check = CommandLineRun.thorax("dataset", "check", table());
    assertThat(check.out()).contains("neither JPEG", "claims 60000 x 60000", "(line 3 of");
  }

  @Test
  void aPathThatIsBlankOrLeavesTheFolderNamesFileAndLine() throws IOException {
    List<String> lines = Files.readAllLines(table());
    for (String path :
        List.of("", "../other/patient00001/study1/view1_frontal.jpg", "/etc/hosts")) {
      String row = lines.get(2).replaceFirst("^[^,]*", path);
      Files.writeString(table(), lines.get(0) + "\n" + lines.get(1) + "\n" + row + "\n");
      phantom.train(work).failsSaying("Line 3 of", table(), "path");
    }
    nothingIsLeft();
    CommandLineRun check = CommandLineRun.thorax("dataset", "check", table());
    assertThat(check.exit()).isEqualTo(1);
    assertThat(check.out()).contains("1 rows that cannot be used", "Line 3 of");
  }

  @Test
  void aSplitThatLeavesASetEmptyIsNamed() throws IOException {
    List<String> lines = Files.readAllLines(table());
    Files.writeString(table(), lines.get(0) + "\n" + lines.get(1) + "\n");
    phantom.train(work).failsSaying(phantom.folder(), "patient");
    nothingIsLeft();
  }

  @Test
  void skippedImagesAreCountedAndListedOnceEach() throws IOException {
    List<Path> images = phantom.images();
    Files.delete(images.get(3));
    cutOff(images.get(images.size() - 1));
    CommandLineRun run = phantom.train(work, "--on-bad-image", "skip").succeeds();
    Path list = SmallPhantom.experiment(work).resolve("skipped-images.txt");
    assertThat(run.out()).contains("2 bad images were skipped", list.toString());
    assertThat(Files.readAllLines(list))
        .hasSize(2)
        .anyMatch(
            line -> line.contains(images.get(3).toString()) && line.contains("line 5 of train.csv"))
        .anyMatch(line -> line.contains(images.get(images.size() - 1).toString()));
    String config = Files.readString(SmallPhantom.experiment(work).resolve("config.json"));
    JsonNode listed = new ObjectMapper().readTree(config).get("skipped_images");
    assertThat(listed).hasSize(2);
    assertThat(listed.toString()).contains(name(images.get(3)), "line 5 of train.csv");
    int rows =
        Files.readAllLines(SmallPhantom.experiment(work).resolve("predictions_probs.csv")).size();
    assertThat(run.out()).contains("Test set, " + rows + " images");

    for (Path image : List.of(images.get(3), images.get(images.size() - 1))) {
      Files.copy(
          whole.folder().resolve(phantom.folder().relativize(image)),
          image,
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
    phantom.train(work, "--on-bad-image", "skip").succeeds();
    assertThat(list).doesNotExist();
  }

  @Test
  void aSetOfBadImagesAloneIsAnErrorEvenWhenTheyAreSkipped() throws IOException {
    for (Path image : phantom.images()) {
      Files.delete(image);
    }
    phantom
        .train(work, "--on-bad-image", "skip")
        .failsSaying("No image of the training set", "0001", "does not exist");
    assertNoModel();
  }

  @Tag("oracle")
  @Test
  void aLossThatIsNoNumberEndsTheTrainingWithoutAModel() throws IOException {
    Path first = work.resolve("first");
    phantom.train(first).succeeds();
    Path damaged;
    try (Stream<Path> files = Files.walk(first)) {
      damaged = files.filter(file -> file.toString().endsWith(".h5")).findFirst().orElseThrow();
    }
    Oracle.run("without_number.py", damaged);
    phantom
        .train(BENCHMARK, work, "--model", damaged, "--scaling", "tf")
        .failsSaying("The loss became NaN", "LR token");
    assertNoModel();
  }

  @Test
  void aCorruptLogIsFoundBeforeTheTraining() throws IOException {
    Path log = work.resolve("logs/unvalidated-experiment-log.json");
    Files.createDirectories(log.getParent());
    Files.writeString(log, "{\"experiments\": [");
    phantom.train(work).failsSaying(log, "corrupt");
    assertThat(log).hasContent("{\"experiments\": [");
    assertThat(work.resolve("models")).doesNotExist();
  }

  @Test
  void foldersThatCannotBeWrittenAreFoundBeforeTheTraining() throws IOException {
    Files.writeString(work.resolve("logs"), "");
    phantom.train(work).failsSaying(work.resolve("logs"));
    Files.delete(work.resolve("logs"));
    Files.writeString(work.resolve("models"), "");
    phantom.train(work).failsSaying(work.resolve("models"), "write access");
  }

  private Path table() {
    return phantom.folder().resolve("train.csv");
  }

  private void rewriteTable(String from, String to) throws IOException {
    Files.writeString(table(), Files.readString(table()).replaceFirst(from, to));
  }

  private String name(Path image) {
    return phantom.folder().relativize(image).toString();
  }

  private static void cutOff(Path image) throws IOException {
    byte[] bytes = Files.readAllBytes(image);
    Files.write(image, Arrays.copyOf(bytes, bytes.length / 2));
  }

  private void nothingIsLeft() {
    assertThat(work.resolve("models")).doesNotExist();
    assertThat(work.resolve("logs/unvalidated-experiment-log.json")).doesNotExist();
  }

  private void assertNoModel() throws IOException {
    try (var all = Files.walk(work.resolve("models"))) {
      assertThat(all.map(path -> path.getFileName().toString()))
          .doesNotContain("saved_model.pb", "config.json", "predictions_probs.csv");
    }
    assertThat(work.resolve("logs/unvalidated-experiment-log.json")).doesNotExist();
  }
}
