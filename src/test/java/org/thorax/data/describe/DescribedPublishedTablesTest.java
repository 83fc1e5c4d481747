package org.thorax.data.describe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thorax.data.LabelCounts;
import org.thorax.data.Samples;
import org.thorax.data.description.BuiltInDescriptions;
import org.thorax.data.description.DatasetReader;
import org.thorax.data.description.DescriptionFile;
import org.thorax.oracle.Oracle;

/** Published tables under names that nobody knows, against the descriptions that Thorax has. */
@Tag("oracle")
class DescribedPublishedTablesTest {
  private static final Path TABLES = Path.of("target/tables").toAbsolutePath();
  private static final int IMAGES = 200;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "Vindr,vinbigdata-train.csv.gz,''",
    "Rsna,kaggle_stage_2_train_labels.csv,Target=Pneumonia",
    "Siim,siim-pneumothorax-train-rle.csv.gz,Mask=Pneumothorax",
    "Chestxray,Data_Entry_2017_v2020.csv.gz,''",
    "Chexpert,chexpert_train.csv.gz,''",
    "Chestxraygoogle,google2019_nih-chest-xray-labels.csv.gz,''"
  })
  void countsAreThoseOfTheKnownDescription(String name, String table, String renamed)
      throws IOException {
    if (!Files.exists(TABLES.resolve(table))) {
      Oracle.run("described_tables.py", TABLES);
    }
    Samples known = new DatasetReader(BuiltInDescriptions.named(name).orElseThrow(), TABLES).read();
    for (int i = 0; i < IMAGES; i++) {
      Path file =
          folder.resolve("films").resolve(known.imageName(i).replaceFirst("\\.di?co?m$", ".png"));
      Files.createDirectories(file.getParent());
      Files.write(file, new byte[] {1});
    }
    Files.copy(
        TABLES.resolve(table), folder.resolve("tabelle.csv" + (table.endsWith("gz") ? ".gz" : "")));
    DescribedFolder described = DescribedFolder.of(folder, Optional.of("Own"));
    Samples found =
        new DatasetReader(
                DescriptionFile.of(described.text().orElseThrow(), "dataset.yaml"), folder)
            .read();
    assertThat(found.size()).isEqualTo(known.size());
    assertThat(found.patients()).isEqualTo(known.patients());
    assertThat(described.counts().images() - described.counts().missing().count())
        .isGreaterThanOrEqualTo(IMAGES);
    Map<String, LabelCounts> counts =
        LabelCounts.of(found).stream()
            .collect(Collectors.toMap(each -> other(each.name(), renamed), Function.identity()));
    for (LabelCounts each : LabelCounts.of(known)) {
      // In lists, 'No Finding' is the absence of all classes.
      if (counts.containsKey(each.name())) {
        LabelCounts ours = counts.get(each.name());
        assertThat(ours.positive()).as(each.name()).isEqualTo(each.positive());
        assertThat(ours.negative()).as(each.name()).isEqualTo(each.negative());
        assertThat(ours.uncertain()).as(each.name()).isEqualTo(each.uncertain());
      }
    }
    assertThat(counts.keySet()).hasSizeGreaterThanOrEqualTo(known.classes().size() - 1);
  }

  private static String other(String name, String renamed) {
    String[] pair = renamed.split("=", -1);
    return pair[0].equals(name) ? pair[1] : name;
  }
}
