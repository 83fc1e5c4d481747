package org.thorax.data.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.data.Samples;
import org.thorax.data.image.GreyImage;

class ImageCacheTest {
  private static final int SIZE = 9;

  @TempDir private Path folder;
  private final AtomicInteger decoded = new AtomicInteger();

  @BeforeEach
  void writeFiles() throws IOException {
    Files.createDirectories(folder.resolve("data"));
    for (int i = 0; i < 20; i++) {
      Files.write(folder.resolve("data/" + i + ".png"), new byte[] {(byte) i});
    }
  }

  @Test
  void theSecondRunDecodesNothingAndSeesTheSamePixels() {
    readAll(samples(0, 20), "resize");
    assertThat(decoded).hasValue(20);
    readAll(samples(0, 20), "resize");
    assertThat(decoded).hasValue(20);
  }

  @Test
  void anotherSplitOfTheDataSharesWhatIsThere() {
    readAll(samples(0, 10), "resize");
    readAll(samples(5, 20), "resize");
    assertThat(decoded).hasValue(20);
    readAll(samples(0, 20), "resize");
    assertThat(decoded).hasValue(20);
  }

  @Test
  void otherStepsAreAnotherCache() {
    readAll(samples(0, 20), "resize");
    readAll(samples(0, 20), "resize; equalise");
    assertThat(decoded).hasValue(40);
  }

  @Test
  void aChangedFileIsDecodedAgain() throws IOException {
    readAll(samples(0, 20), "resize");
    Files.write(folder.resolve("data/3.png"), new byte[] {77, 1});
    readAll(samples(0, 20), "resize");
    assertThat(decoded).hasValue(21);
  }

  @Test
  void aDamagedPlaceIsDecodedAgainWhereverTheBitIs() throws IOException {
    readAll(samples(0, 20), "resize");
    Path pixels = pixels();
    byte[] bytes = Files.readAllBytes(pixels);
    int slot = bytes.length / 20;
    for (int place = 0; place < slot; place++) {
      byte[] damaged = bytes.clone();
      damaged[7 * slot + place] ^= 4;
      Files.write(pixels, damaged);
      int before = decoded.get();
      readAll(samples(0, 20), "resize");
      assertThat(decoded).as("byte " + place).hasValue(before + 1);
    }
  }

  @Test
  void aNameThatWasCutOffIsWrittenAgain() throws IOException {
    readAll(samples(0, 20), "resize");
    Path names = pixels().resolveSibling("names.txt");
    String text = Files.readString(names);
    Files.writeString(names, text.substring(0, text.length() - 2));
    readAll(samples(0, 20), "resize");
    assertThat(Files.readString(names)).isEqualTo(text);
  }

  private Path pixels() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
      return files.filter(file -> file.endsWith("pixels")).findFirst().orElseThrow();
    }
  }

  /** Reads every image by several threads and compares it. */
  private void readAll(Samples samples, String steps) {
    ImageCache cache =
        ImageCache.open(folder.resolve("cache"), List.of(samples), steps, SIZE, SIZE);
    ImageSource source =
        cache.over(
            sample -> {
              decoded.incrementAndGet();
              return drawn(samples.imageName(sample));
            },
            samples);
    IntStream.range(0, samples.size())
        .parallel()
        .forEach(
            i ->
                assertThat(source.image(i).pixels())
                    .isEqualTo(drawn(samples.imageName(i)).pixels()));
  }

  private static GreyImage drawn(String name) {
    byte[] pixels = new byte[SIZE * SIZE];
    Arrays.fill(pixels, (byte) name.hashCode());
    return new GreyImage(SIZE, SIZE, pixels);
  }

  private Samples samples(int from, int to) {
    List<String> names = IntStream.range(from, to).mapToObj(i -> i + ".png").toList();
    return new Samples(
        folder.resolve("data"), List.of("Edema"), names, names, new float[names.size()]);
  }
}
