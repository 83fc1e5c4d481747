package org.thorax.data.describe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thorax.DataException;
import org.thorax.data.Samples;
import org.thorax.data.View;

/** The forms of labels in a table. */
class DescribedFindingsTest {
  @TempDir private Path folder;
  private FolderToDescribe in;

  @BeforeEach
  void anEmptyFolder() {
    in = new FolderToDescribe(folder);
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
    in.images("%s.jpg", "a", "b", "c");
    in.table(
        "t.csv",
        "file,patient,Effusion,Mass\na,1,%s,%s\nb,2,%s,%s\nc,3,%s,%s\n"
            .formatted(yes, text(no), text(no), yes, text(open), yes));
    Samples samples = in.samples(in.describe());
    boolean blankIsNo = no == null;
    float third = open != null ? Samples.UNCERTAIN : blankIsNo ? 0 : Float.NaN;
    assertThat(FolderToDescribe.labels(samples)).containsExactly(1, 0, 0, 1, third, 1);
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
    in.images("%s.jpg", "a", "b", "c");
    in.table(
        "t.csv",
        "file,patient,diagnosis\na,1,\"%s\"\nb,2,\"%s\"\nc,3,\"%s\"\n".formatted(two, one, none));
    Samples samples = in.samples(in.describe());
    assertThat(samples.classes()).containsExactly("Mass", "Effusion");
    assertThat(FolderToDescribe.labels(samples)).containsExactly(1, 1, 1, 0, 0, 0);
  }

