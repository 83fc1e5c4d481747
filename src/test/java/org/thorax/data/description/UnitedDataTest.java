package org.thorax.data.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.data.DatasetSplit;
import org.thorax.data.LabelCounts;
import org.thorax.data.LabelEncoding;
import org.thorax.data.Labels;
import org.thorax.data.Samples;
import org.thorax.data.SplitPlan;
import org.thorax.data.UncertaintyPolicy.Everywhere;

/** Several data sets read as one. */
class UnitedDataTest {
  private static final List<String> CLASSES = List.of("Stent", "Pleural Effusion", "Edema");

  @TempDir private Path folder;

  @BeforeEach
  void threeHospitalsWithTheSamePatientNumbers() throws IOException {
    write("North", "Pleural Effusion,Edema", "[Pleural Effusion, Edema]", 40, "1,-1", "0,");
    write(
        "South",
        "Erguss,Stent,Other",
        "{Pleuraerguss: Erguss, Stent: Stent, Other: Other}",
        30,
        "1,0,1",
        "0,1,0");
    write("West", "Edema", "[Edema]", 20, "1", "0");
  }

  /** Two images a patient; every third row has the first labels. */
  private void write(
      String name, String columns, String classes, int rows, String third, String others)
      throws IOException {
    Path place = Files.createDirectories(folder.resolve(name));
    List<String> lines = new ArrayList<>(List.of("image,patient," + columns));
    IntStream.range(0, rows)
        .forEach(i -> lines.add(i + ".png," + i / 2 + "," + (i % 3 == 0 ? third : others)));
    Files.write(place.resolve("all.csv"), lines);
    Files.writeString(
        place.resolve("dataset.yaml"),
        """
        name: %s
        table: all.csv
        image: image
        patient: patient
        labels:
          columns: %s
        """
            .formatted(name, classes));
  }

  private DatasetReader reader(String name) {
    return DatasetReader.of(folder.resolve(name));
  }

  @Test
  void everySetIsSplitAsAloneAndPatientsAreApartBySet() {
    List<DatasetReader> readers = List.of(reader("North"), reader("South"), reader("West"));
    DatasetSplit all =
        new UnitedData(readers, CLASSES, ClassMapping.NONE).split(SplitPlan.DEFAULT, CLASSES);
    List<String> expected = new ArrayList<>();
    for (DatasetReader each : readers) {
      Samples test = each.split(SplitPlan.DEFAULT, each.allClasses()).test();
      IntStream.range(0, test.size())
          .forEach(i -> expected.add(each.name() + "/" + test.patient(i) + " " + test.image(i)));
    }
    assertThat(
            IntStream.range(0, all.test().size())
                .mapToObj(i -> all.test().patient(i) + " " + all.test().image(i)))
        .containsExactlyElementsOf(expected);
    assertThat(all.test().set(0)).isEqualTo("North");
    assertThat(all.test().imageName(0)).startsWith("North/");
    assertThat(all.train().size() + all.validation().size() + all.test().size()).isEqualTo(90);
  }

  @Test
  void aClassThatASetDoesNotHaveIsMaskedWhateverBlankAndUncertainMean() {
    List<DatasetReader> readers = List.of(reader("North"), reader("South"), reader("West"));
    UnitedData data = new UnitedData(readers, CLASSES, ClassMapping.NONE);
    Samples all = data.all(CLASSES);
    assertThat(LabelCounts.of(all))
        .containsExactly(
            new LabelCounts("Stent", 20, 10, 0, 0),
            new LabelCounts("Pleural Effusion", 24, 46, 0, 0),
            new LabelCounts("Edema", 7, 13, 14, 26));
    Labels ones = new LabelEncoding(Everywhere.UONES).encode(all);
    assertThat(row(ones, 0)).containsExactly(-1, 1, 1);
    assertThat(row(ones, 1)).containsExactly(-1, 0, 0);
    assertThat(row(ones, 40)).containsExactly(0, 1, -1);
    assertThat(row(ones, 89)).containsExactly(-1, -1, 0);
    assertThat(all.where(41)).isEqualTo("line 3 of all.csv");
    assertThat(data.remarks())
        .contains(
            "Classes that North does not label: Stent.",
            "Classes of South under another name: Pleural Effusion = Pleuraerguss.",
            "Classes of South that are not used: Other.");
  }

  private static float[] row(Labels labels, int sample) {
    float[] row = new float[labels.classes().size()];
    labels.copyTo(sample, row, 0);
    return row;
  }

  @Test
  void theUnionOfTheClassesHasEveryFindingOnce() {
    List<DatasetReader> readers = List.of(reader("South"), reader("North"), reader("West"));
    assertThat(UnitedData.classes(readers, ClassMapping.NONE))
        .containsExactly("Pleuraerguss", "Stent", "Other", "Edema");
    assertThat(UnitedData.classes(readers, ClassMapping.parse("Other=Edema")))
        .containsExactly("Pleuraerguss", "Stent", "Other");
  }

  @Test
  void twoSetsOfOneNameAndASetWithoutACommonClassAreRefused() {
    assertThatThrownBy(
            () ->
                new UnitedData(
                    List.of(reader("North"), reader("North")), CLASSES, ClassMapping.NONE))
        .hasMessageContaining("Two data sets have the name 'North'");
    assertThatThrownBy(
            () ->
                new UnitedData(
                    List.of(reader("North"), reader("West")),
                    List.of("Pleural Effusion"),
                    ClassMapping.NONE))
        .hasMessageContaining("West")
        .hasMessageContaining(
            "has none of the classes [Pleural Effusion]; its classes are [Edema]");
    assertThatThrownBy(
            () ->
                new DatasetPlaces(List.of(folder, folder), Optional.of(folder), ClassMapping.NONE))
        .hasMessageContaining("put a dataset.yaml into the folder of each");
  }

  @Test
  void anImageInTwoTablesIsNotCountedTwice() throws IOException {
    Path place = folder.resolve("North");
    Files.copy(place.resolve("all.csv"), place.resolve("test.csv"));
    Files.writeString(
        place.resolve("dataset.yaml"),
        Files.readString(place.resolve("dataset.yaml"))
            .replace("table: all.csv", "table: all.csv\ntest: test.csv"));
    assertThatThrownBy(() -> reader("North").all(List.of("Edema")))
        .hasMessageContaining("image 0.png")
        .hasMessageContaining("line 2 of test.csv");
  }
}
