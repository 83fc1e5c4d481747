package org.thorax.data.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thorax.ThoraxException;
import org.thorax.data.DatasetSplit;
import org.thorax.data.Samples;
import org.thorax.data.SplitPlan;
import org.thorax.data.View;
import org.thorax.formats.io.YamlValue;

class DescribedTableTest {
  private static final String OWN =
      """
      name: Own
      table: befunde.csv
      image: bilder/{datei}.png
      patient: patient
      view: {column: projektion, frontal: [PA, AP], lateral: [LL]}
      age: alter
      sex: geschlecht
      labels:
        columns: {TB: tbc, Nodule: rundherd}
        positive: [ja, 1]
        negative: [nein, 0]
        uncertain: ["?"]
      """;

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
    Samples samples = read(OWN);
    assertThat(samples.size()).isEqualTo(2);
    assertThat(samples.classes()).containsExactly("TB", "Nodule");
    assertThat(samples.imageName(0)).isEqualTo("bilder/a1.png");
    assertThat(samples.patients()).containsExactly("7", "8");
    assertThat(samples.examination(0).view()).isEqualTo(View.FRONTAL);
    assertThat(samples.examination(1).view()).isEqualTo(View.LATERAL);
    assertThat(samples.examination(0).age()).isEqualTo(OptionalInt.of(61));
    assertThat(samples.examination(1).sex()).isEqualTo("Male");
    assertThat(labels(samples)).containsExactly(1, 0, Samples.UNCERTAIN, Float.NaN);
    assertThat(samples.where(1)).isEqualTo("line 3 of befunde.csv");
  }

  @Test
  void aLabelThatNoRuleKnowsIsRefusedWithItsLineAndColumn() throws IOException {
    write(
        "befunde.csv", "datei,patient,projektion,alter,geschlecht,tbc,rundherd\na,1,PA,5,F,2,0\n");
    assertThatThrownBy(() -> read(OWN))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContainingAll("Line 2 of", "befunde.csv", "\"2\"", "TB", "[ja, 1]");
  }

  @Test
  void aColumnThatIsNotThereIsRefusedWithThoseThatAre() throws IOException {
    write("befunde.csv", "datei,patient,projektion,alter,geschlecht,tbc\na,1,PA,5,F,1\n");
    assertThatThrownBy(() -> read(OWN))
        .hasMessageContainingAll("no column \"rundherd\"", "geschlecht, tbc");
  }

  @Test
  void theSameImageWithOtherLabelsIsRefused() throws IOException {
    write(
        "befunde.csv",
        "datei,patient,projektion,alter,geschlecht,tbc,rundherd\na,1,PA,5,F,1,0\na,1,PA,5,F,0,0\n");
    assertThatThrownBy(() -> read(OWN))
        .hasMessageContainingAll("Line 3", "bilder/a.png", "line 2", "repeated: any");
  }

  @Test
  void theSameImageOfAnotherPatientIsRefused() throws IOException {
    write(
        "befunde.csv",
        "datei,patient,projektion,alter,geschlecht,tbc,rundherd\na,1,PA,5,F,1,0\na,2,PA,5,F,1,0\n");
    assertThatThrownBy(() -> read(OWN)).hasMessageContainingAll("patient 2", "line 2 to 1");
  }

  @Test
  void findingsInOneCellAreReadInBothSpellings() throws IOException {
    write(
        "t.csv",
        """
        id,p,findings
        a,1,"['pleural effusion', 'unknown thing']"
        b,2,normal
        c,3,pleural effusion|derrame
        d,4,
        e,5,[]
        """);
    String list =
        """
        name: Lists
        table: t.csv
        image: "{id}.png"
        patient: p
        labels:
          list: findings
          classes: {Normal: [normal], Effusion: [pleural effusion, derrame]}
          others: ignore
        """;
    assertThat(labels(read(list)))
        .containsExactly(0, 1, 1, 0, 0, 1, Float.NaN, Float.NaN, Float.NaN, Float.NaN);
    assertThatThrownBy(() -> read(list.replace("others: ignore", "others: refuse")))
        .hasMessageContainingAll("Line 2", "\"unknown thing\"", "[Normal, Effusion]");
  }

  @Test
  void readersVoteAsTheDescriptionSays() throws IOException {
    write(
        "t.csv",
        """
        id,class_name,rad_id
        a,Mass,R1
        a,Mass,R1
        a,No finding,R2
        a,No finding,R3
        b,Mass,R1
        b,Mass,R2
        b,No finding,R3
        """);
    String boxes =
        """
        name: Boxes
        table: t.csv
        image: "{id}.dicom"
        patient: id
        labels:
          class: class_name
          classes: [Mass]
          none: No finding
          reader: rad_id
          repeated: majority
        """;
    assertThat(labels(read(boxes))).containsExactly(0, 1);
    assertThat(labels(read(boxes.replace("majority", "any")))).containsExactly(1, 1);
    assertThat(labels(read(boxes.replace("repeated: majority", "repeated: any\n  only: R2"))))
        .containsExactly(0, 1);
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
    assertThat(labels(samples)).containsExactly(1, Float.NaN);
    assertThatThrownBy(() -> read(joined.replace(", required: false", "")))
        .hasMessageContainingAll("Line 4", "meta.csv", "[subject, study]");
    write("meta.csv", "study_id,subject_id,dicom,View\n5,10,d5,PA\n5,10,d6,AP\n");
    assertThatThrownBy(() -> read(joined)).hasMessageContainingAll("Line 3", "second time");
  }

  @Test
  void aNameMayMeanNoFindingAndAClass() throws IOException {
    write("t.csv", "id,p,f\na,1,No Finding\nb,2,Mass\n");
    Samples samples =
        read(
            """
            name: Own
            table: t.csv
            image: id
            patient: p
            labels: {list: f, classes: [No Finding, Mass], none: No Finding}
            """);
    assertThat(labels(samples)).containsExactly(1, 0, 0, 1);
  }

  @Test
  void aMajorityOfReadersLeavesOpenWhatTheyLeaveOpen() throws IOException {
    write("t.csv", "id,p,r,x,y\na,1,R1,,-1\na,1,R2,,1\na,1,R3,,0\n");
    Samples samples =
        read(
            """
            name: Own
            table: t.csv
            image: id
            patient: p
            labels: {columns: [x, y], reader: r, repeated: majority}
            """);
    assertThat(labels(samples)).containsExactly(Float.NaN, Samples.UNCERTAIN);
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
  void aPublishedNameIsRefused() throws IOException {
    Files.writeString(
        folder.resolve("dataset.yaml"),
        "name: Chexpert\ntable: t.csv\nimage: id\npatient: p\nlabels: {columns: [x]}\n");
    assertThatThrownBy(() -> DatasetReader.of(folder)).hasMessageContaining("take another name");
  }

  @Test
  void longIdsThatDifferInTheirLastDigitsAreNotTheSame() throws IOException {
    String id = "2168401113669640125580829067120";
    write("t.csv", "id,p,x\n%s1,1,1\n%s2,2,0\n%s3,3,0\n".formatted(id, id, id));
    write("m.csv", "id,view\n%s2,PA\n%s1,AP\n%s3,PA\n".formatted(id, id, id));
    Samples samples =
        read(
            """
            name: Own
            table: t.csv
            join: {table: m.csv, keys: id}
            image: "{id}.png"
            patient: p
            view: {column: view, frontal: [PA, AP]}
            exclude: {id: %s3}
            labels: {columns: [x]}
            """
                .formatted(id));
    assertThat(samples.patients()).containsExactly("1", "2");
    assertThat(samples.examination(0).projection()).isEqualTo("AP");
    assertThat(samples.examination(1).projection()).isEqualTo("PA");
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
    assertThat(labels(samples)).containsExactly(0, 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "name: Own~lacks the key 'table'~d.yaml",
        "name: own\\ntable: a.csv\\nimage: a\\npatient: b\\nlabels: {columns: [x]}~found 'own'~d.yaml",
        "name: Own\\ntabel: a.csv~Line 2, column 8~tabel is not known",
        "name: [a~Line 1~no YAML",
        "name: Own\\ntable: a.csv\\nimage: a\\npatient: b\\nlabels: {columns: [x], list: y}~needs one of~d.yaml",
        "name: Own\\ntable: a.csv\\nimage: a\\npatient: b\\nlabels: {list: y}~lacks the key 'classes'~d.yaml",
        "name: Own\\ntable: a.csv\\nimage: a\\npatient: b\\nlabels: {columns: [x, x]}~'x' twice~d.yaml",
        "name: Own\\ntable: a.csv\\nimage: a\\npatient: b\\nlabels: {columns: {A: [l, r]}}~one column for class 'A'~d.yaml",
        "name: X\\ntable: a.csv\\nimage: a\\npatient: b\\nlabels: {columns: [x]}~two letters or more~d.yaml",
        "name: Own\\ntable: a.csv\\nimage: a\\npatient: b\\nlabels: {columns: [x], positive: 1, negative: 1.0}~two different labels~d.yaml",
        "name: Own\\ntable: a.csv\\nimage: a\\npatient: {from: a, pattern: '('}\\nlabels: {columns: [x]}~Line 4, column 29~no regular expression",
        "name: Own\\ntable: a.csv\\nimage: {header: PatientID}\\npatient: b\\nlabels: {columns: [x]}~cannot come from its header~Line 3, column 8",
        "name: Own\\ntable: a.csv\\nimage: a\\npatient: {header: PatientID, from: a}\\nlabels: {columns: [x]}~stands alone~d.yaml",
        "name: Own\\ntable: a.csv\\nimage: {from: a, pattern: b, as: c}\\npatient: b\\nlabels: {columns: [x]}~Expected {}~d.yaml",
        "name: Own\\ntable: a.csv\\nimage: a\\npatient: b\\ncsv: {separator: x, encoding: UTF-8}\\nlabels: {columns: [x]}~a comma, a semicolon~d.yaml",
      })
  void aWrongDescriptionIsRefusedWithLineAndColumn(String text, String expected, String also) {
    assertThatThrownBy(() -> DescriptionFile.of(YamlValue.of(text.replace("\\n", "\n"), "d.yaml")))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContainingAll("d.yaml", expected, also);
  }

  @Test
  void yamlThatIsNestedForEverIsRefusedInOneLine() {
    for (String text : List.of("[".repeat(100_000), "name: &a [*a]\ntable: x")) {
      assertThatThrownBy(() -> DescriptionFile.of(YamlValue.of(text, "d.yaml")))
          .isInstanceOf(ThoraxException.class);
    }
  }

  private Samples read(String description) {
    DatasetDescription read = DescriptionFile.of(YamlValue.of(description, "dataset.yaml"));
    return new DescribedTable(read, folder)
        .read(
            DatasetPart.TRAIN,
            read.classes(),
            fault -> {
              throw fault;
            })
        .orElseThrow();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
  }

  private static float[] labels(Samples samples) {
    float[] labels = new float[samples.size() * samples.classes().size()];
    for (int i = 0; i < labels.length; i++) {
      int width = samples.classes().size();
      labels[i] = samples.label(i / width, i % width);
    }
    return labels;
  }
}
