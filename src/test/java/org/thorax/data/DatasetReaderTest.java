package org.thorax.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thorax.ThoraxException;
import org.thorax.data.description.DatasetReader;

class DatasetReaderTest {
  private static final List<String> TWO = List.of("Edema", "Fracture");
  private static final String FIRST = "CheXpert-v1.0-small/train/patient00042/study1/view1.jpg";

  @TempDir Path folder;

  @Test
  void labelsKeepWhatTheTableSays() {
    Samples samples =
        chexpert(
            "Path,Edema,Fracture",
            FIRST + ",1.0,-1.0",
            "CheXpert-v1.0-small/train/patient00007/study1/view1.jpg,,0.0");
    assertThat(samples.label(0, 0)).isEqualTo(1);
    assertThat(samples.label(0, 1)).isEqualTo(Samples.UNCERTAIN);
    assertThat(samples.label(1, 0)).isNaN();
    assertThat(samples.label(1, 1)).isZero();
    assertThat(LabelCounts.of(samples))
        .containsExactly(
            new LabelCounts("Edema", 1, 0, 0, 1), new LabelCounts("Fracture", 0, 1, 1, 0));
  }

  @Test
  void thePatientComesFromThePathWhenTheColumnIsMissing() {
    assertThat(chexpert("Path,Edema,Fracture", FIRST + ",1,0").patient(0)).isEqualTo("42");
    assertThat(chexpert("Path,Edema,Fracture,patient_id", FIRST + ",1,0,43").patient(0))
        .isEqualTo("43");
  }

  @Test
  void columnsAreFoundByNameBehindAnUnnamedIndexAndAByteOrderMark() {
    Samples samples =
        chexpert("\ufeff,Path,Sex,Fracture,Edema", "0," + FIRST + ",\"Male, old\",0,1");
    assertThat(samples.imageName(0)).isEqualTo(FIRST);
    assertThat(samples.label(0, 0)).isEqualTo(1);
    assertThat(samples.label(0, 1)).isZero();
  }

  @Test
  void theReleaseFolderItselfMayBeTheDatasetFolder() throws IOException {
    Files.createDirectories(folder.resolve("train"));
    assertThat(chexpert("Path,Edema,Fracture", FIRST + ",1,0").imageName(0))
        .isEqualTo("train/patient00042/study1/view1.jpg");
    Files.createDirectories(folder.resolve("CheXpert-v1.0-small"));
    assertThat(chexpert("Path,Edema,Fracture", FIRST + ",1,0").imageName(0)).isEqualTo(FIRST);
  }

