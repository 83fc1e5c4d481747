package org.thorax.experiment.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thorax.ThoraxException;

class ScoredPredictionsTest {
  private static final String HEAD = "image,patient,study,fold,label a,label b,score a,score b\n";

  @TempDir private Path folder;

  @Test
  void labelsScoresAndFoldsAreThoseOfTheFile() throws IOException {
    ScoredPredictions read =
        read(
            HEAD
                + "\"x, 1.png\",7,s,2,1,0,0.25,0.5\n"
                + "y.png,8,t,1,-1,,1.0,0\n"
                + "z.png,7,s,2,0,nan,1e-3,0.125\n");
    assertThat(read.folds()).containsExactly(2, 1, 2);
    assertThat(read.scored().classes()).containsExactly("a", "b");
    assertThat(read.scored().samples().patients()).containsExactly("7", "8", "7");
    assertThat(read.scored().samples().imageName(0)).isEqualTo("x, 1.png");
    assertThat(read.scored().labels()).containsExactly(1, 0, -1, -1, 0, -1);
    assertThat(read.scored().scores()).containsExactly(0.25f, 0.5f, 1, 0, 1e-3f, 0.125f);
  }

  @Test
  void aFileWithoutFoldsHasNone() throws IOException {
    ScoredPredictions read = read("image,patient,label a,score a\nx.png,7,1,0.25\n");
    assertThat(read.folds()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "x.png,7,s,1,1,0,0.25,1.5; scores from 0 to 1, found 1.5 for x.png",
        "x.png,7,s,1,1,0,0.25,-0.1; scores from 0 to 1, found -0.1",
        "x.png,7,s,1,2,0,0.25,0.5; label 1, 0, -1 or blank of a for x.png, found 2.0",
        "x.png,7,s,1,1,0,0.25,; expected a number, found ''",
        "x.png,7,s,0,1,0,0.25,0.5; Line 3 of; expected the number of a fold, found '0'",
        "x.png,7,s,,1,0,0.25,0.5; expected the number of a fold, found ''",
        "x.png,7,s,1.5,1,0,0.25,0.5; expected the number of a fold, found '1.5'",
        "w.png,7,s,1,1,0,0.25,0.5; has w.png twice",
        "x.png,6,s,2,1,0,0.25,0.5; patient 6 is in folds 1 and 2",
        "x.png,7,s,1,1,0,0.25; the file may be cut off",
      })
  void whatWouldGiveWrongFiguresIsRefused(String row, String message) {
    assertThatThrownBy(() -> read(HEAD + "w.png,6,s,1,1,0,0.25,0.5\n" + row + "\n"))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aTableOfSomethingElseIsRefused() {
    assertThatThrownBy(() -> read("0.5;0.25\n0.5;0.25\n"))
        .hasMessageContaining("no columns image and patient");
    assertThatThrownBy(() -> read(HEAD)).hasMessageContaining("has no rows");
    assertThatThrownBy(() -> read("image,patient\nx,7\n"))
        .hasMessageContaining("no columns with scores");
  }

  private ScoredPredictions read(String text) throws IOException {
    return ScoredPredictions.read(Files.writeString(folder.resolve("predictions.csv"), text));
  }
}
