package org.thorax.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/troubleshooting.md} quotes what Thorax says. In its tables with the heading "Thorax
 * says" the first cell is a message, … standing for what differs from case to case.
 */
class TroubleshootingTest {
  private static final Path PAGE = Path.of("docs/troubleshooting.md");
  private static final String HEADING = "| Thorax says |";
  private static final int FEWEST_CONSTANT = 12;

  private static SourceMessages sources;

  @BeforeAll
  static void readTheSources() throws IOException {
    sources =
        SourceMessages.of(
            Path.of("src/main/java"),
            Path.of("thorax"),
            Path.of("src/main/release/bin/thorax"),
            Path.of("download_dataset.sh"));
  }

  @Test
  void everyQuotedMessageIsStillSaid() throws IOException {
    List<String> quoted = messages(Files.readAllLines(PAGE));

    assertThat(quoted).hasSizeGreaterThan(70).doesNotHaveDuplicates();
    assertThat(quoted.stream().filter(message -> !sources.have(pieces(message))))
        .as("quoted, but no longer in the sources")
        .isEmpty();
  }

  @Test
  void quotesAreLongEnoughToBeMeant() throws IOException {
    assertThat(messages(Files.readAllLines(PAGE)).stream().filter(TroubleshootingTest::isShort))
        .isEmpty();
  }

  @Test
  void aRewordedMessageIsFound() {
    String said = "Expected a GPU, found none that TensorFlow can use; install the driver";

    assertThat(sources.have(pieces(said + "…"))).isTrue();
    assertThat(sources.have(pieces(said.replace("none", "no one") + "…"))).isFalse();
    assertThat(sources.have(pieces("found none that TensorFlow can use … Expected a GPU")))
        .isFalse();
  }

  /** What was quoted, without the marks around it. */
  private static List<String> messages(List<String> page) {
    List<String> found = new ArrayList<>();
    boolean inTable = false;
    for (String line : page) {
      if (line.startsWith(HEADING)) {
        inTable = true;
      } else if (!line.startsWith("|")) {
        inTable = false;
      } else if (inTable && !line.startsWith("| ---")) {
        found.add(message(line));
      }
    }
    return found;
  }

  private static String message(String row) {
    int end = row.indexOf("` | ");
    if (!row.startsWith("| `") || end < 0) {
      throw new AssertionError("expected | `message` | why | cure |, found " + row);
    }
    return row.substring(3, end).replace("\\|", "|");
  }

  private static boolean isShort(String message) {
    return pieces(message).stream().mapToInt(String::length).sum() < FEWEST_CONSTANT;
  }

  private static List<String> pieces(String message) {
    return Arrays.stream(message.split("…"))
        .map(String::strip)
        .filter(piece -> !piece.isEmpty())
        .toList();
  }
}