  @Test
  void boxesOfSeveralReadersAreVotedOn() throws IOException {
    in.images("films/%s.png", "aa", "bb", "cc");
    in.table(
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
    DescribedFolder described = in.describe();
    assertThat(described.text().orElseThrow())
        .contains(
            "reader: rad_id", "repeated: majority", "none: [No finding]", "patient: image_id");
    Samples samples = in.samples(described);
    assertThat(samples.classes()).containsExactly("Cardiomegaly", "Nodule/Mass");
    assertThat(FolderToDescribe.labels(samples)).containsExactly(0, 1, 0, 0, 1, 0);
  }

  @Test
  void boxesWithATargetAreDescribed() throws IOException {
    in.images("train_images/%s.png", "p1", "p2", "p3");
    in.table(
        "detailed.csv",
        "patientId,x,y,width,height,Target\np1,,,,,0\np2,1,2,3,4,1\np2,5,6,7,8,1\np3,,,,,0\n");
    DescribedFolder described = in.describe();
    assertThat(described.text().orElseThrow())
        .contains("Give the class its name in place of 'Target'", "repeated: any");
    assertThat(FolderToDescribe.labels(in.samples(described))).containsExactly(0, 1, 0);
  }

  @Test
  void masksInRunLengthsAreLabels() throws IOException {
    in.images("dicom/%s.png", "1.2.3", "1.2.4", "1.2.5");
    in.table(
        "pneumothorax-masks.csv",
        "ImageId, EncodedPixels\n1.2.3, -1\n1.2.4, 387620 23 996 33 986 43\n1.2.4, 15 6 1 7 1 3 15 2\n1.2.5,-1\n");
    Samples samples = in.samples(in.describe());
    assertThat(samples.classes()).containsExactly("Pneumothorax");
    assertThat(FolderToDescribe.labels(samples)).containsExactly(0, 1, 0);
  }

  @Test
  void labelsByStudyAreJoinedToATableOfTheImages() throws IOException {
    in.images("%s.jpg", "s50001/view1", "s50001/view2", "s50002/view1");
    in.table("labels.csv", "study,patient,Edema\ns50001,7,1\ns50002,8,0\n");
    DescribedFolder described = in.describe();
    assertThat(described.images().orElseThrow())
        .startsWith("image_path,image_name,image_stem,image_folder")
        .contains("s50001/view2.jpg,view2.jpg,view2,s50001,");
    Samples samples = in.samples(described);
    assertThat(FolderToDescribe.labels(samples)).containsExactly(1, 1, 0);
    assertThat(samples.patients()).containsExactly("7", "7", "8");
  }

  @Test
  void otherReadingsAreNamedInComments() throws IOException {
    in.images("small/%s.png", "a", "b", "c", "d");
    in.images("large/%s.png", "a", "b", "c", "d");
    in.table(
        "t.csv",
        "image,patient,patient_case,Effusion,Mass,diagnosis\na,1,9,1,0,Effusion\nb,2,8,0,1,Mass\nc,3,7,0,0,normal\nd,4,6,0,0,normal\n");
    String text = in.describe().text().orElseThrow().replaceAll("\n *# ", " ");
    assertThat(text)
        .contains(
            "or image: \"small/{image}.png\"",
            "image: \"large/{image}.png\"",
            "others: patient_case",
            "Other readings: class: diagnosis");
  }

  @Test
  void measuredValuesAreNoLabels() throws IOException {
    in.images("img/%s.png", "a", "b", "c");
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
    in.table("werte.csv", rows.toString());
    assertThatThrownBy(in::describe)
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(
            "no labels were recognized", "heart_width", "werte.csv", "by hand");
    in.table("werte.csv", "image,Patient,Erguss,CRP,Grad\na,1,1,1.5,1\nb,2,0,0.2,2\nc,3,0,9.1,3\n");
    DescribedFolder described = in.describe();
    assertThat(in.samples(described).classes()).containsExactly("Erguss");
    assertThat(described.text().orElseThrow()).contains("Columns that are not used: CRP, Grad.");
  }

  @Test
  void reportsByStudyMakeEveryStudyAPatient() throws IOException {
    in.images("img/%s.png", "1_IM-1", "1_IM-2", "2_IM-1", "3_IM-1");
    in.table(
        "reports.csv",
        "uid,MeSH,Problems,findings,impression\n1,x/y,Cardiomegaly;Pulmonary Edema,The heart is large and the lungs are not clear today,Big heart\n"
            + "2,x,normal,Nothing at all is seen here in this film of today,Normal chest\n3,z,Cardiomegaly,The heart is larger than it was on the film before,Large\n");
    in.table(
        "projections.csv",
        "uid,filename,projection\n1,1_IM-1.png,Frontal\n1,1_IM-2.png,Lateral\n2,2_IM-1.png,Frontal\n3,3_IM-1.png,Frontal\n");
    DescribedFolder described = in.describe();
    Samples samples = in.samples(described);
    assertThat(samples.classes()).containsExactly("Cardiomegaly", "Pulmonary Edema");
    assertThat(FolderToDescribe.labels(samples)).containsExactly(1, 1, 1, 1, 0, 0, 1, 0);
    assertThat(samples.patients()).containsExactly("1", "1", "2", "3");
    assertThat(samples.examination(1).view()).isEqualTo(View.LATERAL);
  }

  @Test
  void findingsWithOtherValuesAreNamed() throws IOException {
    in.images("%s.png", "a", "b", "c");
    in.table("t.csv", "image,patient,Effusion\na,1,0\nb,2,1\nc,3,9\n");
    assertThatThrownBy(in::describe)
        .hasMessageContainingAll("no labels as they stand", "Effusion (0, 1, 9)");
    in.table("t.csv", "image,patient,Effusion,Mass\na,1,0,1\nb,2,1,0\nc,3,9,0\n");
    assertThat(in.describe().text().orElseThrow().replaceAll("\n *# ", " "))
        .contains("no labels as they stand: Effusion (0, 1, 9).");
  }

  @Test
  void flagsOfAMachineAreNoLabels() throws IOException {
    in.images("img/%s.png", "a", "b", "c");
    String flags =
        """
        Image,Patient ID,Rescale Slope,Number of Frames,Burned In,kV,Detector,Window,Filter
        a,1,1,1,YES,80,D1,100,Al
        b,2,1,0,NO,85,D2,90,Al
        c,3,0,1,NO,90,D3,80,Al
        """;
    in.table("tags.csv", flags);
    assertThatThrownBy(in::describe).hasMessageContaining("no labels were recognized");
    in.table(
        "tags.csv",
        flags.replace("Filter", "Effusion").replace("Al", "1").replaceFirst("1\n", "0\n"));
    DescribedFolder described = in.describe();
    assertThat(in.samples(described).classes()).containsExactly("Effusion");
    assertThat(described.text().orElseThrow().replaceAll("\n *# ", " "))
        .contains("Rescale Slope (not known as the name of a finding)");
  }

  @Test
  void rowsThatDifferAreSaid() throws IOException {
    in.images("%s.jpg", "a", "b");
    in.table("t.csv", "image,patient,Edema\na,1,1\na,1,0\nb,2,0\n");
    DescribedFolder described = in.describe();
    assertThat(described.text().orElseThrow()).contains("repeated: any", "The rows of 1 differ");
    assertThat(FolderToDescribe.labels(in.samples(described))).containsExactly(1, 0);
  }
}
