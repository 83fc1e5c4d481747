package org.thorax.data.describe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thorax.data.Samples;
import org.thorax.data.View;

/** Tables, their columns and their images. */
class DescribedTablesTest {
  @TempDir private Path folder;
  private FolderToDescribe in;

  @BeforeEach
  void anEmptyFolder() {
    in = new FolderToDescribe(folder);
  }

  @Test
  void aGermanExcelsTableIsDescribed() throws IOException {
    in.images("bilder/%s.png", "a1", "a2", "b1", "c1", "d1");
    Files.write(
        folder.resolve("Befunde.csv"),
        """
        Bilddatei;Patientennummer;Aufnahmerichtung;Alter;Geschlecht;Pleuraerguss;Rundherd;Raucher;Größe
        a1;007;pa;61;w;ja;nein;ja;1,72
        a2;007;seitlich;61;w;fraglich;nein;ja;1,72
        b1;008;ap liegend;35;m;nein;ja;nein;1,80
        c1;009;pa;80;m;;nein;nein;1,65
        d1;010;pa;18;w;nein;ja;nein;1,60
        """
            .replace("\n", "\r\n")
            .getBytes(Charset.forName("windows-1252")));
    DescribedFolder described = in.describe();
    assertThat(described.text().orElseThrow())
        .contains(
            "table: Befunde.csv",
            "image: \"bilder/{Bilddatei}.png\"",
            "patient: Patientennummer",
            "separated by ;, windows-1252",
            "Raucher (its name says that it is no finding)");
    Samples samples = in.samples(described);
    assertThat(samples.classes()).containsExactly("Pleuraerguss", "Rundherd");
    assertThat(FolderToDescribe.labels(samples))
        .containsExactly(1, 0, Samples.UNCERTAIN, 0, 0, 1, Float.NaN, 0, 0, 1);
    assertThat(samples.patients()).containsExactly("7", "7", "8", "9", "10");
    assertThat(samples.examination(0).sex()).isEqualTo("Female");
    assertThat(samples.examination(2).sex()).isEqualTo("Male");
    assertThat(samples.examination(1).view()).isEqualTo(View.LATERAL);
    assertThat(samples.examination(2).view()).isEqualTo(View.FRONTAL);
    assertThat(samples.examination(2).age()).hasValue(35);
    assertThat(described.counts().missing().count()).isZero();
    assertThat(described.counts().patients()).isEqualTo(4);
  }

  @Test
  void aSpanishTableWithFoldersAndDatesOfBirthIsDescribed() throws IOException {
    in.images("%s", "0/x1.png", "0/x2.png", "17/x3.png", "17/x4.png");
    in.gzip(
        "tabla.csv.gz",
        """
        ,ImageID,ImageDir,StudyDate_DICOM,PatientID,PatientBirth,PatientSex_DICOM,Proyección,Pediatric,Labels,Report
        0,x1.png,0,20130205,11,1950.0,M,PA,No,"['derrame pleural', 'nodulo']",hay derrame
        1,x2.png,0,20140205,12,1960.0,F,L,No,['normal'],sin
        2,x3.png,17,20150205,13,1990.0,F,AP_horizontal,No,['derrame pleural'],grande
        3,x4.png,17,20160205,14,2000.0,M,PA,PED,[],
        """);
    DescribedFolder described = in.describe();
    assertThat(described.text().orElseThrow())
        .contains("image: \"{ImageDir}/{ImageID}\"", "list: Labels", "none: [normal]");
    Samples samples = in.samples(described);
    assertThat(samples.classes()).containsExactly("derrame pleural", "nodulo");
    assertThat(FolderToDescribe.labels(samples))
        .containsExactly(1, 1, 0, 0, 1, 0, Float.NaN, Float.NaN);
    assertThat(samples.examination(0).age()).hasValue(63);
    assertThat(samples.examination(2).view()).isEqualTo(View.FRONTAL);
    assertThat(samples.examination(1).view()).isEqualTo(View.LATERAL);
    assertThat(samples.examination(1).sex()).isEqualTo("Female");
  }

  @Test
  void germanDatesOfBirthGiveAges() throws IOException {
    in.images("%s.jpg", "a", "b");
    in.table(
        "t.csv",
        "Datei;Patient;Geburtsdatum;Aufnahmedatum;Erguss\na;1;03.05.1961;01.02.2021;x\nb;2;;01.02.2021;\n");
    Samples samples = in.samples(in.describe());
    assertThat(samples.examination(0).age()).hasValue(60);
    assertThat(samples.examination(1).age()).isEmpty();
    assertThat(FolderToDescribe.labels(samples)).containsExactly(1, 0);
  }

