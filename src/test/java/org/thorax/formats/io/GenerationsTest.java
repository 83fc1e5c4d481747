package org.thorax.formats.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerationsTest {
  @TempDir private Path folder;
  private Generations files;

  @BeforeEach
  void name() {
    files = new Generations(folder, "state");
  }

  @Test
  void theNewestIsReadAndTwoAreKept() throws IOException {
    assertThat(newest()).isEmpty();
    for (String text : new String[] {"one", "two", "three"}) {
      write(text);
      assertThat(newest()).contains(text);
    }
    try (var all = Files.list(folder)) {
      assertThat(all).hasSize(2);
    }
    assertThat(files.exists()).isTrue();
    files.delete();
    assertThat(files.exists()).isFalse();
  }

  @Test
  void aDamagedNewestOneFallsBackToTheOlderOneAndIsWrittenOver() throws IOException {
    write("one");
    write("two");
    Path newer = folder.resolve("state.1");
    byte[] whole = Files.readAllBytes(newer);
    for (int place = 0; place < whole.length; place++) {
      byte[] damaged = whole.clone();
      damaged[place] ^= 0x10;
      Files.write(newer, damaged);
      assertThat(newest()).as("byte %d", place).contains("one");
      Files.write(newer, Arrays.copyOf(whole, place));
      assertThat(newest()).as("length %d", place).contains("one");
    }
    assertThat(files.newest(in -> "").orElseThrow().damaged()).containsExactly(newer);
    write("three");
    assertThat(newest()).contains("three");
  }

  @Test
  void whatCannotBeReadIsAsGoodAsDamaged() {
    write("one");
    write("two");
    Optional<Generations.Version<String>> found =
        files.newest(
            in -> {
              String text = new String(in.readNBytes(3), StandardCharsets.UTF_8);
              if (text.equals("two")) {
                throw new IOException("another format");
              }
              return text;
            });
    assertThat(found.orElseThrow().value()).isEqualTo("one");
  }

  private void write(String text) {
    files.write(out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private Optional<String> newest() {
    return files.newest(GenerationsTest::text).map(Generations.Version::value);
  }

  /** What was written, without the checksum behind it. */
  private static String text(InputStream in) throws IOException {
    byte[] all = in.readAllBytes();
    return new String(all, 0, all.length - Long.BYTES, StandardCharsets.UTF_8);
  }
}
