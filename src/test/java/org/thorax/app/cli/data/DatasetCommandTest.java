package org.thorax.app.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.app.cli.CommandLineRun;
import org.thorax.app.cli.SmallPhantom;
import org.thorax.data.phantom.PhantomDataset;
import org.thorax.data.phantom.PhantomSettings;

class DatasetCommandTest {
  @TempDir private Path work;
  private Path folder;
  private SmallPhantom phantom;

  @BeforeEach
  void draw() {
    folder = work.resolve("phantom");
    PhantomDataset.write(folder, new PhantomSettings(7, 24, 6, 32));
    phantom = new SmallPhantom(folder);
  }

  @Test
  void aSoundDatasetHasNoFaults() {
    CommandLineRun run = CommandLineRun.thorax("dataset", "check", folder).succeeds();
    assertThat(run.out()).contains("Nothing is wrong", "30 patients", "Pleural Effusion");
  }

  @Test
  void onlyTheColumnsThatAreThereAreChecked() throws IOException {
    Path own = own("No Finding,Pneumonia", "0,1", "1,0", "1,-1");
    CommandLineRun run = CommandLineRun.thorax("dataset", "check", own, "--labels-only").succeeds();
    assertThat(run.out())
        .containsPattern("No Finding +2 positive +1 negative")
        .containsPattern("Pneumonia +1 positive +1 negative +1 uncertain")
        .contains("left out: Enlarged Cardiomediastinum, ");
    CommandLineRun.thorax("dataset", "stats", own, "--labels-only", "--split", "none").succeeds();
    assertThat(
            CommandLineRun.thorax(
                    "dataset", "check", own, "--labels-only", "--classes", "Pneumonia")
                .succeeds()
                .out())
        .contains("Pneumonia")
        .contains("left out: No Finding, ");
    CommandLineRun.thorax("dataset", "check", own, "--classes", "Edema").failsSaying("\"Edema\"");
    CommandLineRun.thorax("dataset", "check", own, "--classes", "Broken Heart")
        .failsSaying("\"Broken Heart\"", "Cardiomegaly");
  }

  @Test
  void aTableWithoutAnyGoodRowSaysWhatIsWrongWithTheFirst() throws IOException {
    for (String label : new String[] {"True", "False", "NA", "yes"}) {
      CommandLineRun.thorax(
              "dataset", "check", own("No Finding,Pneumonia", label + ",1", label + ",0"))
          .failsSaying("no rows that can be used", "Line 2", '"' + label + '"', "No Finding");
    }
  }

  private Path own(String classes, String... labels) throws IOException {
    Path place = Files.createTempDirectory(work, "own");
    StringBuilder table = new StringBuilder("Path,patient_id," + classes + "\n");
    for (int i = 0; i < labels.length; i++) {
      table.append("images/p%d.png,p%d,%s%n".formatted(i, i, labels[i]));
    }
    Files.writeString(place.resolve("train.csv"), table);
    return place;
  }

  @Test
  void everyFaultIsFoundAndNamedWithItsKind() throws IOException {
    List<Path> images = phantom.images();
    Files.delete(images.get(0));
    Files.write(images.get(1), new byte[0]);
    Files.write(images.get(2), Arrays.copyOf(Files.readAllBytes(images.get(2)), 200));
    Files.writeString(images.get(3), "no image at all");
    Files.copy(images.get(5), images.get(4), StandardCopyOption.REPLACE_EXISTING);
    Path train = folder.resolve("train.csv");
    List<String> lines = Files.readAllLines(train);
    String testRow = Files.readAllLines(folder.resolve("test.csv")).get(1);
    Files.writeString(
        train,
        String.join("\n", lines)
            + "\n"
            + lines.get(1)
            + "\n"
            + testRow
            + "\n"
            + lines.get(1).replaceFirst(".*\\.jpg", "../escaped.jpg")
            + "\n");
    CommandLineRun run = CommandLineRun.thorax("dataset", "check", folder, "--json");
    assertThat(run.exit()).isEqualTo(1);
    JsonNode faults = new ObjectMapper().readTree(run.out()).get("faults");
    assertThat(faults.get("row")).hasSize(1);
    assertThat(faults.at("/row/0").textValue())
        .contains("Line " + (lines.size() + 3) + " of", "leaves the dataset folder");
    assertThat(faults.get("repeated")).hasSize(2);
    assertThat(faults.get("missing")).hasSize(1);
    assertThat(faults.at("/missing/0").textValue())
        .isEqualTo(name(images.get(0)) + " (line 2 of train.csv)");
    assertThat(faults.get("corrupt")).hasSize(3);
    assertThat(faults.at("/corrupt/0").textValue())
        .contains(name(images.get(1)), "is empty", "(line 3 of train.csv)");
    assertThat(faults.at("/corrupt/2").textValue())
        .contains(name(images.get(3)), "neither JPEG", "(line 5 of train.csv)");
    assertThat(faults.get("duplicate")).hasSize(1);
    assertThat(faults.at("/duplicate/0").textValue())
        .contains(name(images.get(4)), name(images.get(5)));
    assertThat(faults.get("overlap")).hasSize(1);

    CommandLineRun text = CommandLineRun.thorax("dataset", "check", folder);
    assertThat(text.exit()).isEqualTo(1);
    assertThat(text.out()).contains("3 corrupt images", "1 patients in both", "9 faults.");
    assertThat(CommandLineRun.thorax("dataset", "check", folder, "--labels-only").out())
        .contains("4 faults.")
        .doesNotContain("corrupt");
  }

