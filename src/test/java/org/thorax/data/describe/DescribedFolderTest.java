package org.thorax.data.describe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.DataException;
import org.thorax.data.Samples;
import org.thorax.data.description.DatasetReader;

/** Folders, published sets and refusals. */
class DescribedFolderTest {
  @TempDir private Path folder;
  private FolderToDescribe in;

  @BeforeEach
  void anEmptyFolder() {
    in = new FolderToDescribe(folder);
  }

  @Test
  void aFolderAClassIsRecognizedWithItsSets() throws IOException {
    in.images(
        "%s.png",
        "train/NORMAL/1", "train/COVID/1", "train/COVID/2", "test/NORMAL/1", "test/COVID/1");
    DescribedFolder described = in.describe();
    assertThat(described.text().orElseThrow())
        .contains("folder: train", "test: test", "none: [NORMAL]", "every image counts as one");
    assertThat(described.counts().inTwoSets()).isZero();
    assertThat(described.counts().patients()).isEqualTo(5);
    assertThat(described.counts().sets()).containsExactly(3, 2);
    assertThat(FolderToDescribe.labels(in.samples(described))).containsExactly(1, 1, 0);
  }

  @Test
  void masksBesideTheImagesOfAClassAreLeftOut() throws IOException {
    in.images(
        "%s.png",
        "COVID/images/c1",
        "COVID/masks/c1",
        "Normal/images/n1",
        "Normal/masks/n1",
        "Viral Pneumonia/images/v1");
    DescribedFolder described = in.describe();
    assertThat(described.counts().images()).isEqualTo(3);
    assertThat(in.samples(described).classes()).containsExactly("COVID", "Viral Pneumonia");
  }

  @Test
  void kermanysFoldersGetTheDescriptionThatIsKnown() throws IOException {
    in.images(
        "%s.jpeg",
        "train/NORMAL/IM-0115-0001",
        "train/PNEUMONIA/person1_bacteria_1",
        "test/NORMAL/IM-0001-0001",
        "test/PNEUMONIA/person100_virus_184");
    DescribedFolder described = in.describe();
    assertThat(described.name()).isEqualTo("Kermany");
    assertThat(described.counts().sets()).containsExactly(2, 2);
    described.write(folder);
    assertThat(DatasetReader.of(folder).read().size()).isEqualTo(2);
  }

  @Test
  void publishedSetsNeedNoDescription() throws IOException {
    in.table(
        "stage_2_train_labels.csv",
        "patientId,x,y,width,height,Target\na,,,,,0\nb,1,2,3,4,1\nb,5,6,7,8,1\n");
    in.images("stage_2_train_images/%s.dcm", "a", "b");
    DescribedFolder described = in.describe();
    assertThat(described.text()).isEmpty();
    assertThat(described.title()).hasValue("RSNA pneumonia");
    assertThat(described.counts().images()).isEqualTo(2);
    assertThat(described.counts().missing().count()).isZero();
  }

  @Test
  void anOwnTableWithThePublishersNameIsNotTakenForTheirs() throws IOException {
    in.images("img/%s.png", "a", "b");
    in.table("train.csv", "Path,patient_id,Edema,Stauung\nimg/a.png,1,1,0\nimg/b.png,2,0,1\n");
    DescribedFolder described = in.describe();
    assertThat(described.title()).isEmpty();
    assertThat(in.samples(described).classes()).containsExactly("Edema", "Stauung");
  }

  @Test
  void patientsFoldersWithinAClassAreRecognized() throws IOException {
    in.images("%s.png", "data/normal/p1/a", "data/normal/p1/b", "data/TB/p2/a", "data/TB/p3/a");
    DescribedFolder described = in.describe();
    Samples samples = in.samples(described);
    assertThat(samples.patients()).containsExactly("p2", "p3", "p1", "p1");
    assertThat(FolderToDescribe.labels(samples)).containsExactly(1, 1, 0, 0);
  }

  @Test
  void foldersWithoutLabelsOrImagesAreRefusedWithWhatWasFound() throws IOException {
    assertThatThrownBy(in::describe)
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("no image", "0 images, no table", "docs/data.md");
    in.images("%s.png", "a", "b");
    assertThatThrownBy(in::describe)
        .hasMessageContainingAll("no labels", "2 images", "no readable table");
    Files.write(folder.resolve("labels.xlsx"), new byte[] {'P', 'K'});
    assertThatThrownBy(in::describe)
        .hasMessageContainingAll("1 .xlsx", "as CSV, or else write dataset.yaml");
    assertThatThrownBy(() -> DescribedFolder.of(folder.resolve("none"), Optional.empty()))
        .hasMessageContaining("no folder");
  }

  @Test
  void theNameIsTheFoldersOrTheOneWanted() throws IOException {
    in.images("%s.jpg", "a", "b");
    in.table("t.csv", "image,patient,Edema\na,1,1\nb,2,0\n");
    assertThat(DescribedFolder.of(folder, Optional.of("Klinik7")).name()).isEqualTo("Klinik7");
    Path named = folder.resolve("uniklinik_köln 2024");
    Files.createDirectories(named);
    Files.copy(folder.resolve("t.csv"), named.resolve("t.csv"));
    Files.copy(folder.resolve("a.jpg"), named.resolve("a.jpg"));
    assertThat(DescribedFolder.of(named, Optional.empty()).name()).isEqualTo("UniklinikKoln2024");
  }
}
