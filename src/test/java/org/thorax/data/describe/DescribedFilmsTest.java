package org.thorax.data.describe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thorax.data.Examination;
import org.thorax.data.Samples;
import org.thorax.data.View;
import org.thorax.data.description.DatasetReader;
import org.thorax.data.loader.FilmCount;
import org.thorax.formats.dicom.WrittenFilm;

class DescribedFilmsTest {
  private static final String RADIOGRAPH = "1.2.840.10008.5.1.4.1.1.1";
  private static final String STATE = "1.2.840.10008.5.1.4.1.1.11.1";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"SOPInstanceUID", "StudyInstanceUID", "AccessionNumber", "file", "PatientID"})
  void labelsByAnyKeyAreJoinedToTheHeaders(String key) throws IOException {
    film("CD/IM1", "p1", 1, "PA", "045Y", "F");
    film("CD/IM2", "p1", 1, "LL", "045Y", "F");
    film("CD/IM3", "p2", 2, "AP", "018M", "M");
    film("CD/IM4", "p3", 3, "PA", "", "O");
    String[] keys =
        switch (key) {
          case "SOPInstanceUID" -> new String[] {"1.2.9.1", "1.2.9.2", "1.2.9.3", "1.2.9.4"};
          case "StudyInstanceUID" -> new String[] {"1.2.7.1", "1.2.7.1", "1.2.7.2", "1.2.7.3"};
          case "AccessionNumber" -> new String[] {"A1", "A1", "A2", "A3"};
          case "PatientID" -> new String[] {"p1", "p1", "p2", "p3"};
          default -> new String[] {"IM1", "IM2", "IM3", "IM4"};
        };
    StringBuilder table = new StringBuilder(key + ";Erguss\n");
    for (int i = 0; i < keys.length; i++) {
      if (i == 0 || !keys[i].equals(keys[i - 1])) {
        table.append(keys[i]).append(i == 2 ? ";ja\n" : ";nein\n");
      }
    }
    Files.writeString(folder.resolve("befunde.csv"), table);
    DescribedFolder described = DescribedFolder.of(folder, Optional.empty());
    Samples samples = written(described);
    assertThat(samples.imageName(2)).isEqualTo("CD/IM3");
    assertThat(samples.patients()).containsExactly("p1", "p1", "p2", "p3");
    assertThat(samples.examination(0).view()).isEqualTo(View.FRONTAL);
    assertThat(samples.examination(1).view()).isEqualTo(View.LATERAL);
    assertThat(samples.examination(0).age()).hasValue(45);
    assertThat(samples.examination(2).age()).hasValue(1);
    assertThat(samples.examination(3).age()).isEmpty();
    assertThat(samples.examination(2).sex()).isEqualTo("Male");
    assertThat(samples.examination(3).sex()).isEmpty();
    assertThat(samples.label(1, 0)).isZero();
    assertThat(samples.label(2, 0)).isEqualTo(1);
    assertThat(described.text().orElseThrow().replaceAll("\n *# ", " "))
        .contains("in the headers of 4 films: PatientAge in 1.");
  }

  @Test
  void whatIsNoFilmIsLeftOutByName() throws IOException {
    film("a.dcm", "p1", 1, "PA", "045Y", "F");
    film("b.dcm", "p2", 2, "AP", "050Y", "M");
    Files.write(
        folder.resolve("state.dcm"),
        WrittenFilm.of(new byte[4], 2, Map.of("SOPClassUID", STATE, "PatientID", "p1")));
    Files.write(
        folder.resolve("series.dcm"),
        WrittenFilm.of(
            new byte[4],
            2,
            Map.of("SOPClassUID", RADIOGRAPH, "PatientID", "p1", "NumberOfFrames", "7")));
    Files.writeString(folder.resolve("t.csv"), "file,Effusion\na.dcm,1\nb.dcm,0\n");
    DescribedFolder described = DescribedFolder.of(folder, Optional.empty());
    assertThat(described.text().orElseThrow().replaceAll("\n *# ", " "))
        .contains(
            "Left out as a presentation state (Grayscale Softcopy Presentation State, " + STATE,
            "Left out as a multi-frame film (Computed Radiography Image");
    assertThat(described.images().orElseThrow()).doesNotContain("state.dcm", "series.dcm");
    assertThat(written(described).size()).isEqualTo(2);
  }

  @Test
  void aFolderAClassTakesThePatientFromTheFilms() throws IOException {
    film("NORMAL/x1.dcm", "p1", 1, "PA", "045Y", "F");
    film("NORMAL/x2", "p1", 2, "LL", "045Y", "F");
    film("TB/x3.dcm", "p2", 3, "AP", "018M", "M");
    Files.write(
        folder.resolve("TB/state.dcm"),
        WrittenFilm.of(new byte[4], 2, Map.of("SOPClassUID", STATE, "PatientID", "p2")));
    DescribedFolder described = DescribedFolder.of(folder, Optional.empty());
    assertThat(described.text().orElseThrow())
        .contains("patient: {header: PatientID}", "frontal: [AP, PA], lateral: [LL]")
        .contains("    - TB/state.dcm");
    assertThat(described.counts().badRows().count()).isZero();
    Samples samples = written(described);
    assertThat(samples.patients()).containsExactly("p1", "p1", "p2");
    assertThat(samples.examination(1).view()).isEqualTo(View.LATERAL);
    assertThat(samples.examination(2).age()).hasValue(1);
    assertThat(samples.examination(2).sex()).isEqualTo("Male");
    assertThat(samples.classes()).containsExactly("TB");
  }

  @Test
  void headersAreReadByTheDescription() throws IOException {
    film("x1.dcm", "p1", 1, "pa", "045Y", "F");
    film("x2.dcm", "p2", 2, "LL", "", "M");
    Files.writeString(folder.resolve("t.csv"), "file,x\nx1,1\nx2,0\nx3,0\n");
    String yaml =
        """
        name: Own
        table: t.csv
        image: "{file}.dcm"
        patient: {header: PatientID}
        view: {column: {header: ViewPosition}, frontal: [PA], lateral: [LL]}
        age: {header: PatientAge}
        sex: {header: PatientSex}
        labels: {columns: [x]}
        """;
    Files.writeString(folder.resolve("dataset.yaml"), yaml);
    assertThatThrownBy(() -> DatasetReader.of(folder).read())
        .hasMessageContainingAll("Line 4", "has no patient");
    film("x3.dcm", "p3", 2, "LL", "", "M");
    Samples samples = DatasetReader.of(folder).read();
    assertThat(samples.patients()).containsExactly("p1", "p2", "p3");
    assertThat(samples.examination(0).view()).isEqualTo(View.FRONTAL);
    assertThat(samples.examination(0).age()).hasValue(45);
    Files.writeString(folder.resolve("dataset.yaml"), yaml.replace("PatientID", "Patient"));
    assertThatThrownBy(() -> DatasetReader.of(folder))
        .hasMessageContainingAll("Line 4, column 19", "none of the elements", "PatientID");
    Files.writeString(folder.resolve("dataset.yaml"), yaml);
    Files.write(
        folder.resolve("x3.dcm"),
        WrittenFilm.of(new byte[4], 2, Map.of("SOPClassUID", STATE, "PatientID", "p1")));
    assertThatThrownBy(() -> DatasetReader.of(folder).read())
        .hasMessageContainingAll("Line 4", "x3.dcm", "a presentation state");
  }

  @Test
  void masksOfFilmsInFoldersOfTheirStudiesAreFound() throws IOException {
    film("train/s1/r1/1.2.9.81.dcm", "p1", 1, "PA", "045Y", "F");
    film("train/s2/r2/1.2.9.82.dcm", "p2", 2, "AP", "050Y", "M");
    film("train/s3/r3/1.2.9.83.dcm", "p3", 3, "AP", "050Y", "M");
    Files.writeString(
        folder.resolve("train-rle.csv"),
        "ImageId, EncodedPixels\n1.2.9.81, -1\n1.2.9.82, 387620 23 996 33\n1.2.9.82, 15 6 17 1 3 15 2\n1.2.9.83, -1\n");
    DescribedFolder described = DescribedFolder.of(folder, Optional.empty());
    Samples samples = written(described);
    assertThat(samples.imageName(1)).isEqualTo("train/s2/r2/1.2.9.82.dcm");
    assertThat(samples.patients()).containsExactly("p1", "p2", "p3");
    assertThat(samples.label(0, 0)).isZero();
    assertThat(samples.label(1, 0)).isEqualTo(1);
    assertThat(described.counts().missing().count()).isZero();
  }

  @Test
  void filmsWithoutAWindowAreCounted() throws IOException {
    film("a.dcm", "p1", 1, "PA", "045Y", "F");
    Files.write(
        folder.resolve("b.dcm"),
        WrittenFilm.of(new byte[4], 2, Map.of("PatientID", "p2", WrittenFilm.NO_WINDOW, "")));
    Files.write(folder.resolve("c.png"), new byte[] {1});
    Files.writeString(folder.resolve("t.csv"), "file,Effusion\na.dcm,1\nb.dcm,0\nc.png,0\n");
    DescribedFolder described = DescribedFolder.of(folder, Optional.empty());
    assertThat(described.text().orElseThrow().replaceAll("\n *# ", " "))
        .contains("1 of 2 films have no window");
    Samples samples =
        new Samples(
            folder,
            List.of("x"),
            List.of("a.dcm", "b.dcm", "c.png", "a.dcm", "missing.dcm"),
            List.of("1", "2", "3", "1", "5"),
            Collections.nCopies(5, Examination.UNKNOWN),
            new float[5]);
    assertThat(FilmCount.of(samples)).isEqualTo(new FilmCount(2, 1));
  }

  private Samples written(DescribedFolder described) {
    described.write(folder);
    return DatasetReader.of(folder).read();
  }

  private void film(String name, String patient, int study, String view, String age, String sex)
      throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Map<String, String> header = new HashMap<>();
    header.put("SOPClassUID", RADIOGRAPH);
    header.put("SOPInstanceUID", "1.2.9." + name.replaceAll("[^0-9]", ""));
    header.put("StudyInstanceUID", "1.2.7." + study);
    header.put("AccessionNumber", "A" + study);
    header.put("PatientID", patient);
    header.put("ViewPosition", view);
    header.put("PatientAge", age);
    header.put("PatientSex", sex);
    Files.write(file, WrittenFilm.of(new byte[] {1, 2, 3, 4}, 2, header));
  }
}
