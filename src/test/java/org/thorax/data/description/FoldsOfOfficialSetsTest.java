package org.thorax.data.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.ThoraxException;
import org.thorax.data.DatasetKind;
import org.thorax.data.DatasetSplit;
import org.thorax.data.Fold;
import org.thorax.data.SplitPlan;

class FoldsOfOfficialSetsTest {
  private static final String HEAD = "Path,Edema\n";

  @TempDir private Path folder;

  @Test
  void foldsAreOfTheTrainingPartWhereTheOfficialTestSetIsAskedFor() throws IOException {
    write("train.csv", rows("train", 1, 12));
    write("valid.csv", rows("valid", 101, 4));
    DatasetReader reader = new DatasetReader(DatasetKind.CHEXPERT, folder);
    for (boolean official : new boolean[] {true, false}) {
      List<String> tested = new ArrayList<>();
      for (int number = 1; number <= 3; number++) {
        SplitPlan plan =
            (official ? SplitPlan.ofTag("DS7525") : SplitPlan.DEFAULT)
                .withFold(new Fold(number, 3));
        DatasetSplit split = reader.split(plan, List.of("Edema"));
        assertThat(split.test().size()).isEqualTo(4);
        assertThat(split.validation().size()).isEqualTo(2);
        assertThat(split.train().size()).isEqualTo(6);
        tested.addAll(split.test().patients());
        assertThat(reader.describe(plan))
            .contains("fold " + number + " of 3")
            .matches(text -> text.contains("without the official test set") == official);
      }
      assertThat(tested).doesNotHaveDuplicates().hasSize(12).noneMatch(it -> it.length() > 2);
    }
  }

  @Test
  void withoutTheOfficialTestSetThatIsAskedForThereAreNoFolds() throws IOException {
    write("train.csv", rows("train", 1, 12));
    SplitPlan plan = SplitPlan.ofTag("DS7525").withFold(new Fold(1, 3));
    DatasetReader reader = new DatasetReader(DatasetKind.CHEXPERT, folder);
    assertThatThrownBy(() -> reader.split(plan, List.of("Edema")))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("no official test table");
  }

  @Test
  void theSetsOfADescriptionStayWhatTheyAre() throws IOException {
    StringBuilder table = new StringBuilder("id,p,x,split\n");
    for (int i = 0; i < 12; i++) {
      String set = i < 8 ? "train" : i < 10 ? "val" : "test";
      table.append("i%d,%d,%d,%s\n".formatted(i, i, i % 2, set));
    }
    Files.writeString(folder.resolve("t.csv"), table);
    write(
        "dataset.yaml",
        """
        name: Own
        table: t.csv
        image: id
        patient: p
        sets: {column: split, train: train, validation: val, test: test}
        labels: {columns: [x]}
        """);
    DatasetReader reader = DatasetReader.of(folder);
    List<String> tested = new ArrayList<>();
    for (int number = 1; number <= 4; number++) {
      SplitPlan plan = SplitPlan.DEFAULT.withFold(new Fold(number, 4));
      DatasetSplit split = reader.split(plan, List.of("x"));
      assertThat(split.validation().patients()).containsExactly("8", "9");
      assertThat(split.train().size()).isEqualTo(6);
      tested.addAll(split.test().patients());
    }
    assertThat(tested).containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "6", "7");
  }

  private static String rows(String set, int first, int count) {
    StringBuilder rows = new StringBuilder(HEAD);
    for (int i = first; i < first + count; i++) {
      rows.append("%s/patient%05d/study1/view1_frontal.jpg,%d.0\n".formatted(set, i, i % 2));
    }
    return rows.toString();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
