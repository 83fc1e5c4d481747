package org.thorax.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.ThoraxException;
import org.thorax.data.description.DatasetReader;
import org.thorax.data.tools.DatasetCheck;
import org.thorax.oracle.Golden;

class Chestxray14ReaderTest {
  @TempDir Path folder;

  @Test
  void bothTablesOfChestXray14GiveTheSameSamples() throws IOException {
    Path entry =
        Files.writeString(
            folder.resolve("Data_Entry_2017.csv"),
            "Image Index,Finding Labels,Patient ID\na.png,Edema|Mass,1\nb.png,No Finding,2\n");
    Path labels =
        Files.writeString(
            folder.resolve("labels.csv"),
            "Image Index,Patient ID,Edema,Mass\na.png,1,True,True\nb.png,2,False,False\n");
    DatasetReader reader = new DatasetReader(DatasetKind.CHESTXRAY14, folder);
    List<String> classes = List.of("Mass", "Edema");
    for (Path table : List.of(entry, labels)) {
      Samples samples = reader.read(table, classes);
      assertThat(samples.imageName(0)).isEqualTo("images/a.png");
      assertThat(samples.patients()).containsExactly("1", "2");
      assertThat(LabelCounts.of(samples))
          .containsExactly(
              new LabelCounts("Mass", 1, 1, 0, 0), new LabelCounts("Edema", 1, 1, 0, 0));
    }
  }

  @Test
  void theArchivesOfChestXray14MayLieSideBySide() throws IOException {
    Path second = Files.createDirectories(folder.resolve("images_002/images"));
    Files.createDirectories(folder.resolve("images_001/images"));
    Files.createFile(second.resolve("b.png"));
    Files.writeString(
        folder.resolve("Data_Entry_2017.csv"),
        "Image Index,Finding Labels,Patient ID\na.png,Mass,1\nb.png,No Finding,2\n");
    Samples samples = new DatasetReader(DatasetKind.CHESTXRAY14, folder).read();
    assertThat(samples.image(1)).isRegularFile();
    assertThat(samples.imageName(1)).isEqualTo("images_002/images/b.png");
    assertThat(samples.imageName(0)).isEqualTo("images/a.png");
  }

  @Test
  void anUnknownFindingIsAnErrorThatNamesRowAndFile() throws IOException {
    Files.writeString(
        folder.resolve("Data_Entry_2017.csv"),
        "Image Index,Finding Labels,Patient ID\na.png,Edema|Oedema,1\n");
    DatasetReader reader = new DatasetReader(DatasetKind.CHESTXRAY14, folder);
    assertThatThrownBy(reader::read)
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("Line 2 of ")
        .hasMessageContaining("Data_Entry_2017.csv")
        .hasMessageContaining("\"Oedema\"");
  }

  @Test
  void anImageWithoutAFindingIsOneBadRow() throws IOException {
    Files.writeString(
        folder.resolve("Data_Entry_2017.csv"),
        "Image Index,Finding Labels,Patient ID\na.png,,1\nb.png,Edema,2\nc.png,Oedema,3\n");
    DatasetReader reader = new DatasetReader(DatasetKind.CHESTXRAY14, folder);
    List<String> faults = new ArrayList<>();
    List<Samples> sets = reader.readSets(List.of("Edema"), fault -> faults.add(fault.getMessage()));
    assertThat(sets.get(0).patients()).containsExactly("2");
    assertThat(faults).hasSize(2);
    assertThat(faults.get(0)).contains("Line 2 of ", "has no finding", "No Finding");
    assertThat(DatasetCheck.images(reader)).isEqualTo(1);
  }

  @Tag("shared")
  @Test
  void theRealRadiographsOfChestXray14AreRead() {
    assumeTrue(
        Files.isDirectory(Golden.shared("sample-nih")), "skipped: ../shared/sample-nih is missing");
    Samples samples =
        new DatasetReader(DatasetKind.CHESTXRAY14, Golden.shared("sample-nih")).read();
    assertThat(samples.size()).isEqualTo(300);
    assertThat(LabelCounts.of(samples).get(2))
        .isEqualTo(new LabelCounts("Pneumonia", 151, 149, 0, 0));
    assertThat(LabelCounts.of(samples).get(8))
        .isEqualTo(new LabelCounts("No Finding", 149, 151, 0, 0));
    assertThat(samples.image(0)).isRegularFile();
  }

  @Test
  void theOfficialListsDivideChestXray14() throws IOException {
    Files.writeString(
        folder.resolve("Data_Entry_2017.csv"),
        "Image Index,Finding Labels,Patient ID\n1.png,Edema,1\n2.png,Mass,2\n3.png,Mass,3\n");
    DatasetReader reader = new DatasetReader(DatasetKind.CHESTXRAY14, folder);
    List<String> classes = List.of("Mass");
    assertThat(reader.hasOfficialTest()).isFalse();
    assertThatThrownBy(() -> reader.readOfficial(classes))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("train_val_list.txt");
    Files.writeString(folder.resolve("train_val_list.txt"), "1.png\r\n3.png\n9.png\n");
    Files.writeString(folder.resolve("test_list.txt"), "2.png");
    assertThat(reader.hasOfficialTest()).isTrue();
    OfficialSets sets = reader.readOfficial(classes);
    assertThat(sets.training().patients()).containsExactly("1", "3");
    assertThat(sets.test().patients()).containsExactly("2");

    Files.writeString(folder.resolve("test_list.txt"), "");
    assertThatThrownBy(() -> reader.readOfficial(classes))
        .hasMessageContaining("The image 2.png of the table is in neither");
    Files.writeString(folder.resolve("test_list.txt"), "2.png\n1.png");
    assertThatThrownBy(() -> reader.readOfficial(classes)).hasMessageContaining("1.png is in both");
  }
}