  @Test
  void windowsPathsAreRead() throws IOException {
    in.images("bilder/2021/%s.png", "a", "b");
    in.table("t.csv", "Pfad,Patient,Erguss\nbilder\\2021\\a.png,1,1\nbilder\\2021\\b.png,2,0\n");
    assertThat(in.samples(in.describe()).imageName(1)).isEqualTo("bilder/2021/b.png");
    in.table(
        "t.csv",
        "Pfad,Patient,Erguss\nD:\\Export\\bilder\\2021\\a.png,1,1\nD:\\Export\\bilder\\2021\\b.png,2,0\n");
    DescribedFolder described = in.describe();
    assertThat(in.samples(described).imageName(1)).isEqualTo("bilder/2021/b.png");
    assertThat(described.counts().missing().count()).isZero();
  }

  @Test
  void otherEndingsAndOtherFoldersAreRead() throws IOException {
    in.images("png/%s.png", "a", "b");
    in.table("t.csv", "Path,Patient,Erguss\n/data/x/a.dcm,1,1\n/data/y/b.dcm,2,0\n");
    assertThat(in.samples(in.describe()).imageName(0)).isEqualTo("png/a.png");
  }

  @Test
  void tablesOfSetsAreRecognized() throws IOException {
    in.images("img/%s.png", "a", "b", "c", "d");
    in.table("train_labels.csv", "image,patient,Effusion\na,1,1\nb,2,0\n");
    in.table("valid_labels.csv", "image,patient,Effusion\nc,3,0\n");
    in.table("test_labels.csv", "image,patient,Effusion\nd,4,1\n");
    DescribedFolder described = in.describe();
    assertThat(described.text().orElseThrow())
        .contains(
            "table: train_labels.csv", "validation: valid_labels.csv", "test: test_labels.csv");
    assertThat(described.counts().sets()).containsExactly(2, 1, 1);
    Files.delete(folder.resolve("test_labels.csv"));
    assertThat(in.describe().text().orElseThrow())
        .contains("No table is named a test set", "test: valid_labels.csv")
        .doesNotContain("validation:");
  }

  @Test
  void aColumnOfSetsIsRecognized() throws IOException {
    in.images("img/%s.png", "a", "b", "c", "d");
    in.table(
        "t.csv",
        "image,patient,Effusion,split\na,1,1,train\nb,2,0,train\nc,3,0,validate\nd,4,1,test\n");
    assertThat(in.describe().counts().sets()).containsExactly(2, 1, 1);
  }

  @Test
  void tablesThatBelongTogetherAreJoined() throws IOException {
    in.images("img/%s.jpg", "d1", "d2", "d3");
    in.table("befunde.csv", "study_id,Edema,Fracture\ns50001,1.0,0\ns50002,0.0,1\n");
    in.table(
        "films.csv",
        "dicom_id,study_id,subject_id,ViewPosition\nd1,s50001,p100,PA\nd2,s50001,p100,LATERAL\nd3,s50002,p200,AP\n");
    in.table("people.csv", "subject_id,age,sex\np100,61,F\np200,35,M\n");
    DescribedFolder described = in.describe();
    Samples samples = in.samples(described);
    assertThat(samples.patients()).containsExactly("p100", "p100", "p200");
    assertThat(FolderToDescribe.labels(samples)).containsExactly(1, 0, 1, 0, 0, 1);
    assertThat(samples.examination(2).age()).hasValue(35);
    assertThat(described.text().orElseThrow())
        .contains("table: films.csv", "table: befunde.csv", "table: people.csv");
  }

  @Test
  void anEncodingThatShowsLateIsWrittenDown() throws IOException {
    StringBuilder rows = new StringBuilder("Datei;Patient;Erguss;Bemerkung\n");
    for (int i = 0; i < 1200; i++) {
      rows.append(
          "b%d;%d;%s;%s\n".formatted(i % 4, i % 4, i % 4 < 2 ? "1,0" : "0,0", "x".repeat(60)));
    }
    rows.append("b1;1;1,0;Größe\nb3;3\n");
    in.images("%s.png", "b0", "b1", "b2", "b3");
    Files.write(folder.resolve("t.csv"), rows.toString().getBytes(Charset.forName("windows-1252")));
    DescribedFolder described = in.describe();
    assertThat(described.text().orElseThrow())
        .contains("csv: {separator: \";\", encoding: windows-1252}");
    assertThat(described.counts().images()).isEqualTo(4);
    assertThat(described.counts().labels().get(0).positive()).isEqualTo(2);
    assertThat(described.counts().badRows().count()).isEqualTo(1);
    assertThat(described.counts().badRows().first().orElseThrow())
        .contains("Line 1203", "2 fields");
  }

  @Test
  void excelsFirstLineIsNamed() throws IOException {
    in.images("%s.png", "a", "b");
    in.table("t.csv", "sep=;\nDatei;Patient;Erguss\na;1;1\nb;2;0\n");
    assertThatThrownBy(in::describe).hasMessageContainingAll("'sep='", "delete that line");
  }

