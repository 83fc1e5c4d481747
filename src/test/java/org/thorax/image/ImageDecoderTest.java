package org.thorax.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.ThoraxException;
import org.thorax.oracle.Oracle;

class ImageDecoderTest {
  @TempDir static Path folder;
  private static String listing;

  @BeforeAll
  static void pillowWritesItsImages() throws IOException {
    Path linear = folder.resolve("linear.icc");
    Path linearGrey = folder.resolve("grey.icc");
    Files.write(linear, ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData());
    Files.write(linearGrey, ICC_Profile.getInstance(ColorSpace.CS_GRAY).getData());
    listing = Oracle.run("pillow_images.py", folder, linear, linearGrey);
  }

  @Test
  void everyKindOfImageHasThePixelsOfPillow() throws IOException {
    for (String line : listing.lines().toList()) {
      String[] part = line.split(" ", -1);
      GreyImage image = ImageDecoder.decode(folder.resolve(part[0]));
      assertThat(image.width() + " " + image.height()).isEqualTo(part[1] + " " + part[2]);
      byte[] expected = Files.readAllBytes(folder.resolve(part[0] + ".grey"));
      assertThat(Arrays.mismatch(image.pixels(), expected)).as(part[0]).isEqualTo(-1);
    }
    assertThat(listing.lines().count()).isGreaterThan(15);
  }

  @Test
  void ofSixteenBitGreyTheHighByteIsTaken() throws IOException {
    byte[] expected = Files.readAllBytes(folder.resolve("deep.png.high"));
    assertThat(ImageDecoder.decode(folder.resolve("deep.png")).pixels()).isEqualTo(expected);
  }

  @Test
  void aFileCutOffAnywhereIsAnErrorThatNamesIt() throws IOException {
    for (String name :
        new String[] {"grey.jpg", "colour2.jpg", "grey_progressive.jpg", "rgb.png"}) {
      byte[] whole = Files.readAllBytes(folder.resolve(name));
      for (int part = 1; part < 20; part++) {
        byte[] cut = Arrays.copyOf(whole, whole.length * part / 20);
        Throwable thrown = catchThrowable(() -> ImageDecoder.decode(cut, "cut-" + name));
        assertThat(thrown)
            .as(name + " cut to " + cut.length + " of " + whole.length)
            .isInstanceOf(ThoraxException.class)
            .hasMessageContaining("cut-" + name)
            .hasMessageMatching("[^\\n]*");
      }
    }
  }

  @Test
  void ofDamagedBytesNothingButAnImageOrAnErrorForUsersComes() throws IOException {
    Random random = new Random(4);
    int refused = 0;
    for (String name : new String[] {"grey.jpg", "colour2.jpg", "rgb.png", "palette.png"}) {
      byte[] whole = Files.readAllBytes(folder.resolve(name));
      for (int i = 0; i < 150; i++) {
        byte[] damaged = whole.clone();
        for (int k = 0; k < 5; k++) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        Throwable thrown = catchThrowable(() -> ImageDecoder.decode(damaged, name));
        if (thrown != null) {
          assertThat(thrown).isInstanceOf(ThoraxException.class).hasMessageContaining(name);
          refused++;
        }
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void anEmptyFileIsAnErrorThatNamesIt() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.jpg"));
    assertThatThrownBy(() -> ImageDecoder.decode(empty))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("empty.jpg is empty");
  }

  @Test
  void aTextNamedAsAnImageIsAnErrorThatNamesIt() throws IOException {
    Path text = Files.writeString(folder.resolve("text.jpg"), "not an image");
    assertThatThrownBy(() -> ImageDecoder.decode(text))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("text.jpg is neither JPEG, PNG nor DICOM");
  }

  @Test
  void aMissingFileIsAnErrorThatNamesIt() {
    assertThatThrownBy(() -> ImageDecoder.decode(folder.resolve("nowhere.png")))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("nowhere.png does not exist");
  }

  @Test
  void aHeaderThatClaimsTooManyPixelsIsRefusedBeforeDecoding() throws IOException {
    byte[] png = Files.readAllBytes(folder.resolve("grey.png"));
    ByteBuffer header = ByteBuffer.wrap(png);
    header.putInt(16, 50_000).putInt(20, 50_000);
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    header.putInt(29, (int) crc.getValue());
    assertThatThrownBy(() -> ImageDecoder.decode(png, "bomb.png"))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("bomb.png claims 50000 x 50000 pixels");
  }
}
