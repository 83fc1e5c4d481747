package org.thorax.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.ThoraxException;
import org.thorax.oracle.Oracle;

@Tag("oracle")
class DicomDecoderTest {
  @TempDir static Path folder;
  private static List<String> listing;

  @BeforeAll
  static void pydicomWritesItsFiles() {
    listing = Oracle.run("dicom_images.py", folder).lines().toList();
  }

  @Test
  void everyKindOfFileHasThePixelsOfPydicomAndTheStandardsWindow() throws IOException {
    assertThat(listing).hasSizeGreaterThan(95);
    for (String line : listing) {
      String[] part = line.split(" ", -1);
      GreyImage image = ImageDecoder.decode(folder.resolve(part[0] + ".dcm"));
      assertThat(image.width() + " " + image.height()).isEqualTo(part[1] + " " + part[2]);
      byte[] expected = Files.readAllBytes(folder.resolve(part[0] + ".grey"));
      assertThat(Arrays.mismatch(image.pixels(), expected)).as(part[0]).isEqualTo(-1);
    }
  }

  @Test
  void aTransferSyntaxThatIsNotReadIsRefusedByNameWithTheToolThatConvertsIt() {
    assertThatThrownBy(() -> ImageDecoder.decode(folder.resolve("jpeg_ls.dcm")))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContainingAll("jpeg_ls.dcm is written as JPEG-LS Lossless", "gdcmconv --raw");
  }

  @Test
  void aThumbnailIsNeverTakenForTheFilm() {
    for (String name : List.of("alone", "alone_compressed")) {
      assertThatThrownBy(() -> ImageDecoder.decode(folder.resolve(name + ".dcm")))
          .as(name)
          .isInstanceOf(ThoraxException.class)
          .hasMessageContaining(name + ".dcm: found no pixel data");
    }
  }

  @Test
  void sequencesAreReadAsOtherReadersReadThem() throws IOException {
    byte[] expected = Files.readAllBytes(folder.resolve("explicit_8.grey"));
    String open = "ffffffff";
    String closed = "feff0de0" + "00000000";
    String end = "feffdde0" + "00000000";
    String first = "28001000" + "55530200" + "0100";
    String pixels = "e07f1000" + "4f420000" + "02000000" + "0102";
    String implicitPixels = "e07f1000" + "02000000" + "0102";
    String pieces = "4f420000" + open + "feff00e000000000" + "feff00e0020000000304" + end;
    String icon = "88000002" + "53510000";
    for (String inserted :
        List.of(
            // Without the item's delimiter, and with delimiters beside lengths.
            icon + open + "feff00e0" + open + first + pixels + end,
            icon + "1e000000" + "feff00e0" + "16000000" + pixels + closed + end,
            // Of unknown representation, and implicit within explicit.
            "88000002554e0000" + open + "feff00e0" + open + implicitPixels + closed + end,
            icon + open + "feff00e0" + open + implicitPixels + closed + end,
            // Pieces that are no pixel data.
            "09001110" + pieces,
            icon + open + "feff00e0" + open + first + "e07f1000" + pieces + closed + end)) {
      byte[] file = withBytes(Files.readAllBytes(folder.resolve("explicit_8.dcm")), inserted);
      assertThat(ImageDecoder.decode(file, inserted).pixels()).as(inserted).isEqualTo(expected);
    }
  }

  /** A file with these bytes in front of its pixel data. */
  private static byte[] withBytes(byte[] file, String hex) {
    byte[] tag = {(byte) 0xe0, 0x7f, 0x10, 0, 'O', 'B'};
    int at = 0;
    while (!Arrays.equals(file, at, at + tag.length, tag, 0, tag.length)) {
      at++;
    }
    byte[] inserted = HexFormat.of().parseHex(hex);
    byte[] longer = new byte[file.length + inserted.length];
    System.arraycopy(file, 0, longer, 0, at);
    System.arraycopy(inserted, 0, longer, at, inserted.length);
    System.arraycopy(file, at, longer, at + inserted.length, file.length - at);
    return longer;
  }

  @Test
  void aFileCutOffAnywhereIsAnErrorThatNamesIt() throws IOException {
    for (String name :
        List.of("explicit_12", "implicit_12", "big_12", "jpeg", "voi_table_explicit")) {
      byte[] whole = Files.readAllBytes(folder.resolve(name + ".dcm"));
      for (int length = 1; length < whole.length - 1; length += 7) {
        byte[] cut = Arrays.copyOf(whole, length);
        assertThat(catchThrowable(() -> ImageDecoder.decode(cut, "cut-" + name)))
            .as(name + " cut to " + cut.length + " of " + whole.length)
            .isInstanceOf(ThoraxException.class)
            .hasMessageContaining("cut-" + name)
            .hasMessageMatching("[^\\n]*");
      }
    }
  }

  @Test
  void ofDamagedBytesNothingButAnImageOrAnErrorForUsersComes() throws IOException {
    Random random = new Random(8);
    int refused = 0;
    for (String name :
        List.of(
            "explicit_12",
            "implicit_8",
            "big_16_signed",
            "jpeg_window",
            "nested",
            "icon_2",
            "icon_jpeg_0_3",
            "modality_table")) {
      byte[] whole = Files.readAllBytes(folder.resolve(name + ".dcm"));
      for (int i = 0; i < 1500; i++) {
        byte[] damaged = whole.clone();
        for (int k = 0; k < 1 + i % 6; k++) {
          // Most of them in the elements, some of them in the pixels.
          int limit = random.nextInt(4) == 0 ? damaged.length : Math.min(1200, damaged.length);
          int at = 128 + random.nextInt(limit - 128);
          damaged[at] = (byte) (random.nextBoolean() ? random.nextInt() : random.nextInt(2) * -1);
        }
        Throwable thrown = catchThrowable(() -> ImageDecoder.decode(damaged, name));
        if (thrown != null) {
          assertThat(thrown).isInstanceOf(ThoraxException.class).hasMessageContaining(name);
          refused++;
        }
      }
    }
    assertThat(refused).isBetween(500, 8500);
  }

  @Test
  void aSizeThatTheFileDoesNotHaveIsRefusedBeforeAnythingIsAllocated() throws IOException {
    byte[] file = Files.readAllBytes(folder.resolve("explicit_12.dcm"));
    // Rows and columns, 37 and 52, as explicit little-endian elements.
    byte[] huge = replaced(replaced(file, rows(37), rows(60_000)), columns(52), columns(60_000));
    assertThatThrownBy(() -> ImageDecoder.decode(huge, "huge.dcm"))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("huge.dcm claims 60000 x 60000 pixels");
    byte[] larger = replaced(file, rows(37), rows(9_000));
    assertThatThrownBy(() -> ImageDecoder.decode(larger, "larger.dcm"))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("larger.dcm: found 3848 bytes of pixels where it claims 936000");
  }

  private static byte[] rows(int rows) {
    return new byte[] {0x28, 0, 0x10, 0, 'U', 'S', 2, 0, (byte) rows, (byte) (rows >> 8)};
  }

  private static byte[] columns(int columns) {
    return new byte[] {0x28, 0, 0x11, 0, 'U', 'S', 2, 0, (byte) columns, (byte) (columns >> 8)};
  }

  private static byte[] replaced(byte[] file, byte[] old, byte[] by) {
    for (int at = 0; at + old.length <= file.length; at++) {
      if (Arrays.equals(file, at, at + old.length, old, 0, old.length)) {
        byte[] changed = file.clone();
        System.arraycopy(by, 0, changed, at, by.length);
        return changed;
      }
    }
    throw new AssertionError("The file does not have these bytes");
  }
}