  @Test
  void tablesInFoldersOfTheSetsAreOneDataSet() throws IOException {
    in.images("%s.png", "train/a", "train/b", "val/c", "test/d");
    in.table("train/labels.csv", "image,patient,Effusion\na,1,1\nb,2,0\n");
    in.table("val/labels.csv", "image,patient,Effusion\nc,3,0\n");
    in.table("test/labels.csv", "image,patient,Effusion\nd,4,1\n");
    DescribedFolder described = in.describe();
    assertThat(described.counts().sets()).containsExactly(2, 1, 1);
    assertThat(described.counts().missing().count()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "PatientID,ViewPosition,PatientAge,PatientSex,LATERAL,F,M",
    "Patienten-Nr.,Projektion,Alter,Geschlecht,seitlich,weiblich,männlich",
    "ID_Paciente,Proyección,Edad,Sexo,perfil,Mujer,Hombre",
    "IDPaciente,Proyección,Edad,Género,LAT,M,H",
    "N° patient,Incidence,Âge,Sexe,profil,femme,homme",
    "Código do paciente,Incidência,Idade,Gênero,perfil,feminino,masculino",
    "subject_id,view,age,gender,lateral,female,male",
    "Pat.-ID,Aufnahmerichtung,Patientenalter,Geschlecht,Lat.,w,m"
  })
  void columnsAreKnownInFiveLanguages(
      String patient, String view, String age, String sex, String side, String woman, String man)
      throws IOException {
    in.images("%s.jpg", "a", "b");
    in.table(
        "t.csv",
        "%s,%s,%s,%s,Datei,Pneumothorax\n7,PA,61,%s,a,1\n8,%s,018M,%s,b,0\n"
            .formatted(patient, view, age, sex, woman, side, man));
    Samples samples = in.samples(in.describe());
    assertThat(samples.patients()).containsExactly("7", "8");
    assertThat(samples.examination(0).view()).isEqualTo(View.FRONTAL);
    assertThat(samples.examination(1).view()).isEqualTo(View.LATERAL);
    assertThat(samples.examination(0).age()).hasValue(61);
    assertThat(samples.examination(1).age()).hasValue(1);
    assertThat(samples.examination(0).sex()).isEqualTo("Female");
    assertThat(samples.examination(1).sex()).isEqualTo("Male");
  }

  @Test
  void imagesBesideTheTableArePreferred() throws IOException {
    in.images("%s.png", "old/img/a", "old/img/b", "zz2024/img/a", "zz2024/img/b");
    in.table("zz2024/t.csv", "image,patient,Effusion\nimg/a.png,1,1\nimg/b.png,2,0\n");
    assertThat(in.describe().text().orElseThrow())
        .contains("\nimage: \"zz2024/{image}\"", "# or image: \"old/{image}\"");
  }

  @Test
  void aSecondColumnWithImagesIsNamed() throws IOException {
    in.images("%s", "a_f.png", "b_f.png", "a_l.png", "b_l.png");
    in.table(
        "t.csv",
        "Frontal,Lateral,Patient,Male,Effusion\na_f.png,a_l.png,1,1,1\nb_f.png,b_l.png,2,0,0\n");
    DescribedFolder described = in.describe();
    assertThat(described.text().orElseThrow()).contains("image: Frontal", "# or image: Lateral");
    assertThat(in.samples(described).classes()).containsExactly("Effusion");
  }

  @Test
  void onlyOneOfTheFoldersThatAColumnNamesMayBeThere() throws IOException {
    in.images("img/0/%s.png", "a", "b");
    in.table("t.csv", "Image,Dir,Patient,Effusion\na.png,0,1,1\nb.png,0,2,0\nc.png,54,3,0\n");
    DescribedFolder described = in.describe();
    assertThat(described.text().orElseThrow()).contains("image: \"img/{Dir}/{Image}\"");
    assertThat(described.counts().missing().count()).isEqualTo(1);
  }

  @Test
  void namesThatAreTheSameInAllFoldersAreFoundByTheirFolders() throws IOException {
    StringBuilder rows = new StringBuilder("Path,Edema\n");
    for (int patient = 1; patient <= 40; patient++) {
      String path = "train/patient%05d/study1/view1_frontal.jpg".formatted(patient);
      in.images("%s", path);
      rows.append("Release-2.0/").append(path).append(",").append(patient % 2).append("\n");
    }
    in.table("labels.csv", rows.toString());
    DescribedFolder described = in.describe();
    assertThat(described.counts().missing().count()).isZero();
    assertThat(described.counts().patients()).isEqualTo(40);
  }

  @Test
  void aPatientInTheNamesIsTaken() throws IOException {
    in.images("%s.jpg", "patient00012/study1/view1", "patient00013/study1/view1");
    in.table(
        "t.csv",
        "Path,Sex,Edema\npatient00012/study1/view1.jpg,Female,1\npatient00013/study1/view1.jpg,Male,0\n");
    assertThat(in.samples(in.describe()).patients()).containsExactly("12", "13");
  }
}
