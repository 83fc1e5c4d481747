package org.thorax.formats.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnexpectedFormatTest {
  private static final String POINTER =
      "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 80061023\n";

  @TempDir private Path folder;

  @Test
  void aPointerSaysItsFilesSizeAndTheCure() throws IOException {
    Path file = Files.writeString(folder.resolve("model.keras"), POINTER);
    assertThat(UnexpectedFormat.of(file).orElseThrow())
        .contains("Git LFS pointer", "80061023 bytes", "git lfs pull");
  }

  @ParameterizedTest
  @CsvSource({
    "a.h5, '', is empty",
    "a.h5, '\n <!DOCTYPE html><html>', web page",
    "a.h5, '<HTML><title>404</title>', web page",
    "a.h5, '<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code></Error>', web page",
    "a.pth, anything, PyTorch",
    "a.pkl, '\u0080\u0004\u0095', Python pickle",
    "a.tflite, '\u001c000TFL3000000', TensorFlow Lite",
    "a.bin, '\u0008\u0007\u0012\u0007pytorch\u001a\u00051.0', ONNX",
    "a.tgz, '\u001f\u008b\u0008', packed",
    "a.7z, '7z\u00bc\u00af', packed archive",
    "saved_model.pb, '\u0008\u0001', folder that it is in",
    "frozen.pb, '\n\u0002', without signature",
    "a.index, '\u0000', checkpoint",
    "a.yaml, 'backend: tensorflow', `weights`",
    "a.png, '\u0089PNG\r\n', is an image"
  })
  void aModelsPlaceHolderIsCalledWhatItIs(String name, String content, String what)
      throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, content.getBytes(ISO_8859_1));
    assertThat(UnexpectedFormat.ofModel(file).orElseThrow()).contains(what);
  }

  @Test
  void zipArchivesAreToldApartByWhatIsInThem() throws IOException {
    assertThat(zip("x/saved_model.pb").orElseThrow()).contains("x/saved_model.pb", "unpack");
    assertThat(zip("archive/data.pkl").orElseThrow()).contains("PyTorch");
    assertThat(zip("readme.txt").orElseThrow()).contains("without a model");
    assertThat(zip("config.json")).isEmpty();
  }

  @Test
  void whatMayBeRightIsLeftToItsReader() throws IOException {
    Path file = Files.write(folder.resolve("a.h5"), "\u0089HDF\r\n\u001a\n".getBytes(ISO_8859_1));
    assertThat(UnexpectedFormat.ofModel(file)).isEmpty();
    assertThat(UnexpectedFormat.ofModel(folder.resolve("absent.h5"))).isEmpty();
    assertThat(UnexpectedFormat.of("Path,Sex\na.png,F\n".getBytes(ISO_8859_1))).isEmpty();
  }

  private java.util.Optional<String> zip(String member) throws IOException {
    Path file = folder.resolve("archive.zip");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(member));
    }
    return UnexpectedFormat.ofModel(file);
  }
}