  @Test
  void imagesThatNoTableNamesAreListedAndNoFault() throws IOException {
    Path image = phantom.images().get(0);
    Files.copy(image, image.resolveSibling("forgotten.jpg"));
    Files.writeString(image.resolveSibling("notes.txt"), "no image");
    CommandLineRun run = CommandLineRun.thorax("dataset", "check", folder).succeeds();
    String name = name(image.resolveSibling("forgotten.jpg"));
    assertThat(run.out())
        .contains("1 image files that no table names", name)
        .doesNotContain("notes");
    String json = CommandLineRun.thorax("dataset", "check", folder, "--json").out();
    assertThat(new ObjectMapper().readTree(json).get("unnamed")).hasSize(1);
  }

  @Test
  void statsWritesPageFiguresAndNumbers() throws IOException {
    Path out = work.resolve("out");
    CommandLineRun run = CommandLineRun.thorax("dataset", "stats", folder, "--out", out).succeeds();
    assertThat(run.out()).contains("Training set", "Validation set", "official test set");
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              ".thorax-output.json",
              "index.html",
              "statistics.json",
              "labels.svg",
              "labels.png",
              "together.svg",
              "together.png",
              "ages.svg",
              "ages.png",
              "views.svg",
              "views.png",
              "sexes.svg",
              "sexes.png");
    }
  }

  @Test
  void statsWorksWithoutImagesAndSaysThatTheyAreMissing() throws IOException {
    for (Path image : phantom.images()) {
      Files.delete(image);
    }
    Path table = folder.resolve("train.csv");
    CommandLineRun run =
        CommandLineRun.thorax("dataset", "stats", table, "--split", "none", "--labels-only")
            .succeeds();
    assertThat(run.out()).contains("24 patients", "All images");
    CommandLineRun looked = CommandLineRun.thorax("dataset", "stats", folder);
    assertThat(looked.exit()).isZero();
    assertThat(looked.err()).contains("images are missing", "--labels-only");
    CommandLineRun.thorax("dataset", "stats", folder, "--split", "DS9999")
        .isWrongUsageSaying("DS9999", "add up to 100");
  }

  @Test
  void relabelDerivesBothTables() throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("train.csv"));
    List<String> header = List.of(lines.get(0).split(",", -1));
    CommandLineRun.thorax("dataset", "relabel", folder, "--out", work).succeeds();
    List<String> derived = Files.readAllLines(work.resolve("nofinding_train.csv"));
    assertThat(derived.get(0)).isEqualTo("," + lines.get(0) + ",patient_id");
    assertThat(derived).hasSameSizeAs(lines);
    int filtered = 0;
    for (int row = 1; row < lines.size(); row++) {
      List<String> before = List.of(lines.get(row).split(",", -1));
      List<String> after = List.of(derived.get(row).split(",", -1));
      assertThat(after.get(0)).isEqualTo(String.valueOf(row - 1));
      boolean healthy = before.get(header.indexOf("No Finding")).equals("1.0");
      for (int c = 0; c < header.size(); c++) {
        boolean finding = c > header.indexOf("No Finding") && c < header.size() - 1;
        String expected = healthy && finding && before.get(c).isEmpty() ? "0.0" : before.get(c);
        assertThat(after.get(c + 1)).isEqualTo(expected);
      }
      assertThat(before.get(0)).contains("patient" + "0".repeat(5 - last(after).length()));
      filtered +=
          number(before.get(header.indexOf("Lung Opacity")))
                      + number(before.get(header.indexOf("Consolidation")))
                  > 0
              ? 1
              : 0;
    }
    assertThat(Files.readAllLines(work.resolve("filtered_dependencies.csv"))).hasSize(filtered + 1);
    // What was derived can be read.
    CommandLineRun.thorax("dataset", "stats", work.resolve("nofinding_train.csv"), "--labels-only")
        .succeeds();
  }

  @Test
  void relabelRefusesOtherRulesAndDatasets() throws IOException {
    CommandLineRun.thorax("dataset", "relabel", folder, "--rule", "magic")
        .isWrongUsageSaying("nofinding", "magic");
    Path nih = Files.createDirectories(work.resolve("nih"));
    Files.writeString(
        nih.resolve("Data_Entry_2017.csv"), "Image Index,Finding Labels,Patient ID\n");
    CommandLineRun.thorax("dataset", "relabel", nih).failsSaying(nih, "CheXpert");
    CommandLineRun.thorax("dataset", "check", work.resolve("nowhere"))
        .failsSaying(work.resolve("nowhere"), "train.csv");
  }

  private static double number(String label) {
    return label.isEmpty() ? 0 : Double.parseDouble(label);
  }

  private static String last(List<String> row) {
    return row.get(row.size() - 1);
  }

  private String name(Path image) {
    return folder.relativize(image).toString();
  }
}
