package org.thorax.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.ThoraxException;
import org.thorax.data.loader.BadImagePolicy;

class ImageListTest {
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

  @TempDir private Path folder;

  @Test
  void aShellsStarNamesWhatSystemsLeaveToo() throws IOException {
    Path image = Files.write(folder.resolve("a"), PNG);
    Path mac = Files.createDirectory(folder.resolve("__MACOSX"));
    Files.write(mac.resolve("._a"), PNG);
    Path thumbs = Files.write(folder.resolve("Thumbs.db"), PNG);
    ImageList list = ImageList.of(List.of(image, mac, thumbs), BadImagePolicy.FAIL);
    assertThat(list.images()).containsExactly(image);
    assertThat(list.note()).hasValueSatisfying(note -> assertThat(note).startsWith("2 files "));
    assertThat(ImageList.of(List.of(folder), BadImagePolicy.FAIL)).isEqualTo(list);
  }

  @Test
  void aFolderWithoutImagesSaysWhatItHasInstead() throws IOException {
    Files.writeString(folder.resolve("a.tif"), "II");
    assertThatThrownBy(() -> ImageList.of(List.of(folder), BadImagePolicy.SKIP))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("below the folder " + folder + ", found none. 1 file is left out")
        .hasMessageContaining("1 .tif.");
  }

  @Test
  void aFileThatIsNotThereIsSaidPlainlyUnlessSuchAreSkipped() {
    Path missing = folder.resolve("nofile.png");
    assertThatThrownBy(() -> ImageList.of(List.of(missing), BadImagePolicy.FAIL))
        .isInstanceOf(ThoraxException.class)
        .hasMessageStartingWith("There is no file " + missing);
    assertThat(ImageList.of(List.of(missing), BadImagePolicy.SKIP).images())
        .containsExactly(missing);
  }

  @Test
  void everyFileIsNamedOnceInTheOrderGiven() throws IOException {
    for (String name : List.of("c", "a", "b")) {
      Files.write(folder.resolve(name), PNG);
    }
    Files.writeString(folder.resolve("table.csv"), "image\nc\nb\n");
    List<Path> given = Stream.of("b", "table.csv", "").map(folder::resolve).toList();
    assertThat(ImageList.of(given, BadImagePolicy.FAIL).images())
        .containsExactly(Stream.of("b", "c", "a").map(folder::resolve).toArray(Path[]::new));
  }
}
