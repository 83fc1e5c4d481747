package org.thorax.formats.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thorax.FileException;

class DicomHeaderTest {
  private static final String EXPLICIT = "1.2.840.10008.1.2.1";

  /** A file of text elements, each a tag, a representation and a value. */
  private static byte[] file(String syntax, String... elements) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[128]);
    file.writeBytes("DICM".getBytes(StandardCharsets.ISO_8859_1));
    element(file, "00020010", "UI", syntax);
    for (int i = 0; i < elements.length; i += 3) {
      element(file, elements[i], elements[i + 1], elements[i + 2]);
    }
    return file.toByteArray();
  }

  private static void element(
      ByteArrayOutputStream file, String tag, String representation, String text) {
    String even = text.length() % 2 == 0 ? text : text + " ";
    int group = Integer.parseInt(tag.substring(0, 4), 16);
    int number = Integer.parseInt(tag.substring(4), 16);
    file.writeBytes(
        new byte[] {(byte) group, (byte) (group >> 8), (byte) number, (byte) (number >> 8)});
    file.writeBytes(representation.getBytes(StandardCharsets.ISO_8859_1));
    file.writeBytes(new byte[] {(byte) even.length(), (byte) (even.length() >> 8)});
    file.writeBytes(even.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void whatAFileSaysIsReadAlsoWhereItsPixelsAreNot() {
    byte[] file =
        file(
            "1.2.840.10008.1.2.4.80",
            "00100020",
            "LO",
            "P 7",
            "00100040",
            "CS",
            "F",
            "00101010",
            "AS",
            "061Y",
            "00185101",
            "CS",
            "pa",
            "0020000d",
            "UI",
            "1.2.3\0");
    DicomHeader header = DicomHeader.read(file, "film");
    assertThat(header.patient()).hasValue("P 7");
    assertThat(header.study()).hasValue("1.2.3");
    assertThat(header.view()).hasValue("PA");
    assertThat(header.ageYears()).hasValue(61);
    assertThat(header.sex()).hasValue("F");
    assertThat(header.unusable()).isEmpty();
  }

  @Test
  void whatIsMissingBlankOrOfAnotherFormIsEmpty() {
    byte[] file =
        file(
            EXPLICIT,
            "0008103e",
            "LO",
            "CHEST PA",
            "00100020",
            "LO",
            " ",
            "00100040",
            "CS",
            "female",
            "00101010",
            "AS",
            "old");
    DicomHeader header = DicomHeader.read(file, "film");
    assertThat(header.patient()).isEmpty();
    assertThat(header.study()).isEmpty();
    assertThat(header.view()).isEmpty();
    assertThat(header.ageYears()).isEmpty();
    assertThat(header.sex()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "061Y,61", "61Y,61", "61,61", "018M,1", "011M,0", "104W,1", "730D,1", "366D,1", "000Y,0"
  })
  void agesAreWholeYears(String written, int years) {
    byte[] file = file(EXPLICIT, "00101010", "AS", written);
    assertThat(DicomHeader.read(file, "film").ageYears()).hasValue(years);
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.840.10008.5.1.4.1.1.11.1,a presentation state",
    "1.2.840.10008.5.1.4.1.1.11.8,a presentation state",
    "1.2.840.10008.5.1.4.1.1.88.59,a structured report",
    "1.2.840.10008.5.1.4.1.1.104.1,a document",
    "1.2.840.10008.5.1.4.1.1.9.1.1,a waveform",
    "1.2.840.10008.1.3.10,the directory of a CD"
  })
  void anObjectWithoutAFilmIsRefusedByName(String sopClass, String words) {
    byte[] file = file(EXPLICIT, "00080016", "UI", sopClass);
    assertThatThrownBy(() -> DicomImage.read(file, "state.dcm", 1000))
        .isInstanceOf(FileException.class)
        .hasMessageStartingWith("The DICOM file state.dcm is no film but " + words);
  }

  @Test
  void whatIsNoFilmIsNamedWithItsSopClass() {
    String state = "1.2.840.10008.5.1.4.1.1.11.1";
    assertThat(DicomHeader.read(file(EXPLICIT, "00080016", "UI", state), "x").unusable())
        .hasValue("a presentation state (Grayscale Softcopy Presentation State, " + state + ")");
    String films = "1.2.840.10008.5.1.4.1.1.12.2";
    assertThat(
            DicomHeader.read(file(EXPLICIT, "00080016", "UI", films, "00280008", "IS", "12"), "x")
                .unusable())
        .hasValue("a multi-frame film (X-Ray Radiofluoroscopic Image, " + films + ")");
    assertThat(
            DicomHeader.read(file(EXPLICIT, "00080016", "UI", "1.2.840.10008.5.1.4.1.1.1"), "x")
                .unusable())
        .isEmpty();
  }

  @Test
  void onlyTheBeginOfAFileIsReadUnlessItsHeaderIsLonger(@TempDir Path folder) throws IOException {
    byte[] small =
        file(EXPLICIT, "00100020", "LO", "P7", "00185101", "CS", "AP", "7fe00010", "OW", "");
    String text = "x".repeat(40_000);
    byte[] longer =
        file(
            EXPLICIT,
            "00100020",
            "LO",
            "P8",
            "00104000",
            "LT",
            text,
            "00104001",
            "LT",
            text,
            "00185101",
            "CS",
            "LL",
            "7fe00010",
            "OW",
            "");
    Path film = folder.resolve("film");
    Files.write(film, Arrays.copyOf(small, 10_000_000));
    assertThat(DicomHeader.read(film).view()).hasValue("AP");
    Files.write(film, longer);
    assertThat(DicomHeader.read(film).view()).hasValue("LL");
    Files.writeString(film, "no DICOM");
    assertThatThrownBy(() -> DicomHeader.read(film)).hasMessageContaining("is no DICOM file");
  }

  @Test
  void filmsAreOfNoOtherKind() {
    assertThat(ObjectKind.of("1.2.840.10008.5.1.4.1.1.1.1.1")).isEmpty();
    assertThat(ObjectKind.of("1.2.840.10008.5.1.4.1.1.1")).isEmpty();
    assertThat(ObjectKind.of("1.2.840.10008.5.1.4.1.1.110")).isEmpty();
  }
}