  @ParameterizedTest
  @CsvSource({"';', separated by ';'", "'\t', separated by tabs", "'|', separated by '|'"})
  void aTableWithAnotherSeparatorIsSaidToHaveIt(String separator, String fault) {
    String header = String.join(separator, "Path", "Edema", "Fracture");
    assertThatThrownBy(() -> chexpert(header, String.join(separator, FIRST, "1", "0")))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining(fault)
        .hasMessageContaining("save it separated by commas");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          Path,Edema                ; a.jpg,1        ; has no column "Fracture"
          Path,Edema,Fracture       ; patient1,2,0   ; Line 2 of
          Path,Edema,Fracture       ; patient1,yes,0 ; has "yes" as the label of Edema
          Path,Edema,Fracture       ; patient1,1     ; may be cut off
          Path,Edema,Fracture       ; ,1,0           ; has no image path
          Path,Edema,Fracture       ; ../patient1,1,0; leaves the dataset folder
          Path,Edema,Fracture       ; a/../../patient1,1,0; leaves the dataset folder
          Path,Edema,Fracture       ; /tmp/patient1,1,0; leaves the dataset folder
          Path,Edema,Fracture       ; a.jpg,1,0      ; does not match the pattern patient([0-9]+)
          Path,Edema,Fracture,patient_id; a.jpg,1,0, ; has no patient
          Path,Edema,Fracture       ; ''             ; has no rows that can be used
          """)
  void aFaultyTableIsAnErrorThatNamesFileAndFault(String header, String row, String fault) {
    assertThatThrownBy(() -> chexpert(header, row))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("train.csv")
        .hasMessageContaining(fault)
        .hasMessageMatching("[^\\n]*");
  }

  @Test
  void aMissingFolderTableOrClassIsAnErrorThatNamesIt() throws IOException {
    assertThatThrownBy(() -> new DatasetReader(DatasetKind.CHEXPERT, folder.resolve("nowhere")))
        .hasMessageContaining("nowhere does not exist");
    DatasetReader reader = new DatasetReader(DatasetKind.CHESTXRAY14, folder);
    assertThatThrownBy(reader::read).hasMessageContaining("Data_Entry_2017.csv");
    Path empty = Files.createFile(folder.resolve("empty.csv"));
    assertThatThrownBy(() -> reader.read(empty, List.of("Edema"))).hasMessageContaining("is empty");
    assertThatThrownBy(() -> reader.read(empty, List.of("Oedema")))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("\"Oedema\"")
        .hasMessageContaining("Infiltration");
  }

  @Test
  void aTableThatIsNoTextIsAnErrorThatNamesIt() throws IOException {
    Path table = folder.resolve("train.csv");
    DatasetReader reader = new DatasetReader(DatasetKind.CHEXPERT, folder);
    Files.write(table, "Path,Edema,Fracture\npatient1 R\u00f6,1,0\n".getBytes(ISO_8859_1));
    assertThatThrownBy(() -> reader.read(table, TWO))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("train.csv is no readable CSV in UTF-8")
        .hasMessageMatching("[^\\n]*");
  }

  @Test
  void aTableAsLargeAsChexpertIsReadInSeconds() throws IOException {
    StringBuilder table = new StringBuilder("Path,Sex,Age," + String.join(",", all()) + "\n");
    String labels = ",Female,68,1.0,,,,,,,,,0.0,,-1.0,,1.0\n";
    for (int i = 0; i < 223_414; i++) {
      String patient = String.format("patient%05d", i / 4);
      table.append("CheXpert-v1.0-small/train/" + patient + "/study1/view1_frontal.jpg" + labels);
    }
    Files.writeString(folder.resolve("train.csv"), table);
    // This thread's time, so that a busy machine is no failure.
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    long start = clock.getCurrentThreadCpuTime();
    Samples samples = new DatasetReader(DatasetKind.CHEXPERT, folder).read();
    assertThat((clock.getCurrentThreadCpuTime() - start) / 1e9).as("seconds").isLessThan(5);
    assertThat(samples.size()).isEqualTo(223_414);
  }

  @Test
  void theOfficialTestTableIsReadWhenItIsThere() throws IOException {
    DatasetReader reader = new DatasetReader(DatasetKind.CHEXPERT, folder);
    assertThat(reader.readTest()).isEmpty();
    Files.writeString(
        folder.resolve("valid.csv"),
        "Path," + String.join(",", all()) + "\n" + FIRST + ",0".repeat(14) + "\n");
    assertThat(reader.readTest()).get().extracting(Samples::size).isEqualTo(1);
  }

  @Test
  void onlyTheColumnsAskedForAreNeeded() throws IOException {
    Files.writeString(folder.resolve("train.csv"), "Path,Edema\n" + FIRST + ",1\n");
    DatasetReader reader = new DatasetReader(DatasetKind.CHEXPERT, folder);
    assertThat(reader.read(List.of("Edema")).label(0, 0)).isEqualTo(1);
    assertThatThrownBy(reader::read)
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("\"No Finding\"");
  }

  @ParameterizedTest
  @CsvSource({
    // in the table, in the folder, what is read
    "CheXpert-v1.0-small/train, CheXpert-v1.0-small/train, CheXpert-v1.0-small/train",
    "CheXpert-v1.0-small/train, train, train",
    "CheXpert-v1.0-small/train, CheXpert-v1.0/train, CheXpert-v1.0/train",
    "train, train, train",
    "train, CheXpert-v1.0-small/train, CheXpert-v1.0-small/train",
    "train, nothing, train",
    "CheXpert-v1.0-small/train, nothing, CheXpert-v1.0-small/train"
  })
  void namesFitTheFolderWhateverReleaseTheyBeginWith(String named, String there, String read)
      throws IOException {
    Files.createDirectories(folder.resolve(there));
    String rest = "/patient00042/study1/view1_frontal.jpg";
    Samples samples = chexpert("Path,Edema,Fracture", named + rest + ",1,0");
    assertThat(samples.imageName(0)).isEqualTo(read + rest);
  }

  @Test
  void stanfordsNewReleaseIsReadAsItIsUnpacked() throws IOException {
    String csv = "CheXpert-v1.0 batch 1 (validate & csv)";
    for (String image :
        List.of(
            csv + "/valid/patient64541/study1/view1_frontal.jpg",
            "CheXpert-v1.0 batch 2 (train 1)/patient00001/study1/view1_frontal.jpg",
            "CheXpert-v1.0 batch 4 (train 3)/patient64540/study2/view1_frontal.jpg")) {
      Files.createDirectories(folder.resolve(image).getParent());
      Files.createFile(folder.resolve(image));
    }
    String header = "Path," + String.join(",", all()) + "\n";
    String labels = ",0".repeat(14) + "\n";
    Files.writeString(
        folder.resolve(csv + "/train.csv"),
        header
            + ("CheXpert-v1.0/train/patient00001/study1/view1_frontal.jpg" + labels)
            + ("CheXpert-v1.0/train/patient64540/study2/view1_frontal.jpg" + labels)
            + ("CheXpert-v1.0/train/patient00009/study1/view1_frontal.jpg" + labels));
    Files.writeString(
        folder.resolve(csv + "/valid.csv"),
        header + "CheXpert-v1.0/valid/patient64541/study1/view1_frontal.jpg" + labels);
    DatasetReader reader = DatasetReader.of(folder);
    Samples samples = reader.read();
    assertThat(samples.image(0)).isRegularFile();
    assertThat(samples.image(1)).isRegularFile();
    assertThat(samples.imageName(2)).startsWith("CheXpert-v1.0/train/patient00009");
    assertThat(samples.patients()).containsExactly("1", "64540", "9");
    assertThat(reader.readTest().orElseThrow().image(0)).isRegularFile();
  }

  @Test
  void theCircumstancesAreReadWhereTheTableHasThem() throws IOException {
    Samples samples =
        chexpert(
            "Path,Sex,Age,Frontal/Lateral,AP/PA,Edema,Fracture",
            FIRST + ",Female,68,Frontal,AP,1,0",
            FIRST + ",Unknown,0,Lateral,,1,0");
    assertThat(samples.examination(0))
        .isEqualTo(new Examination(View.FRONTAL, "AP", OptionalInt.of(68), "Female"));
    assertThat(samples.examination(1))
        .isEqualTo(new Examination(View.LATERAL, "", OptionalInt.of(0), ""));
    assertThat(samples.select(new int[] {1}).examination(0).view()).isEqualTo(View.LATERAL);
    assertThat(chexpert("Path,Edema,Fracture", FIRST + ",1,0").examination(0))
        .isEqualTo(Examination.UNKNOWN);
    Files.writeString(
        folder.resolve("Data_Entry_2017.csv"),
        "Image Index,Finding Labels,Patient ID,Patient Age,Patient Gender,View Position\n"
            + "1.png,Edema,1,061Y,M,AP\n2.png,Edema,1,004M,M,PA\n3.png,Edema,1,411Y,M,PA\n");
    Samples nih = new DatasetReader(DatasetKind.CHESTXRAY14, folder).read();
    assertThat(nih.examination(0))
        .isEqualTo(new Examination(View.FRONTAL, "AP", OptionalInt.of(61), "Male"));
    assertThat(nih.examination(1).age()).hasValue(0);
    assertThat(nih.examination(2).age()).isEmpty();
  }

  @Test
  void aViewIsNoProjectionWhereTheTableHasNoColumnOfIt() {
    Samples samples = chexpert("Path,Frontal/Lateral,Edema,Fracture", FIRST + ",Frontal,1,0");
    assertThat(samples.examination(0))
        .isEqualTo(new Examination(View.FRONTAL, "", OptionalInt.empty(), ""));
  }

  @Test
  void repeatedRowsAreKeptButNotOfTwoPatients() {
    String header = "Path,Edema,Fracture,patient_id";
    assertThat(chexpert(header, FIRST + ",1,0,4", FIRST + ",1,0,4").size()).isEqualTo(2);
    assertThatThrownBy(() -> chexpert(header, FIRST + ",1,0,4", FIRST + ",1,0,5"))
        .hasMessageContaining("to patient 5, line 2 to 4");
  }

  @Test
  void aPatientColumnWithPointsIsStillOfWholeNumbers() {
    assertThat(chexpert("Path,Edema,Fracture,patient_id", FIRST + ",1,0,42.0").patient(0))
        .isEqualTo("42");
  }

  private static List<String> all() {
    return DatasetKind.CHEXPERT.classes();
  }

  private Samples chexpert(String... lines) {
    try {
      Path table = Files.writeString(folder.resolve("train.csv"), String.join("\n", lines) + "\n");
      return new DatasetReader(DatasetKind.CHEXPERT, folder).read(table, TWO);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
