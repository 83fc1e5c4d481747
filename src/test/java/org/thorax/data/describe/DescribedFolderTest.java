package org.thorax.data.describe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thorax.DataException;
import org.thorax.data.Samples;
import org.thorax.data.View;
import org.thorax.data.description.DatasetReader;
import org.thorax.data.description.DescriptionFile;

class DescribedFolderTest {
  @TempDir private Path folder;

  @Test
  void aGermanExcelsTableIsDescribed() throws IOException {
    images("bilder/%s.png", "a1", "a2", "b1", "c1", "d1");
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
    DescribedFolder described = describe();
    assertThat(described.text().orElseThrow())
        .contains(
            "table: Befunde.csv",
            "image: \"bilder/{Bilddatei}.png\"",
            "patient: Patientennummer",
            "separated by ;, windows-1252",
            "Raucher (its name says that it is no finding)");
    Samples samples = samples(described);
    assertThat(samples.classes()).containsExactly("Pleuraerguss", "Rundherd");
    assertThat(labels(samples))
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
    images("%s", "0/x1.png", "0/x2.png", "17/x3.png", "17/x4.png");
    gzip(
        "tabla.csv.gz",
        """
        ,ImageID,ImageDir,StudyDate_DICOM,PatientID,PatientBirth,PatientSex_DICOM,Proyección,Pediatric,Labels,Report
        0,x1.png,0,20130205,11,1950.0,M,PA,No,"['derrame pleural', 'nodulo']",hay derrame
        1,x2.png,0,20140205,12,1960.0,F,L,No,['normal'],sin
        2,x3.png,17,20150205,13,1990.0,F,AP_horizontal,No,['derrame pleural'],grande
        3,x4.png,17,20160205,14,2000.0,M,PA,PED,[],
        """);
    DescribedFolder described = describe();
    assertThat(described.text().orElseThrow())
        .contains("image: \"{ImageDir}/{ImageID}\"", "list: Labels", "none: [normal]");
    Samples samples = samples(described);
    assertThat(samples.classes()).containsExactly("derrame pleural", "nodulo");
    assertThat(labels(samples)).containsExactly(1, 1, 0, 0, 1, 0, Float.NaN, Float.NaN);
    assertThat(samples.examination(0).age()).hasValue(63);
    assertThat(samples.examination(2).view()).isEqualTo(View.FRONTAL);
    assertThat(samples.examination(1).view()).isEqualTo(View.LATERAL);
    assertThat(samples.examination(1).sex()).isEqualTo("Female");
  }

  @Test
  void germanDatesOfBirthGiveAges() throws IOException {
    images("%s.jpg", "a", "b");
    table(
        "t.csv",
        "Datei;Patient;Geburtsdatum;Aufnahmedatum;Erguss\na;1;03.05.1961;01.02.2021;x\nb;2;;01.02.2021;\n");
    Samples samples = samples(describe());
    assertThat(samples.examination(0).age()).hasValue(60);
    assertThat(samples.examination(1).age()).isEmpty();
    assertThat(labels(samples)).containsExactly(1, 0);
  }

