package org.thorax.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
  private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0};
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};
  private static final byte[] RADIOGRAPH = dicom("1.2.840.10008.5.1.4.1.1.1.1");

  @TempDir private Path folder;

  private static byte[] dicom(String sopClass) {
    byte[] file = Arrays.copyOf(new byte[128], 140 + sopClass.length());
    byte[] text =
        ("DICM\2\0\2\0UI" + (char) sopClass.length() + "\0" + sopClass)
            .getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(text, 0, file, 128, text.length);
    return file;
  }

  private void put(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private List<String> images() {
    return ImageFolder.below(folder).images().stream()
        .map(file -> folder.relativize(file).toString())
        .toList();
  }

  @BeforeEach
  void aCdLiesThere() throws IOException {
    put("S0001/IM0001", RADIOGRAPH);
    put("S0001/IM0002.7", RADIOGRAPH);
  }

  @Test
  void imagesAreToldByWhatTheyHold() throws IOException {
    put("a/film", JPEG);
    put("a/film.bak", PNG);
    put("b.DCM", RADIOGRAPH);
    put("c.tif", new byte[] {'I', 'I', 42, 0});
    put("notes.txt", "no image".getBytes(StandardCharsets.UTF_8));
    put("README", new byte[0]);
    assertThat(images())
        .containsExactly("S0001/IM0001", "S0001/IM0002.7", "a/film", "a/film.bak", "b.DCM");
    assertThat(ImageFolder.below(folder).leftOut().line())
        .hasValue(
            "3 files are left out, being no JPEG, PNG or DICOM image: 1 .tif, 1 .txt, 1 without ending.");
  }

  @Test
  void whatIsCalledAnImageIsNotLostWhenItIsDamaged() throws IOException {
    put("empty.jpg", new byte[0]);
    put("text.PNG", "no image".getBytes(StandardCharsets.UTF_8));
    put("bare.dcm", new byte[200]);
    assertThat(images()).contains("empty.jpg", "text.PNG", "bare.dcm");
    assertThat(ImageFolder.below(folder).leftOut().line()).isEmpty();
  }

  @Test
  void whatSystemsAndCdWritersLeaveIsPassedOverAndCounted() throws IOException {
    put("._IM0001.dcm", new byte[] {0, 5, 22, 7});
    put("S0001/._film.jpg", JPEG);
    put("__MACOSX/S0001/IM0001.jpg", JPEG);
    put("DICOMDIR", dicom("1.2.840.10008.1.3.10"));
    put("S0001/Thumbs.db", PNG);
    put(".DS_Store", new byte[9]);
    put("S0001/desktop.ini", new byte[9]);
    put("S0001/SR0001", dicom("1.2.840.10008.5.1.4.1.1.88.11"));
    put("S0001/report.dcm", dicom("1.2.840.10008.5.1.4.1.1.104.1"));
    put("S0001/PR0001", dicom("1.2.840.10008.5.1.4.1.1.11.1"));
    assertThat(images()).containsExactly("S0001/IM0001", "S0001/IM0002.7");
    assertThat(ImageFolder.below(folder).leftOut().line())
        .hasValue(
            "10 files are left out, being no JPEG, PNG or DICOM image: 1 .DS_Store, 2 ._*,"
                + " 3 DICOM without image, 1 DICOMDIR, 1 Thumbs.db, 1 __MACOSX, 1 desktop.ini.");
  }

  @Test
  void linksAreFollowedOnceAround(@TempDir Path elsewhere) throws IOException {
    Files.write(elsewhere.resolve("IM9"), RADIOGRAPH);
    Files.createSymbolicLink(folder.resolve("linked"), elsewhere);
    Files.createSymbolicLink(folder.resolve("S0001/around"), folder);
    assertThat(images()).containsExactly("S0001/IM0001", "S0001/IM0002.7", "linked/IM9");
  }
}
