package org.thorax.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.ThoraxException;
import org.thorax.formats.dicom.DicomHeader;
import org.thorax.formats.dicom.DicomImage;
import org.thorax.oracle.Oracle;

@Tag("oracle")
@Tag("long")
class CompressedDicomTest {
  private static final long MAX_PIXELS = 100_000_000;

  /** One of each compression, in one fragment. */
  private static final List<String> EACH =
      List.of(
          "rle_12_unsigned_37x52",
          "predictor_1_9",
          "predictor_4_12",
          "predictor_7_16",
          "j2k_12_signed_37x52",
          "j2k_lossy_16_unsigned_64x33",
          "codestream_26",
          "MR_small_RLE",
          "extended_0");

  @TempDir static Path folder;
  private static List<String> listing;

  @BeforeAll
  static void pydicomWritesItsFiles() {
    listing = Oracle.run("dicom_compressed.py", folder).lines().toList();
  }

  private static List<String> films() {
    return listing.stream().filter(line -> !line.endsWith(" -")).toList();
  }

  private static byte[] file(String name) throws IOException {
    return Files.readAllBytes(folder.resolve(name));
  }

  @Test
  void everyCompressionGivesTheValuesOfPydicomsDecodersAndTheirGrey() throws IOException {
    assertThat(films()).hasSizeGreaterThan(330);
    for (String line : films()) {
      String[] part = line.split(" ", -1);
      DicomImage film = DicomImage.read(file(part[0] + ".dcm"), part[0], MAX_PIXELS);
      assertThat(film.columns() + " " + film.rows()).isEqualTo(part[1] + " " + part[2]);
      int[] stored = DicomFilm.stored(film, part[0], MAX_PIXELS);
      int[] expected = values(part[0]);
      if (part.length > 3) {
        // The cosine transform is rounded otherwise.
        assertThat(stored).hasSameSizeAs(expected);
        for (int i = 0; i < stored.length; i++) {
          assertThat(stored[i]).as(part[0]).isBetween(expected[i] - 1, expected[i] + 1);
        }
        continue;
      }
      assertThat(Arrays.mismatch(stored, expected)).as(part[0]).isEqualTo(-1);
      byte[] grey = ImageDecoder.decode(folder.resolve(part[0] + ".dcm")).pixels();
      assertThat(Arrays.mismatch(grey, file(part[0] + ".grey"))).as(part[0]).isEqualTo(-1);
    }
  }

