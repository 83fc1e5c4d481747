package org.thorax.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thorax.ThoraxException;

class EnvironmentTest {
  @TempDir private Path folder;

  @Test
  void valuesAreReadAsPythonDotenvReadsThem() throws IOException {
    Environment environment =
        with(
            """
            # a comment
            export PLAIN = ./data/chexpert/full/   # more
            SINGLE='a # b'
            DOUBLE="say \\"so\\"" # more
            EMPTY=
            USED=${PLAIN}images
            DEFAULT=${NOWHERE:-there}
            MISSING=${NOWHERE}x
            HASH=a#b
            """);
    assertThat(environment.value("PLAIN")).contains("./data/chexpert/full/");
    assertThat(environment.value("SINGLE")).contains("a # b");
    assertThat(environment.value("DOUBLE")).contains("say \"so\"");
    assertThat(environment.value("EMPTY")).isEmpty();
    assertThat(environment.value("USED")).contains("./data/chexpert/full/images");
    assertThat(environment.value("DEFAULT")).contains("there");
    assertThat(environment.value("MISSING")).contains("x");
    assertThat(environment.value("HASH")).contains("a#b");
    assertThat(environment.value("UNSAID")).isEmpty();
  }

  @Test
  void theProcessWinsAlsoWithinOtherValues() throws IOException {
    Files.writeString(folder.resolve(".env"), "FULL=file\nUSED=${FULL}/x\n");
    Environment environment = Environment.at(folder, Map.of("FULL", "process"));
    assertThat(environment.value("FULL")).contains("process");
    assertThat(environment.value("USED")).contains("process/x");
  }

  @Test
  void theFileIsLookedForUpwardsAndItsFoldersAreRelativeToIt() throws IOException {
    Files.writeString(folder.resolve(".env"), "A=./data/full/\nB=/absolute\n");
    Path below = Files.createDirectories(folder.resolve("notebooks/deep"));
    Environment environment = Environment.at(below, Map.of("C", "here/./it"));
    assertThat(environment.directory("A")).contains(folder.resolve("data/full"));
    assertThat(environment.directory("B")).contains(Path.of("/absolute"));
    assertThat(environment.directory("C")).contains(Path.of("here/it"));
    assertThat(environment.directory("D")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"A=1\ns3cret\n", "A=1\nB=\"s3cret\n", "A=1\n1B=s3cret"})
  void aLineThatIsNoneIsNamedButNotShown(String text) {
    assertThatThrownBy(() -> with(text))
        .isInstanceOf(ThoraxException.class)
        .hasMessageStartingWith("Line 2 of " + folder.resolve(".env"))
        .hasMessageNotContaining("s3cret");
  }

  private Environment with(String text) throws IOException {
    Files.writeString(folder.resolve(".env"), text);
    return Environment.at(folder, Map.of());
  }
}
