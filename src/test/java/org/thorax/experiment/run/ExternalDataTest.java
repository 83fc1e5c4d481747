package org.thorax.experiment.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.data.description.DatasetReader;

/** Which trainings share images with another data set. */
class ExternalDataTest {
  @TempDir private Path folder;
  private ExternalData rsna;
  private ExternalData nih;

  @BeforeEach
  void twoPublishedSets() throws IOException {
    Path one = Files.createDirectories(folder.resolve("rsna"));
    Files.writeString(
        one.resolve("stage_2_train_labels.csv"), "patientId,x,y,width,height,Target\na,,,,,0\n");
    Path other = Files.createDirectories(folder.resolve("nih"));
    Files.writeString(
        other.resolve("Data_Entry_2017.csv"),
        "Image Index,Finding Labels,Patient ID\na.png,Mass,1\n");
    rsna = external(one);
    nih = external(other);
  }

  private static ExternalData external(Path place) {
    DatasetReader reader = DatasetReader.of(place);
    return new ExternalData(reader, List.of(reader));
  }

  @Test
  void setsWhoseImagesAreThoseOfChestXray14ShareThemInEveryDirection() {
    for (String trained : List.of("Chestxray", "Siim", "Chestxraygoogle", "Own+Chestxray")) {
      assertThat(rsna.sharedWith(trained + "_BCE_E1_B8_N1")).as(trained).isPresent();
    }
    for (String trained : List.of("Rsna", "Siim", "Chestxraygoogle", "Vindr+Rsna")) {
      assertThat(nih.sharedWith(trained + "_BCE_E1_B8_N1")).as(trained).isPresent();
    }
  }

  @Test
  void othersDoNot() {
    for (String trained : List.of("Chexpert", "Vindr", "Own", "Padchest+Vindr")) {
      assertThat(rsna.sharedWith(trained + "_BCE_E1_B8_N1")).as(trained).isEmpty();
      assertThat(nih.sharedWith(trained + "_BCE_E1_B8_N1")).as(trained).isEmpty();
    }
  }
}