  @ParameterizedTest
  @CsvSource({
    "1.0,0.0,-1.0",
    "yes,no,uncertain",
    "ja,nein,?",
    "True,False,",
    "positive,negative,",
    "sí,no,dudoso",
    "oui,non,",
    "Positiv,Negativ,fraglich",
    "x,,",
    "1,,-1"
  })
  void labelsAreRecognizedByTheirValues(String yes, String no, String open) throws IOException {
    images("%s.jpg", "a", "b", "c");
    table(
        "t.csv",
        "file,patient,Effusion,Mass\na,1,%s,%s\nb,2,%s,%s\nc,3,%s,%s\n"
            .formatted(yes, text(no), text(no), yes, text(open), yes));
    Samples samples = samples(describe());
    boolean blankIsNo = no == null;
    float third = open != null ? Samples.UNCERTAIN : blankIsNo ? 0 : Float.NaN;
    assertThat(labels(samples)).containsExactly(1, 0, 0, 1, third, 1);
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "Effusion|Mass~Mass~No Finding",
        "Effusion;Mass~Mass~Normal",
        "Effusion, Mass~Mass~normal",
        "['Effusion', 'Mass']~['Mass']~['normal']"
      })
  void findingsInOneCellAreRecognized(String two, String one, String none) throws IOException {
    images("%s.jpg", "a", "b", "c");
    table(
        "t.csv",
        "file,patient,diagnosis\na,1,\"%s\"\nb,2,\"%s\"\nc,3,\"%s\"\n".formatted(two, one, none));
    Samples samples = samples(describe());
    assertThat(samples.classes()).containsExactly("Mass", "Effusion");
    assertThat(labels(samples)).containsExactly(1, 1, 1, 0, 0, 0);
  }

  @Test
  void boxesOfSeveralReadersAreVotedOn() throws IOException {
    images("films/%s.png", "aa", "bb", "cc");
    table(
        "boxes.csv",
        """
        image_id,class_name,class_id,rad_id,x_min,y_min,x_max,y_max
        aa,Nodule/Mass,8,R1,1,2,3,4
        aa,Nodule/Mass,8,R2,1,2,3,4
        aa,No finding,14,R3,,,,
        bb,No finding,14,R1,,,,
        bb,No finding,14,R2,,,,
        bb,Cardiomegaly,3,R3,1,2,3,4
        cc,Cardiomegaly,3,R1,1,2,3,4
        cc,Cardiomegaly,3,R2,1,2,3,4
        cc,Cardiomegaly,3,R3,1,2,3,4
        """);
    DescribedFolder described = describe();
    assertThat(described.text().orElseThrow())
        .contains(
            "reader: rad_id", "repeated: majority", "none: [No finding]", "patient: image_id");
    Samples samples = samples(described);
    assertThat(samples.classes()).containsExactly("Cardiomegaly", "Nodule/Mass");
    assertThat(labels(samples)).containsExactly(0, 1, 0, 0, 1, 0);
  }

  @Test
  void boxesWithATargetAreDescribed() throws IOException {
    images("train_images/%s.png", "p1", "p2", "p3");
    table(
        "detailed.csv",
        "patientId,x,y,width,height,Target\np1,,,,,0\np2,1,2,3,4,1\np2,5,6,7,8,1\np3,,,,,0\n");
    DescribedFolder described = describe();
    assertThat(described.text().orElseThrow())
        .contains("Give the class its name in place of 'Target'", "repeated: any");
    assertThat(labels(samples(described))).containsExactly(0, 1, 0);
  }

  @Test
  void masksInRunLengthsAreLabels() throws IOException {
    images("dicom/%s.png", "1.2.3", "1.2.4", "1.2.5");
    table(
        "pneumothorax-masks.csv",
        "ImageId, EncodedPixels\n1.2.3, -1\n1.2.4, 387620 23 996 33 986 43\n1.2.4, 15 6 1 7 1 3 15 2\n1.2.5,-1\n");
    Samples samples = samples(describe());
    assertThat(samples.classes()).containsExactly("Pneumothorax");
    assertThat(labels(samples)).containsExactly(0, 1, 0);
  }

  @Test
  void windowsPathsAreRead() throws IOException {
    images("bilder/2021/%s.png", "a", "b");
    table("t.csv", "Pfad,Patient,Erguss\nbilder\\2021\\a.png,1,1\nbilder\\2021\\b.png,2,0\n");
    assertThat(samples(describe()).imageName(1)).isEqualTo("bilder/2021/b.png");
    table(
        "t.csv",
        "Pfad,Patient,Erguss\nD:\\Export\\bilder\\2021\\a.png,1,1\nD:\\Export\\bilder\\2021\\b.png,2,0\n");
    DescribedFolder described = describe();
    assertThat(samples(described).imageName(1)).isEqualTo("bilder/2021/b.png");
    assertThat(described.counts().missing().count()).isZero();
  }

  @Test
  void otherEndingsAndOtherFoldersAreRead() throws IOException {
    images("png/%s.png", "a", "b");
    table("t.csv", "Path,Patient,Erguss\n/data/x/a.dcm,1,1\n/data/y/b.dcm,2,0\n");
    assertThat(samples(describe()).imageName(0)).isEqualTo("png/a.png");
  }

  @Test
  void tablesOfSetsAreRecognized() throws IOException {
    images("img/%s.png", "a", "b", "c", "d");
    table("train_labels.csv", "image,patient,Effusion\na,1,1\nb,2,0\n");
    table("valid_labels.csv", "image,patient,Effusion\nc,3,0\n");
    table("test_labels.csv", "image,patient,Effusion\nd,4,1\n");
    DescribedFolder described = describe();
    assertThat(described.text().orElseThrow())
        .contains(
            "table: train_labels.csv", "validation: valid_labels.csv", "test: test_labels.csv");
    assertThat(described.counts().sets()).containsExactly(2, 1, 1);
    Files.delete(folder.resolve("test_labels.csv"));
    assertThat(describe().text().orElseThrow())
        .contains("No table is named a test set", "test: valid_labels.csv")
        .doesNotContain("validation:");
  }

  @Test
  void aColumnOfSetsIsRecognized() throws IOException {
    images("img/%s.png", "a", "b", "c", "d");
    table(
        "t.csv",
        "image,patient,Effusion,split\na,1,1,train\nb,2,0,train\nc,3,0,validate\nd,4,1,test\n");
    assertThat(describe().counts().sets()).containsExactly(2, 1, 1);
  }

  @Test
  void tablesThatBelongTogetherAreJoined() throws IOException {
    images("img/%s.jpg", "d1", "d2", "d3");
    table("befunde.csv", "study_id,Edema,Fracture\ns50001,1.0,0\ns50002,0.0,1\n");
    table(
        "films.csv",
        "dicom_id,study_id,subject_id,ViewPosition\nd1,s50001,p100,PA\nd2,s50001,p100,LATERAL\nd3,s50002,p200,AP\n");
    table("people.csv", "subject_id,age,sex\np100,61,F\np200,35,M\n");
    DescribedFolder described = describe();
    Samples samples = samples(described);
    assertThat(samples.patients()).containsExactly("p100", "p100", "p200");
    assertThat(labels(samples)).containsExactly(1, 0, 1, 0, 0, 1);
    assertThat(samples.examination(2).age()).hasValue(35);
    assertThat(described.text().orElseThrow())
        .contains("table: films.csv", "table: befunde.csv", "table: people.csv");
  }

  @Test
  void labelsByStudyAreJoinedToATableOfTheImages() throws IOException {
    images("%s.jpg", "s50001/view1", "s50001/view2", "s50002/view1");
    table("labels.csv", "study,patient,Edema\ns50001,7,1\ns50002,8,0\n");
    DescribedFolder described = describe();
    assertThat(described.images().orElseThrow())
        .startsWith("image_path,image_name,image_stem,image_folder")
        .contains("s50001/view2.jpg,view2.jpg,view2,s50001,");
    Samples samples = samples(described);
    assertThat(labels(samples)).containsExactly(1, 1, 0);
    assertThat(samples.patients()).containsExactly("7", "7", "8");
  }

  @Test
  void aFolderAClassIsRecognizedWithItsSets() throws IOException {
    images(
        "%s.png",
        "train/NORMAL/1", "train/COVID/1", "train/COVID/2", "test/NORMAL/1", "test/COVID/1");
    DescribedFolder described = describe();
    assertThat(described.text().orElseThrow())
        .contains("folder: train", "test: test", "none: [NORMAL]", "every image counts as one");
    assertThat(described.counts().inTwoSets()).isZero();
    assertThat(described.counts().patients()).isEqualTo(5);
    assertThat(described.counts().sets()).containsExactly(3, 2);
    assertThat(labels(samples(described))).containsExactly(1, 1, 0);
  }

  @Test
  void masksBesideTheImagesOfAClassAreLeftOut() throws IOException {
    images(
        "%s.png",
        "COVID/images/c1",
        "COVID/masks/c1",
        "Normal/images/n1",
        "Normal/masks/n1",
        "Viral Pneumonia/images/v1");
    DescribedFolder described = describe();
    assertThat(described.counts().images()).isEqualTo(3);
    assertThat(samples(described).classes()).containsExactly("COVID", "Viral Pneumonia");
  }

  @Test
  void kermanysFoldersGetTheDescriptionThatIsKnown() throws IOException {
    images(
        "%s.jpeg",
        "train/NORMAL/IM-0115-0001",
        "train/PNEUMONIA/person1_bacteria_1",
        "test/NORMAL/IM-0001-0001",
        "test/PNEUMONIA/person100_virus_184");
    DescribedFolder described = describe();
    assertThat(described.name()).isEqualTo("Kermany");
    assertThat(described.counts().sets()).containsExactly(2, 2);
    described.write(folder);
    assertThat(DatasetReader.of(folder).read().size()).isEqualTo(2);
  }

  @Test
  void publishedSetsNeedNoDescription() throws IOException {
    table(
        "stage_2_train_labels.csv",
        "patientId,x,y,width,height,Target\na,,,,,0\nb,1,2,3,4,1\nb,5,6,7,8,1\n");
    images("stage_2_train_images/%s.dcm", "a", "b");
    DescribedFolder described = describe();
    assertThat(described.text()).isEmpty();
    assertThat(described.title()).hasValue("RSNA pneumonia");
    assertThat(described.counts().images()).isEqualTo(2);
    assertThat(described.counts().missing().count()).isZero();
  }

  @Test
  void anOwnTableWithThePublishersNameIsNotTakenForTheirs() throws IOException {
    images("img/%s.png", "a", "b");
    table("train.csv", "Path,patient_id,Edema,Stauung\nimg/a.png,1,1,0\nimg/b.png,2,0,1\n");
    DescribedFolder described = describe();
    assertThat(described.title()).isEmpty();
    assertThat(samples(described).classes()).containsExactly("Edema", "Stauung");
  }

  @Test
  void otherReadingsAreNamedInComments() throws IOException {
    images("small/%s.png", "a", "b", "c", "d");
    images("large/%s.png", "a", "b", "c", "d");
    table(
        "t.csv",
        "image,patient,patient_case,Effusion,Mass,diagnosis\na,1,9,1,0,Effusion\nb,2,8,0,1,Mass\nc,3,7,0,0,normal\nd,4,6,0,0,normal\n");
    String text = describe().text().orElseThrow().replaceAll("\n *# ", " ");
    assertThat(text)
        .contains(
            "or image: \"small/{image}.png\"",
            "image: \"large/{image}.png\"",
            "others: patient_case",
            "Other readings: class: diagnosis");
  }

  @Test
  void measuredValuesAreNoLabels() throws IOException {
    images("img/%s.png", "a", "b", "c");
    List<String> names =
        List.of(
            "CRP",
            "Hb",
            "Leukozyten",
            "heart_width",
            "lung_width",
            "kV",
            "mAs",
            "Dosis",
            "pH",
            "O2",
            "BMI",
            "RR",
            "Puls",
            "Grad");
    StringBuilder rows = new StringBuilder("image;Patient;" + String.join(";", names) + "\n");
    for (int row = 0; row < 3; row++) {
      rows.append((char) ('a' + row)).append(';').append(row);
      for (int i = 0; i < names.size(); i++) {
        rows.append(';').append(row).append(',').append(i * 7 % 10);
      }
      rows.append('\n');
    }
    table("werte.csv", rows.toString());
    assertThatThrownBy(this::describe)
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(
            "no labels were recognized", "heart_width", "werte.csv", "by hand");
    table("werte.csv", "image,Patient,Erguss,CRP,Grad\na,1,1,1.5,1\nb,2,0,0.2,2\nc,3,0,9.1,3\n");
    DescribedFolder described = describe();
    assertThat(samples(described).classes()).containsExactly("Erguss");
    assertThat(described.text().orElseThrow()).contains("Columns that are not used: CRP, Grad.");
  }

  @Test
  void anEncodingThatShowsLateIsWrittenDown() throws IOException {
    StringBuilder rows = new StringBuilder("Datei;Patient;Erguss;Bemerkung\n");
    for (int i = 0; i < 1200; i++) {
      rows.append(
          "b%d;%d;%s;%s\n".formatted(i % 4, i % 4, i % 4 < 2 ? "1,0" : "0,0", "x".repeat(60)));
    }
    rows.append("b1;1;1,0;Größe\nb3;3\n");
    images("%s.png", "b0", "b1", "b2", "b3");
    Files.write(folder.resolve("t.csv"), rows.toString().getBytes(Charset.forName("windows-1252")));
    DescribedFolder described = describe();
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
    images("%s.png", "a", "b");
    table("t.csv", "sep=;\nDatei;Patient;Erguss\na;1;1\nb;2;0\n");
    assertThatThrownBy(this::describe).hasMessageContainingAll("'sep='", "delete that line");
  }

  @Test
  void tablesInFoldersOfTheSetsAreOneDataSet() throws IOException {
    images("%s.png", "train/a", "train/b", "val/c", "test/d");
    table("train/labels.csv", "image,patient,Effusion\na,1,1\nb,2,0\n");
    table("val/labels.csv", "image,patient,Effusion\nc,3,0\n");
    table("test/labels.csv", "image,patient,Effusion\nd,4,1\n");
    DescribedFolder described = describe();
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
    images("%s.jpg", "a", "b");
    table(
        "t.csv",
        "%s,%s,%s,%s,Datei,Pneumothorax\n7,PA,61,%s,a,1\n8,%s,018M,%s,b,0\n"
            .formatted(patient, view, age, sex, woman, side, man));
    Samples samples = samples(describe());
    assertThat(samples.patients()).containsExactly("7", "8");
    assertThat(samples.examination(0).view()).isEqualTo(View.FRONTAL);
    assertThat(samples.examination(1).view()).isEqualTo(View.LATERAL);
    assertThat(samples.examination(0).age()).hasValue(61);
    assertThat(samples.examination(1).age()).hasValue(1);
    assertThat(samples.examination(0).sex()).isEqualTo("Female");
    assertThat(samples.examination(1).sex()).isEqualTo("Male");
  }

  @Test
  void reportsByStudyMakeEveryStudyAPatient() throws IOException {
    images("img/%s.png", "1_IM-1", "1_IM-2", "2_IM-1", "3_IM-1");
    table(
        "reports.csv",
        "uid,MeSH,Problems,findings,impression\n1,x/y,Cardiomegaly;Pulmonary Edema,The heart is large and the lungs are not clear today,Big heart\n"
            + "2,x,normal,Nothing at all is seen here in this film of today,Normal chest\n3,z,Cardiomegaly,The heart is larger than it was on the film before,Large\n");
    table(
        "projections.csv",
        "uid,filename,projection\n1,1_IM-1.png,Frontal\n1,1_IM-2.png,Lateral\n2,2_IM-1.png,Frontal\n3,3_IM-1.png,Frontal\n");
    DescribedFolder described = describe();
    Samples samples = samples(described);
    assertThat(samples.classes()).containsExactly("Cardiomegaly", "Pulmonary Edema");
    assertThat(labels(samples)).containsExactly(1, 1, 1, 1, 0, 0, 1, 0);
    assertThat(samples.patients()).containsExactly("1", "1", "2", "3");
    assertThat(samples.examination(1).view()).isEqualTo(View.LATERAL);
  }

  @Test
  void patientsFoldersWithinAClassAreRecognized() throws IOException {
    images("%s.png", "data/normal/p1/a", "data/normal/p1/b", "data/TB/p2/a", "data/TB/p3/a");
    DescribedFolder described = describe();
    Samples samples = samples(described);
    assertThat(samples.patients()).containsExactly("p2", "p3", "p1", "p1");
    assertThat(labels(samples)).containsExactly(1, 1, 0, 0);
  }

  @Test
  void findingsWithOtherValuesAreNamed() throws IOException {
    images("%s.png", "a", "b", "c");
    table("t.csv", "image,patient,Effusion\na,1,0\nb,2,1\nc,3,9\n");
    assertThatThrownBy(this::describe)
        .hasMessageContainingAll("no labels as they stand", "Effusion (0, 1, 9)");
    table("t.csv", "image,patient,Effusion,Mass\na,1,0,1\nb,2,1,0\nc,3,9,0\n");
    assertThat(describe().text().orElseThrow().replaceAll("\n *# ", " "))
        .contains("no labels as they stand: Effusion (0, 1, 9).");
  }

  @Test
  void imagesBesideTheTableArePreferred() throws IOException {
    images("%s.png", "old/img/a", "old/img/b", "zz2024/img/a", "zz2024/img/b");
    table("zz2024/t.csv", "image,patient,Effusion\nimg/a.png,1,1\nimg/b.png,2,0\n");
    assertThat(describe().text().orElseThrow())
        .contains("\nimage: \"zz2024/{image}\"", "# or image: \"old/{image}\"");
  }

  @Test
  void aSecondColumnWithImagesIsNamed() throws IOException {
    images("%s", "a_f.png", "b_f.png", "a_l.png", "b_l.png");
    table(
        "t.csv",
        "Frontal,Lateral,Patient,Male,Effusion\na_f.png,a_l.png,1,1,1\nb_f.png,b_l.png,2,0,0\n");
    DescribedFolder described = describe();
    assertThat(described.text().orElseThrow()).contains("image: Frontal", "# or image: Lateral");
    assertThat(samples(described).classes()).containsExactly("Effusion");
  }

  @Test
  void flagsOfAMachineAreNoLabels() throws IOException {
    images("img/%s.png", "a", "b", "c");
    String flags =
        """
        Image,Patient ID,Rescale Slope,Number of Frames,Burned In,kV,Detector,Window,Filter
        a,1,1,1,YES,80,D1,100,Al
        b,2,1,0,NO,85,D2,90,Al
        c,3,0,1,NO,90,D3,80,Al
        """;
    table("tags.csv", flags);
    assertThatThrownBy(this::describe).hasMessageContaining("no labels were recognized");
    table(
        "tags.csv",
        flags.replace("Filter", "Effusion").replace("Al", "1").replaceFirst("1\n", "0\n"));
    DescribedFolder described = describe();
    assertThat(samples(described).classes()).containsExactly("Effusion");
    assertThat(described.text().orElseThrow().replaceAll("\n *# ", " "))
        .contains("Rescale Slope (not known as the name of a finding)");
  }

  @Test
  void onlyOneOfTheFoldersThatAColumnNamesMayBeThere() throws IOException {
    images("img/0/%s.png", "a", "b");
    table("t.csv", "Image,Dir,Patient,Effusion\na.png,0,1,1\nb.png,0,2,0\nc.png,54,3,0\n");
    DescribedFolder described = describe();
    assertThat(described.text().orElseThrow()).contains("image: \"img/{Dir}/{Image}\"");
    assertThat(described.counts().missing().count()).isEqualTo(1);
  }

  @Test
  void namesThatAreTheSameInAllFoldersAreFoundByTheirFolders() throws IOException {
    StringBuilder rows = new StringBuilder("Path,Edema\n");
    for (int patient = 1; patient <= 40; patient++) {
      String path = "train/patient%05d/study1/view1_frontal.jpg".formatted(patient);
      images("%s", path);
      rows.append("Release-2.0/").append(path).append(",").append(patient % 2).append("\n");
    }
    table("labels.csv", rows.toString());
    DescribedFolder described = describe();
    assertThat(described.counts().missing().count()).isZero();
    assertThat(described.counts().patients()).isEqualTo(40);
  }

  @Test
  void foldersWithoutLabelsOrImagesAreRefusedWithWhatWasFound() throws IOException {
    assertThatThrownBy(this::describe)
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("no image", "0 images, no table", "docs/data.md");
    images("%s.png", "a", "b");
    assertThatThrownBy(this::describe)
        .hasMessageContainingAll("no labels", "2 images", "no readable table");
    Files.write(folder.resolve("labels.xlsx"), new byte[] {'P', 'K'});
    assertThatThrownBy(this::describe)
        .hasMessageContainingAll("1 .xlsx", "as CSV, or else write dataset.yaml");
    assertThatThrownBy(() -> DescribedFolder.of(folder.resolve("none"), Optional.empty()))
        .hasMessageContaining("no folder");
  }

  @Test
  void aPatientInTheNamesIsTaken() throws IOException {
    images("%s.jpg", "patient00012/study1/view1", "patient00013/study1/view1");
    table(
        "t.csv",
        "Path,Sex,Edema\npatient00012/study1/view1.jpg,Female,1\npatient00013/study1/view1.jpg,Male,0\n");
    assertThat(samples(describe()).patients()).containsExactly("12", "13");
  }

  @Test
  void rowsThatDifferAreSaid() throws IOException {
    images("%s.jpg", "a", "b");
    table("t.csv", "image,patient,Edema\na,1,1\na,1,0\nb,2,0\n");
    DescribedFolder described = describe();
    assertThat(described.text().orElseThrow()).contains("repeated: any", "The rows of 1 differ");
    assertThat(labels(samples(described))).containsExactly(1, 0);
  }

  @Test
  void theNameIsTheFoldersOrTheOneWanted() throws IOException {
    images("%s.jpg", "a", "b");
    table("t.csv", "image,patient,Edema\na,1,1\nb,2,0\n");
    assertThat(DescribedFolder.of(folder, Optional.of("Klinik7")).name()).isEqualTo("Klinik7");
    Path named = folder.resolve("uniklinik_köln 2024");
    Files.createDirectories(named);
    Files.copy(folder.resolve("t.csv"), named.resolve("t.csv"));
    Files.copy(folder.resolve("a.jpg"), named.resolve("a.jpg"));
    assertThat(DescribedFolder.of(named, Optional.empty()).name()).isEqualTo("UniklinikKoln2024");
  }

  private DescribedFolder describe() {
    return DescribedFolder.of(folder, Optional.empty());
  }

  private Samples samples(DescribedFolder described) throws IOException {
    if (described.images().isPresent()) {
      Files.writeString(folder.resolve(DescribedFolder.IMAGES), described.images().get());
    }
    return new DatasetReader(
            DescriptionFile.of(described.text().orElseThrow(), "dataset.yaml"), folder)
        .read();
  }

  private static float[] labels(Samples samples) {
    int width = samples.classes().size();
    float[] labels = new float[samples.size() * width];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = samples.label(i / width, i % width);
    }
    return labels;
  }

  private void images(String form, String... names) throws IOException {
    for (String name : names) {
      Path file = folder.resolve(form.formatted(name));
      Files.createDirectories(file.getParent());
      Files.write(file, new byte[] {1});
    }
  }

  private void table(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
  }

  private void gzip(String name, String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    Files.write(folder.resolve(name), packed.toByteArray());
  }
}
