package org.thorax.data.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.data.DatasetSplit;
import org.thorax.data.Samples;
import org.thorax.data.SplitPlan;
import org.thorax.data.View;
import org.thorax.oracle.Oracle;

class BuiltInDescriptionsTest {
  @Test
  void allAreRead() {
    List<DatasetDescription> all = BuiltInDescriptions.all();
    assertThat(all).hasSizeGreaterThan(8);
    assertThat(all).extracting(DatasetDescription::name).doesNotHaveDuplicates();
  }

  @Test
  void aFolderIsRecognizedByItsTable(@TempDir Path folder) throws IOException {
    assertThatThrownBy(() -> DatasetReader.of(folder)).hasMessageContaining("no label table");
    Files.writeString(
        folder.resolve("stage_2_train_labels.csv"),
        "patientId,x,y,width,height,Target\na,,,,,0\nb,1,2,3,4,1\nb,5,6,7,8,1\n");
    DatasetReader reader = DatasetReader.of(folder);
    assertThat(reader.title()).isEqualTo("RSNA pneumonia");
    Samples samples = reader.read();
    assertThat(samples.patients()).containsExactly("a", "b");
    assertThat(samples.label(1, 0)).isEqualTo(1);
    assertThat(samples.imageName(1)).isEqualTo("stage_2_train_images/b.dcm");
  }

  @Test
  void joinedTablesOfMimicAreReadWithTheirSets(@TempDir Path folder) throws IOException {
    String classes = String.join(",", BuiltInDescriptions.named("Mimic").orElseThrow().classes());
    Files.writeString(
        folder.resolve("mimic-cxr-2.0.0-metadata.csv"),
        "dicom_id,subject_id,study_id,PerformedProcedureStepDescription,ViewPosition\n"
            + "d1,10000032,50414267,CHEST (PA AND LAT),PA\nd2,10000032,50414267,CHEST (PA AND LAT),LATERAL\n"
            + "d3,10000764,57375967,CHEST (PA AND LAT),AP\nd4,10000898,50771383,CHEST (PA AND LAT),PA\n");
    Files.writeString(
        folder.resolve("mimic-cxr-2.0.0-chexpert.csv"),
        "subject_id,study_id,"
            + classes
            + "\n10000032,50414267,1.0,,,,,,,,,,,,,\n"
            + "10000764,57375967,,,,,,,-1.0,,,,,,,\n10000898,50771383,,,0.0,,,,,,,,,,,\n");
    Files.writeString(
        folder.resolve("mimic-cxr-2.0.0-split.csv"),
        "dicom_id,study_id,subject_id,split\nd1,50414267,10000032,train\nd2,50414267,10000032,train\n"
            + "d3,57375967,10000764,validate\nd4,50771383,10000898,test\n");
    DatasetReader reader = DatasetReader.of(folder);
    DatasetSplit split = reader.split(SplitPlan.DEFAULT, reader.allClasses());
    assertThat(split.train().size()).isEqualTo(2);
    assertThat(split.train().imageName(0)).isEqualTo("files/p10/p10000032/s50414267/d1.jpg");
    assertThat(split.train().examination(1).view()).isEqualTo(View.LATERAL);
    assertThat(split.validation().label(0, 6)).isEqualTo(Samples.UNCERTAIN);
    assertThat(split.test().label(0, 2)).isZero();
  }

  /** The published tables themselves, of which PadChest's has 160,861 rows. */
  @Test
  @Tag("oracle")
  void countsOfPublishedTablesAreThoseOfPandas() {
    Path folder = Path.of("target/tables").toAbsolutePath();
    Map<String, Map<String, Long>> expected = new TreeMap<>();
    for (String line : Oracle.run("described_tables.py", folder).lines().toList()) {
      String[] parts = line.split("\t", -1);
      expected
          .computeIfAbsent(parts[0], name -> new TreeMap<>())
          .put(parts[1], Long.parseLong(parts[2]));
    }
    assertThat(expected).hasSize(8);
    assertThat(expected.get("Padchest")).hasSize(2 + 16 + 4);
    Map<String, DatasetDescription> known =
        BuiltInDescriptions.all().stream()
            .collect(Collectors.toMap(DatasetDescription::name, each -> each));
    expected.forEach(
        (name, counts) -> {
          DatasetDescription description = known.get(name);
          long start = System.nanoTime();
          Samples samples =
              new DescribedTable(description, folder)
                  .read(
                      DatasetPart.TRAIN,
                      description.classes(),
                      fault -> {
                        throw fault;
                      })
                  .orElseThrow();
          System.out.printf("%s: %.1f s%n", name, (System.nanoTime() - start) / 1e9);
          counts.forEach(
              (what, count) ->
                  assertThat(count(samples, what)).as(name + " " + what).isEqualTo(count));
        });
  }

  private static long count(Samples samples, String what) {
    IntStream all = IntStream.range(0, samples.size());
    return switch (what) {
      case "images" -> samples.size();
      case "patients" -> samples.patients().stream().distinct().count();
      case "FRONTAL", "LATERAL", "UNKNOWN" ->
          all.filter(i -> samples.examination(i).view().name().equals(what)).count();
      case "Female" -> all.filter(i -> samples.examination(i).sex().equals(what)).count();
      case "age sum" -> all.mapToLong(i -> samples.examination(i).age().orElse(0)).sum();
      default -> {
        float label = what.startsWith("uncertain ") ? Samples.UNCERTAIN : 1;
        int index = samples.classes().indexOf(what.replaceFirst("^uncertain ", ""));
        assertThat(index).as(what).isNotNegative();
        yield all.filter(i -> samples.label(i, index) == label).count();
      }
    };
  }
}
