package org.thorax;

import static java.util.Collections.disjoint;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thorax.TestTags.TaggedTest;

/** Tests that need more than a JDK have the tag that says so: the fast lane goes by the tags. */
class TestTagsTest {
  private static final String ORACLE = "org.thorax.oracle.Oracle";

  /** What a test with the tag calls in the end, by class. */
  private static final Map<String, Map<String, Set<String>>> CALLS =
      Map.of(
          "oracle",
          Map.of(ORACLE, Set.of("run", "session", "python")),
          "shared",
          Map.of("org.thorax.oracle.Golden", Set.of("shared")),
          "tools",
          Map.of(
              "org.thorax.experiment.registry.FakeGcsServer",
              Set.of("start"),
              "org.thorax.app.serve.Browser",
              Set.of("<init>")));

  private static final Map<String, String> NEEDS =
      Map.of(
          "oracle", " (Python)",
          "shared", " (../shared)",
          "tools", " (Go or Chromium)",
          "long", " (several seconds each)",
          "slow", " (minutes)",
          "exhaustive", " (hours)");

  private static final List<TaggedTest> TESTS = TestTags.all();

  @ParameterizedTest
  @ValueSource(strings = {"oracle", "shared", "tools"})
  void theTagIsWhereItsNeedIs(String tag) {
    assertThat(names(TESTS.stream().filter(test -> test.tags().contains(tag))))
        .isEqualTo(names(TESTS.stream().filter(test -> TestTags.reaches(test, CALLS.get(tag)))));
  }

  /** The fast lane prints this line at its end; see the profile {@code fast} of pom.xml. */
  @Test
  void whatTheBuildLeavesOutIsWritten() throws IOException {
    String excluded = System.getProperty("thorax.excluded", "slow,exhaustive");
    List<String> parts = new ArrayList<>();
    for (String tag : excluded.split(",", -1)) {
      long number = TESTS.stream().filter(test -> test.tags().contains(tag)).count();
      assertThat(number).as(tag).isPositive();
      parts.add(number + " " + tag + NEEDS.get(tag));
    }
    Set<String> tags = Set.of(excluded.split(",", -1));
    long left = TESTS.stream().filter(test -> !disjoint(test.tags(), tags)).count();
    Files.writeString(
        Path.of("target/left-out.txt"),
        "Left out: %d of %d tests, by tags %s. To run them: mvn -B verify -DexcludedGroups="
            .formatted(left, TESTS.size(), String.join(", ", parts)));
  }

  private static List<String> names(Stream<TaggedTest> tests) {
    return tests.map(TaggedTest::name).distinct().sorted().toList();
  }
}
