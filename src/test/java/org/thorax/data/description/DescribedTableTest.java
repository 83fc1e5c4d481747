package org.thorax.data.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thorax.data.DatasetSplit;
import org.thorax.data.Samples;
import org.thorax.data.SplitPlan;
import org.thorax.data.View;

/** Rows, columns, sets and joined tables of a described data set. */
class DescribedTableTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"windows-1252, ';'", "UTF-8, ','", "UTF-16LE, '\t'", "UTF-8, '|'"})
  void anOwnTableIsReadInAnyDialect(String encoding, String separator) throws IOException {
    String text =
        """
        datei;patient;projektion;alter;geschlecht;tbc;rundherd;bemerkung
        a1;007;PA;61Y;F;ja;nein;früher
        b2;8.0;LL;17;m;?;;später
        """;
    String mark = encoding.startsWith("UTF-16") ? "\ufeff" : "";
    Files.write(
        folder.resolve("befunde.csv"),
        (mark + text.replace(";", separator)).getBytes(Charset.forName(encoding)));
    Samples samples = read(TableFolder.OWN);
    assertThat(samples.size()).isEqualTo(2);
    assertThat(samples.classes()).containsExactly("TB", "Nodule");
    assertThat(samples.imageName(0)).isEqualTo("bilder/a1.png");
    assertThat(samples.patients()).containsExactly("7", "8");
    assertThat(samples.examination(0).view()).isEqualTo(View.FRONTAL);
    assertThat(samples.examination(1).view()).isEqualTo(View.LATERAL);
    assertThat(samples.examination(0).age()).isEqualTo(OptionalInt.of(61));
    assertThat(samples.examination(1).sex()).isEqualTo("Male");
    assertThat(TableFolder.labels(samples)).containsExactly(1, 0, Samples.UNCERTAIN, Float.NaN);
    assertThat(samples.where(1)).isEqualTo("line 3 of befunde.csv");
  }

  @Test
  void aColumnThatIsNotThereIsRefusedWithThoseThatAre() throws IOException {
    write("befunde.csv", "datei,patient,projektion,alter,geschlecht,tbc\na,1,PA,5,F,1\n");
    assertThatThrownBy(() -> read(TableFolder.OWN))
        .hasMessageContainingAll("no column \"rundherd\"", "geschlecht, tbc");
  }

  @Test
  void theSameImageOfAnotherPatientIsRefused() throws IOException {
    write(
        "befunde.csv",
        "datei,patient,projektion,alter,geschlecht,tbc,rundherd\na,1,PA,5,F,1,0\na,2,PA,5,F,1,0\n");
    assertThatThrownBy(() -> read(TableFolder.OWN))
        .hasMessageContainingAll("patient 2", "line 2 to 1");
  }

  @Test
  void rowsAreFilteredByValueAndByRange() throws IOException {
    write("t.csv", "id,p,view,age,x\na,1,PA,18,1\nb,2,AP,017Y,1\nc,3,L,40,0\nd,4,pa,80.5,0\n");
    String filtered =
        """
        name: Own
        table: t.csv
        image: id
        patient: p
        labels: {columns: [x]}
        rows: {view: [PA, AP], age: 18..80.5}
        """;
    assertThat(read(filtered).patients()).containsExactly("1", "4");
    assertThatThrownBy(() -> read(filtered.replace("18..80.5", "90..")))
        .hasMessageContaining("filters and joined tables leave none");
  }

  @Test
  void tablesAreJoinedByTheirKeys() throws IOException {
    write("t.csv", "subject,study,Edema\n10,5,1.0\n10,6,\n11,7,0.0\n");
    write("meta.csv", "study_id,subject_id,dicom,View\n5,10,d5,PA\n6,10,d6,AP\n");
    String joined =
        """
        name: Joined
        table: t.csv
        join:
          - {table: meta.csv, keys: [subject, study], foreign-keys: [subject_id, study_id], required: false}
        image: files/p{subject}/{dicom}.jpg
        patient: subject
        view: {column: View, frontal: [PA, AP]}
        labels: {columns: [Edema]}
        """;
    Samples samples = read(joined);
    assertThat(samples.imageName(1)).isEqualTo("files/p10/d6.jpg");
    assertThat(TableFolder.labels(samples)).containsExactly(1, Float.NaN);
    assertThatThrownBy(() -> read(joined.replace(", required: false", "")))
        .hasMessageContainingAll("Line 4", "meta.csv", "[subject, study]");
    write("meta.csv", "study_id,subject_id,dicom,View\n5,10,d5,PA\n5,10,d6,AP\n");
    assertThatThrownBy(() -> read(joined)).hasMessageContainingAll("Line 3", "second time");
  }

  @Test
  void agesInMonthsAreNoYears() throws IOException {
    write("t.csv", "id,p,age,x\na,1,030M,1\nb,2,031Y,0\nc,3,12d,0\n");
    String text =
        """
        name: Own
        table: t.csv
        image: id
        patient: p
        labels: {columns: [x]}
        rows: {age: 18..}
        """;
    assertThat(read(text).patients()).containsExactly("2");
    assertThat(read(text.replace("rows: {age: 18..}", "exclude: {age: 12}")).patients())
        .containsExactly("1", "2", "3");
  }

  @Test
  void aGroupThatTookNoPartIsTheWholeMatch() throws IOException {
    write("t.csv", "id,x\npatient7_1,1\nIM-12,0\n");
    Samples samples =
        read(
            """
            name: Own
            table: t.csv
            image: id
            patient: {from: id, pattern: "patient([0-9]+)|IM-[0-9]+"}
            labels: {columns: [x]}
            """);
    assertThat(samples.patients()).containsExactly("7", "IM-12");
  }

  @Test
  void theSetsOfAColumnAreReadTogetherAndApart() throws IOException {
    write("t.csv", "id,p,x,split\na,1,1,train\nb,2,0,val\nc,3,0,test\nd,4,0,train\ne,5,1,none\n");
    Files.writeString(
        folder.resolve("dataset.yaml"),
        """
        name: Own
        table: t.csv
        image: id
        patient: p
        sets: {column: split, train: train, validation: val, test: test}
        labels: {columns: [x]}
        """);
    DatasetReader reader = DatasetReader.of(folder);
    assertThat(reader.read().patients()).containsExactly("1", "2", "3", "4");
    assertThat(reader.planned(SplitPlan.DEFAULT).officialTest()).isTrue();
    DatasetSplit split = reader.split(SplitPlan.DEFAULT, List.of("x"));
    assertThat(split.train().patients()).containsExactly("1", "4");
    assertThat(split.validation().patients()).containsExactly("2");
    assertThat(split.test().patients()).containsExactly("3");
  }

  @Test
  void aPatternsMatchMayStandInAnotherText() throws IOException {
    write("t.csv", "path,p,s,x\nD:\\out\\a.dcm,1,w,1\nD:\\out\\b.dcm,2,m,0\n");
    Samples samples =
        read(
            """
            name: Own
            table: t.csv
            image: {from: path, pattern: '([^/\\\\]+)\\.dcm$', as: "png/{}.png"}
            patient: p
            sex: {column: s, female: [w], male: []}
            labels: {columns: [x]}
            """);
    assertThat(samples.imageName(1)).isEqualTo("png/b.png");
    assertThat(samples.examination(0).sex()).isEqualTo("Female");
    assertThat(samples.examination(1).sex()).isEqualTo("Male");
  }

  @Test
  void filmsOfAFolderMayBeNamedByTheirUid() throws IOException {
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
    for (String name : List.of("TB/1.2.840.113619", "Normal/1.2.840.113620", "Normal/b.PNG")) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      ImageIO.write(image, "png", file.toFile());
    }
    Files.writeString(folder.resolve("Normal/notes.v2"), "no image");
    Samples samples =
        read(
            """
            name: Own
            folder: .
            patient: file
            labels: {class: folder, none: Normal, classes: [TB]}
            """);
    assertThat(samples.patients()).containsExactly("1.2.840.113620", "b", "1.2.840.113619");
  }

  @Test
  void aFolderAClassNeedsNoTable() throws IOException {
    for (String image : List.of("NORMAL/IM-0001.jpeg", "PNEUMONIA/person1_bacteria_2.jpeg")) {
      Path file = folder.resolve("train").resolve(image);
      Files.createDirectories(file.getParent());
      Files.write(file, new byte[] {1});
    }
    Files.write(folder.resolve("train/NORMAL/.DS_Store"), new byte[] {1});
    Samples samples =
        read(
            """
            name: Kermany
            folder: train
            patient: {from: file, pattern: "person[0-9]+|IM-[0-9]+"}
            labels: {class: folder, classes: {Pneumonia: PNEUMONIA}, none: NORMAL}
            """);
    assertThat(samples.imageName(1)).isEqualTo("train/PNEUMONIA/person1_bacteria_2.jpeg");
    assertThat(samples.patients()).containsExactly("IM-0001", "person1");
    assertThat(TableFolder.labels(samples)).containsExactly(0, 1);
  }

  private Samples read(String description) {
    return TableFolder.read(folder, description);
  }

  private void write(String name, String text) throws IOException {
    TableFolder.write(folder, name, text);
  }
}
