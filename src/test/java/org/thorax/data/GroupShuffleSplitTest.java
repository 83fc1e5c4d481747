package org.thorax.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.thorax.ThoraxException;
import org.thorax.oracle.Golden;
import org.thorax.oracle.Oracle;

class GroupShuffleSplitTest {
  private static final Path GOLDEN = Golden.path("golden/numeric.json");

  @Test
  void theGoldenSplitsAndPermutationsComeOut() throws IOException {
    JsonNode golden = new ObjectMapper().readTree(GOLDEN.toFile()).get("split");
    assertThat(new RandomState(6122156).permutation(10))
        .isEqualTo(ints(golden.get("permutation_seed_6122156_n_10")));
    assertThat(Arrays.copyOf(new RandomState(6122156).permutation(64540), 20))
        .isEqualTo(ints(golden.get("permutation_seed_6122156_n_64540_first_20")));
    for (JsonNode one : golden.get("cases")) {
      List<String> groups =
          Arrays.stream(ints(one.get("groups"))).mapToObj(String::valueOf).toList();
      GroupShuffleSplit.Rows rows =
          new GroupShuffleSplit(one.get("test_size").asDouble(), one.get("seed").asLong())
              .split(groups);
      assertThat(rows.train()).isEqualTo(ints(one.get("train_index")));
      assertThat(rows.test()).isEqualTo(ints(one.get("test_index")));
    }
  }

  @Tag("oracle")
  @Test
  void permutationsAndSplitsAreThoseOfNumpyAndScikitLearn() {
    Map<String, int[]> oracle = new HashMap<>();
    Oracle.run("sklearn_group_split.py").lines().forEach(line -> read(line, oracle));
    int[] groups = oracle.remove("groups");
    assertThat(Arrays.stream(groups).distinct().count()).isGreaterThan(60_000);
    oracle.forEach((name, expected) -> assertThat(ours(name, groups)).as(name).isEqualTo(expected));
    assertThat(oracle).hasSize(36);
  }

  private static int[] ours(String name, int[] groups) {
    String[] part = name.split(" ", -1);
    if (part[0].equals("permutation")) {
      return new RandomState(Long.parseLong(part[1])).permutation(Integer.parseInt(part[2]));
    }
    if (part[0].equals("pair")) {
      return new RandomState(Long.parseLong(part[1]), Long.parseLong(part[2])).permutation(1000);
    }
    List<String> names =
        part[0].equals("integers")
            ? Arrays.stream(groups).mapToObj(String::valueOf).toList()
            : Arrays.stream(groups).limit(5000).mapToObj(g -> "p" + g % 977).toList();
    GroupShuffleSplit.Rows rows =
        new GroupShuffleSplit(Double.parseDouble(part[1]), 6122156).split(names);
    return part[2].equals("train") ? rows.train() : rows.test();
  }

  /** A name of words, then numbers: a name's own numbers are told apart by its first word. */
  private static void read(String line, Map<String, int[]> into) {
    String[] part = line.split(" ", -1);
    int words = part[0].equals("groups") ? 1 : 3;
    into.put(
        String.join(" ", Arrays.copyOf(part, words)),
        Arrays.stream(part).skip(words).mapToInt(Integer::parseInt).toArray());
  }

  @Test
  void paddedAndPlainNumbersAreOnePatient() {
    GroupShuffleSplit.Rows rows =
        new GroupShuffleSplit(0.5, 1).split(List.of("007", "8", "7", "08"));
    int[] test = rows.test();
    assertThat(test).hasSize(2);
    assertThat(test[1] - test[0]).isIn(1, 2, 3);
    assertThat(test).isIn(new int[] {0, 2}, new int[] {1, 3});
  }

  @Test
  void aSideWithoutPatientsIsAnError() {
    assertThatThrownBy(() -> new GroupShuffleSplit(0.2, 1).split(List.of("1", "1")))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("split of 1 patients");
    assertThatThrownBy(() -> new GroupShuffleSplit(0.9, 1).split(List.of("1", "2")))
        .isInstanceOf(ThoraxException.class);
    assertThatThrownBy(() -> new GroupShuffleSplit(1, 1)).isInstanceOf(ThoraxException.class);
    assertThatThrownBy(() -> new GroupShuffleSplit(0.2, -1)).isInstanceOf(ThoraxException.class);
  }

  private static int[] ints(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
  }
}