  private static int[] values(String name) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(file(name + ".stored")).order(ByteOrder.LITTLE_ENDIAN);
    int[] values = new int[bytes.remaining() / Integer.BYTES];
    bytes.asIntBuffer().get(values);
    return values;
  }

  @Test
  void theHeaderSaysWhatPydicomReads() throws IOException {
    for (String line : films()) {
      String name = line.split(" ", -1)[0];
      String[] expected =
          Files.readString(folder.resolve(name + ".header"), StandardCharsets.ISO_8859_1)
              .split("\n", -1);
      DicomHeader header = DicomHeader.read(file(name + ".dcm"), name);
      assertThat(header.patient()).as(name).isEqualTo(present(expected[0]));
      assertThat(header.study()).as(name).isEqualTo(present(expected[1]));
      assertThat(header.view()).as(name).isEqualTo(present(expected[2]));
      assertThat(header.sex()).as(name).isEqualTo(present(expected[3]));
      assertThat(header.ageYears())
          .as(name)
          .isEqualTo(
              expected[4].isEmpty()
                  ? OptionalInt.empty()
                  : OptionalInt.of(Integer.parseInt(expected[4])));
    }
  }

  private static Optional<String> present(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  @Test
  void whatIsNoSingleGreyFilmIsRefusedByName() throws IOException {
    List<String> refused = listing.stream().filter(line -> line.endsWith(" -")).toList();
    assertThat(refused).hasSizeGreaterThan(15);
    for (String line : refused) {
      Path file = folder.resolve(line.replace(" -", ".dcm"));
      assertThat(catchThrowable(() -> ImageDecoder.decode(file)))
          .isInstanceOf(ThoraxException.class)
          .hasMessageContaining(file.toString())
          .hasMessageMatching("[^\\n]*");
    }
    assertRefused(
        "emri_small_RLE", "is a multi-frame film (", "it holds 10 frames", "as a file of its own");
    assertRefused("SC_rgb_rle", "3 samples a pixel, RGB");
    assertRefused("test-SR", "is no film but a structured report", "give the film");
    assertRefused("waveform_ecg", "is no film but a waveform");
    assertRefused("MR_small_jpeg_ls_lossless", "JPEG-LS Lossless", "gdcmconv --raw");
  }

  private static void assertRefused(String name, String... words) {
    assertThatThrownBy(() -> ImageDecoder.decode(folder.resolve(name + ".dcm")))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void pixelsCutOffAnywhereAreAnErrorThatNamesTheFile() throws IOException {
    for (String name : EACH) {
      byte[] whole = file(name + ".dcm");
      int fragment = fragment(whole);
      int length = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(fragment - 4);
      // The last bytes are marks of the end and fill.
      for (int kept = 0; kept < length - 16; kept += 1 + length / 97) {
        byte[] cut = cut(whole, fragment, length, kept);
        assertThat(catchThrowable(() -> ImageDecoder.decode(cut, "cut-" + name)))
            .as(name + " cut to " + kept + " of " + length)
            .isInstanceOf(ThoraxException.class)
            .hasMessageContaining("cut-" + name)
            .hasMessageMatching("[^\\n]*");
      }
    }
  }

  /** Where the content of the first fragment begins, which follows the table of offsets. */
  private static int fragment(byte[] file) {
    byte[] tag = {(byte) 0xe0, 0x7f, 0x10, 0, 'O', 'B', 0, 0, -1, -1, -1, -1};
    int at = 0;
    while (!Arrays.equals(file, at, at + tag.length, tag, 0, tag.length)) {
      at++;
    }
    int table = at + tag.length + 8;
    return table + ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(table - 4) + 8;
  }

  private static byte[] cut(byte[] whole, int fragment, int length, int kept) {
    ByteBuffer cut = ByteBuffer.allocate(whole.length - length + kept);
    cut.order(ByteOrder.LITTLE_ENDIAN).put(whole, 0, fragment + kept);
    cut.put(whole, fragment + length, whole.length - fragment - length);
    return cut.putInt(fragment - 4, kept).array();
  }

  @Test
  void ofDamagedBytesNothingButAnImageOrAnErrorForUsersComes() throws IOException {
    Random random = new Random(8);
    int refused = 0;
    for (String name : EACH) {
      byte[] whole = file(name + ".dcm");
      int fragment = fragment(whole);
      for (int i = 0; i < 800; i++) {
        byte[] damaged = whole.clone();
        for (int k = 0; k < 1 + i % 6; k++) {
          // Most of them where the stream says its sizes.
          int range = random.nextInt(4) == 0 ? damaged.length - fragment : 150;
          int at = fragment + random.nextInt(Math.min(range, damaged.length - fragment));
          damaged[at] = (byte) (random.nextBoolean() ? random.nextInt() : -random.nextInt(2));
        }
        Throwable thrown = catchThrowable(() -> ImageDecoder.decode(damaged, name));
        if (thrown != null) {
          assertThat(thrown).isInstanceOf(ThoraxException.class).hasMessageContaining(name);
          refused++;
        }
      }
    }
    assertThat(refused).isBetween(2000, 6300);
  }

  @Test
  void aSizeThatTheStreamDoesNotHaveIsRefusedBeforeAnythingIsAllocated() throws IOException {
    for (String name : EACH) {
      byte[] huge = file(name + ".dcm");
      // Rows and columns of 10,000 in the elements; the streams say what they said.
      put(huge, 0x10, 10_000);
      put(huge, 0x11, 10_000);
      assertThatThrownBy(() -> ImageDecoder.decode(huge, name))
          .as(name)
          .isInstanceOf(ThoraxException.class)
          .hasMessageContaining("10000");
    }
    byte[] deflated = file("deflated_8_unsigned_37x52.dcm");
    assertThatThrownBy(
            () -> DicomImage.read(Arrays.copyOf(deflated, deflated.length - 60), "dfl", 10))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("dfl: found deflated elements that are cut off");
  }

  private static void put(byte[] file, int element, int value) {
    byte[] tag = {0x28, 0, (byte) element, 0, 'U', 'S', 2, 0};
    int at = 0;
    while (!Arrays.equals(file, at, at + tag.length, tag, 0, tag.length)) {
      at++;
    }
    file[at + tag.length] = (byte) value;
    file[at + tag.length + 1] = (byte) (value >> 8);
  }
}
