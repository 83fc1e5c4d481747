package org.thorax.data.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.ThoraxException;
import org.thorax.data.Samples;

/** The forms of labels, and several rows of one image. */
class DescribedLabelsTest {
  @TempDir Path folder;

  @Test
  void aLabelThatNoRuleKnowsIsRefusedWithItsLineAndColumn() throws IOException {
    write(
        "befunde.csv", "datei,patient,projektion,alter,geschlecht,tbc,rundherd\na,1,PA,5,F,2,0\n");
    assertThatThrownBy(() -> read(TableFolder.OWN))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContainingAll("Line 2 of", "befunde.csv", "\"2\"", "TB", "[ja, 1]");
  }

  @Test
  void theSameImageWithOtherLabelsIsRefused() throws IOException {
    write(
        "befunde.csv",
        "datei,patient,projektion,alter,geschlecht,tbc,rundherd\na,1,PA,5,F,1,0\na,1,PA,5,F,0,0\n");
    assertThatThrownBy(() -> read(TableFolder.OWN))
        .hasMessageContainingAll("Line 3", "bilder/a.png", "line 2", "repeated: any");
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
    assertThat(TableFolder.labels(read(list)))
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
    assertThat(TableFolder.labels(read(boxes))).containsExactly(0, 1);
    assertThat(TableFolder.labels(read(boxes.replace("majority", "any")))).containsExactly(1, 1);
    assertThat(
            TableFolder.labels(
                read(boxes.replace("repeated: majority", "repeated: any\n  only: R2"))))
        .containsExactly(0, 1);
  }

  /** PadChest's column LabelsLocalizationsBySentence: a list for each sentence of the report. */
  @Test
  void listsWithinAListAreOneList() throws IOException {
    write(
        "t.csv",
        """
        id,p,found
        1,1,"[['pleural effusion', 'loc right'], ['nodule', 'loc left upper lobe']]"
        2,2,"[['normal']]"
        3,3,"[[], ['nodule', 'loc right']]"
        """);
    Samples samples =
        read(
            """
            name: Own
            table: t.csv
            image: id
            patient: p
            labels:
              list: found
              none: normal
              others: ignore
              classes: {Nodule: nodule, Right: loc right, Left: [loc left, loc left upper lobe]}
            """);
    assertThat(TableFolder.labels(samples)).containsExactly(1, 1, 1, 0, 0, 0, 1, 1, 0);
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
    assertThat(TableFolder.labels(samples)).containsExactly(1, 0, 0, 1);
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
    assertThat(TableFolder.labels(samples)).containsExactly(Float.NaN, Samples.UNCERTAIN);
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

  private Samples read(String description) {
    return TableFolder.read(folder, description);
  }

  private void write(String name, String text) throws IOException {
    TableFolder.write(folder, name, text);
  }
}
