package org.thorax.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.spi.IIORegistry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.ThoraxException;
import org.thorax.oracle.Oracle;

@Tag("oracle")
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
  void ofSixteenBitsTooFewToBeSeenAreRefusedWithTheCure() throws IOException {
    for (int bits : new int[] {1, 8, 10, 12, 14}) {
      Path file = folder.resolve("bits" + bits + ".png");
      assertThatThrownBy(() -> ImageDecoder.decode(file))
          .isInstanceOf(ThoraxException.class)
          .hasMessageContainingAll(
              "bits" + bits + ".png has 16 bits a pixel and uses " + bits + " of them",
              "greatest value is " + ((1 << bits) - 1),
              "12 bits by 16");
    }
    assertThatThrownBy(() -> ImageDecoder.decode(folder.resolve("colour12.png")))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("uses 12 of them");
    for (int bits : new int[] {15, 16}) {
      byte[] pixels = ImageDecoder.decode(folder.resolve("bits" + bits + ".png")).pixels();
      assertThat(pixels[pixels.length - 1] & 0xff).isEqualTo((1 << (bits - 8)) - 1);
    }
    assertThat(ImageDecoder.decode(folder.resolve("black.png")).pixels()).containsOnly(0);
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
    assertThatThrownBy(() -> ImageDecoder.decode(png(60_000), "bomb.png"))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("bomb.png claims 60000 x 60000 pixels");
    assertThatThrownBy(() -> ImageDecoder.decode(jpeg(60_000), "bomb.jpg"))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("bomb.jpg claims 60000 x 60000 pixels");
  }

  @Test
  void aSizeThatTheBytesCannotHoldIsRefusedBeforeDecoding() throws IOException {
    assertThatThrownBy(() -> ImageDecoder.decode(png(9_000), "lie.png"))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("lie.png")
        .hasMessageContaining("cannot hold the size it claims");
    assertThatThrownBy(() -> ImageDecoder.decode(jpeg(9_000), "lie.jpg"))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("lie.jpg")
        .hasMessageContaining("cannot hold the size it claims");
  }

  /** A PNG whose header claims so many rows and columns. */
  private static byte[] png(int side) throws IOException {
    byte[] png = Files.readAllBytes(folder.resolve("grey.png"));
    ByteBuffer header = ByteBuffer.wrap(png);
    header.putInt(16, side).putInt(20, side);
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    header.putInt(29, (int) crc.getValue());
    return png;
  }

  /** A JPEG whose frame, the segment 0xffc0, claims so many rows and columns. */
  private static byte[] jpeg(int side) throws IOException {
    byte[] jpeg = Files.readAllBytes(folder.resolve("grey.jpg"));
    int frame = 0;
    while ((jpeg[frame] & 0xff) != 0xff || (jpeg[frame + 1] & 0xff) != 0xc0) {
      frame++;
    }
    ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) side).putShort(frame + 7, (short) side);
    return jpeg;
  }

  @Test
  void aSegmentThatStandsTwiceChangesNothing() throws IOException {
    byte[] plain = Files.readAllBytes(folder.resolve("colour2.jpg"));
    // JFIF says once what it has to say.
    byte[] jfif = Arrays.copyOfRange(plain, 2, 20);
    byte[] twice = new byte[plain.length + jfif.length];
    System.arraycopy(plain, 0, twice, 0, 20);
    System.arraycopy(jfif, 0, twice, 20, jfif.length);
    System.arraycopy(plain, 20, twice, 20 + jfif.length, plain.length - 20);
    assertThat(ImageDecoder.decode(twice, "twice.jpg").pixels())
        .isEqualTo(ImageDecoder.decode(plain, "plain.jpg").pixels());
  }

  @Test
  void jpegIsReadThoughImageIoWasFirstUsedWhereTwelveMonkeysIsNotSeen() throws IOException {
    byte[] jpeg = Files.readAllBytes(folder.resolve("colour2.jpg"));
    byte[] expected = ImageDecoder.decode(jpeg, "before").pixels();
    IIORegistry registry = IIORegistry.getDefaultInstance();
    registry.deregisterServiceProvider(
        registry.getServiceProviderByClass(JPEGImageReaderSpi.class));
    assertThat(ImageDecoder.decode(jpeg, "after").pixels()).isEqualTo(expected);
  }
}
