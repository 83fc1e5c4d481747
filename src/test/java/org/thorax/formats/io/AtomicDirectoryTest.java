package org.thorax.formats.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.ThoraxException;

class AtomicDirectoryTest {
  @TempDir private Path work;
  private Path model;

  @BeforeEach
  void name() {
    model = work.resolve("model");
  }

  @Test
  void aFolderAppearsWithAllThatIsInIt() throws IOException {
    AtomicDirectory.write(
        model,
        folder -> {
          assertThat(model).doesNotExist();
          Files.createDirectories(folder.resolve("variables"));
          Files.writeString(folder.resolve("variables/data"), "1");
        });
    assertThat(model.resolve("variables/data")).hasContent("1");
    onlyTheModelIsThere();
  }

  @Test
  void aFailureInTheMiddleLeavesNothing() throws IOException {
    assertThatThrownBy(
            () -> AtomicDirectory.write(model, failingWith(new IOException("No space left"))))
        .isInstanceOf(ThoraxException.class)
        .hasMessage(
            "Cannot write " + model + ": No space left; check free space and write access.");
    nothingIsThere();
  }

  @Test
  void aWrappedFailureIsNamedAsWell() throws IOException {
    UncheckedIOException wrapped = new UncheckedIOException(new IOException("No space left"));
    assertThatThrownBy(() -> AtomicDirectory.write(model, failingWith(wrapped)))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining(model + ": No space left;");
    nothingIsThere();
  }

  @Test
  void anyOtherFailureLeavesNothingEither() throws IOException {
    IllegalStateException bug = new IllegalStateException("a bug");
    assertThatThrownBy(() -> AtomicDirectory.write(model, failingWith(bug))).isSameAs(bug);
    nothingIsThere();
  }

  @Test
  void anOldFolderStaysUntouchedWhenTheNewOneFails() throws IOException {
    AtomicDirectory.write(
        model, folder -> Files.writeString(folder.resolve("saved_model.pb"), "1"));
    assertThatThrownBy(() -> AtomicDirectory.replace(model, failingWith(new IOException("full"))))
        .isInstanceOf(ThoraxException.class);
    assertThat(model.resolve("saved_model.pb")).hasContent("1");
    onlyTheModelIsThere();
  }

  @Test
  void anOldFolderIsReplacedAltogetherOnlyWhereThatIsAskedFor() throws IOException {
    AtomicDirectory.write(model, folder -> Files.writeString(folder.resolve("old"), "1"));
    AtomicDirectory.Content content = folder -> Files.writeString(folder.resolve("new"), "2");
    assertThatThrownBy(() -> AtomicDirectory.write(model, content))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining(model + " already exists");
    assertThat(model.resolve("old")).hasContent("1");
    AtomicDirectory.replace(model, content);
    assertThat(model.resolve("old")).doesNotExist();
    assertThat(model.resolve("new")).hasContent("2");
    onlyTheModelIsThere();
  }

  @Test
  void aKilledProcessLeavesNothingThatLooksWhole() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                WritingProcess.class.getName(),
                model.toString())
            .redirectErrorStream(true)
            .start();
    assertThat(process.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("half written");
    process.destroy();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(model).doesNotExist();
    assertThat(names()).allMatch(name -> name.startsWith(".model.") && name.endsWith(".part"));
    AtomicDirectory.write(
        model, folder -> Files.writeString(folder.resolve("saved_model.pb"), "1"));
    assertThat(model.resolve("saved_model.pb")).hasContent("1");
  }

  @Test
  void aFullDiskLeavesNoHalfFile() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "skipped: there is no /dev/full here");
    Path file = work.resolve("file");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(1);
                      try (OutputStream device = Files.newOutputStream(full)) {
                        device.write(1);
                      }
                    }))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("Cannot write " + file + ": No space left on device");
    nothingIsThere();
  }

  private static AtomicDirectory.Content failingWith(Exception failure) {
    return folder -> {
      Files.writeString(folder.resolve("saved_model.pb"), "2");
      if (failure instanceof IOException e) {
        throw e;
      }
      throw (RuntimeException) failure;
    };
  }

  private void nothingIsThere() throws IOException {
    assertThat(names()).isEmpty();
  }

  private void onlyTheModelIsThere() throws IOException {
    assertThat(names()).containsExactly("model");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(work)) {
      return all.map(path -> path.getFileName().toString()).toList();
    }
  }
}
