package org.thorax.formats.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.ThoraxException;

class OutputFolderTest {
  @TempDir private Path work;
  private Path out;

  @BeforeEach
  void name() {
    out = work.resolve("out");
  }

  @Test
  void aNewOrEmptyFolderIsFilledAndNothingElseIsLeft() throws IOException {
    open(false).add(text("a.csv", "1"));
    Files.createDirectory(work.resolve("empty"));
    new OutputFolder(work.resolve("empty"), "a test", false).write(text("model", "1"));
    assertThat(names(out)).containsExactly(".thorax-output.json", "a.csv");
    assertThat(names(work.resolve("empty"))).containsExactly(".thorax-output.json", "model");
    assertThat(names(work)).containsExactly("empty", "out");
  }

  @Test
  void anotherOutputNeedsOverwriteAndReplacesTheEarlierFilesOnly() throws IOException {
    open(false).add(text("old/a.csv", "1"));
    Files.writeString(out.resolve("notes.txt"), "precious");
    refused(() -> open(false), "`overwrite`");
    open(true).add(text("b.csv", "2"));
    assertThat(names(out)).containsExactly(".thorax-output.json", "b.csv", "notes.txt");
    assertThat(out.resolve("notes.txt")).hasContent("precious");
    open(true).add(text("old/a.csv", "3"));
    assertThat(names(out)).containsExactly(".thorax-output.json", "notes.txt", "old");
  }

  @Test
  void aFileOfSomebodyElsesIsNotReplacedEvenBesideAnEarlierOutput() throws IOException {
    open(false).add(text("a.csv", "1"));
    Files.writeString(out.resolve("b.csv"), "precious");
    refused(() -> open(true).add(text("b.csv", "2")), "b.csv");
    assertThat(out.resolve("b.csv")).hasContent("precious");
  }

  @Test
  void aFileThatWasChangedSinceIsNotReplaced() throws IOException {
    open(false).add(text("a.csv", "1"));
    Files.writeString(out.resolve("a.csv"), "1 and a remark");
    refused(() -> open(true), "a.csv was changed since it was written");
    assertThat(out.resolve("a.csv")).hasContent("1 and a remark");
  }

  @Test
  void anotherKindOfOutputAndAForgedMarkerAreNotReplaced() throws IOException {
    open(false).add(text("a.csv", "1"));
    refused(() -> new OutputFolder(out, "a model", true), "does not hold a model of Thorax");
    Path precious = Files.writeString(work.resolve("precious"), "1");
    Path forged = Files.createDirectory(work.resolve("forged"));
    Files.writeString(
        forged.resolve(".thorax-output.json"),
        "{\"kind\": \"a test\", \"files\": {\"../precious\": \"1 90f599e3\"}}");
    refused(() -> new OutputFolder(forged, "a test", true), forged);
    assertThat(precious).hasContent("1");
  }

  @Test
  void aWholeFolderIsReplacedOnlyWhenNothingElseIsInIt() throws IOException {
    open(false).write(text("variables/data", "1"));
    open(true).requireAlone().write(text("saved_model.pb", "2"));
    assertThat(names(out)).containsExactly(".thorax-output.json", "saved_model.pb");
    Files.writeString(out.resolve("notes.txt"), "precious");
    refused(() -> open(true).requireAlone(), "notes.txt");
    refused(() -> open(true).write(text("saved_model.pb", "3")), "notes.txt");
    assertThat(out.resolve("saved_model.pb")).hasContent("2");
    assertThat(out.resolve("notes.txt")).hasContent("precious");
    assertThat(names(work)).containsExactly("out");
  }

  @Test
  void whatCameWhileItWasComputedStays() throws IOException {
    OutputFolder folder = open(false);
    Files.createDirectory(out);
    Files.writeString(out.resolve("notes.txt"), "precious");
    refused(() -> folder.add(text("a.csv", "1")), out);
    refused(() -> folder.write(text("a.csv", "1")), out);
    assertThat(names(out)).containsExactly("notes.txt");
  }

  @Test
  void aFolderThatBecameALinkIsNotFollowed() throws IOException {
    open(false).add(text("maps/a.csv", "1"));
    Path elsewhere = Files.createDirectory(work.resolve("elsewhere"));
    Files.move(out.resolve("maps/a.csv"), elsewhere.resolve("a.csv"));
    Files.delete(out.resolve("maps"));
    Files.createSymbolicLink(out.resolve("maps"), elsewhere);
    refused(() -> open(true).add(text("maps/a.csv", "2")), "a.csv");
    assertThat(elsewhere.resolve("a.csv")).hasContent("1");
  }

  @Test
  void whatComesBitByBitStaysWhenItEndsEarlyAndCanBeReplaced() throws IOException {
    try (OutputFolder.Stage stage = open(false).stage()) {
      text("1.csv", "1").writeTo(stage.folder());
      stage.keep();
      text("2.csv", "2").writeTo(stage.folder());
    }
    assertThat(names(out)).containsExactly(".thorax-output.json", "1.csv");
    open(true).add(text("3.csv", "3"));
    assertThat(names(out)).containsExactly(".thorax-output.json", "3.csv");
  }

  @Test
  void aFailureLeavesNoFolderAndAnEarlierOutputUntouched() throws IOException {
    AtomicDirectory.Content failing =
        folder -> {
          throw new IOException("No space left");
        };
    refused(() -> open(false).add(failing), "No space left");
    assertThat(out).doesNotExist();
    open(false).add(text("a.csv", "1"));
    refused(() -> open(true).add(failing), "No space left");
    assertThat(names(out)).containsExactly(".thorax-output.json", "a.csv");
  }

  @Test
  void aLinkToAnEmptyFolderStaysALink() throws IOException {
    Path real = Files.createDirectory(work.resolve("real"));
    Files.createSymbolicLink(out, real);
    open(false).write(text("model", "1"));
    assertThat(out).isSymbolicLink();
    assertThat(real.resolve("model")).hasContent("1");
  }

  private OutputFolder open(boolean overwrite) {
    return new OutputFolder(out, "a test", overwrite);
  }

  private static AtomicDirectory.Content text(String name, String text) {
    return folder -> {
      Files.createDirectories(folder.resolve(name).getParent());
      Files.writeString(folder.resolve(name), text);
    };
  }

  private static void refused(Runnable action, Object part) {
    assertThatThrownBy(action::run)
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining(part.toString());
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
