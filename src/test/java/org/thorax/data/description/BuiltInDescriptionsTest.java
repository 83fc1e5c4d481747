package org.thorax.data.description;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.thorax.data.Samples;
import org.thorax.oracle.Oracle;

class BuiltInDescriptionsTest {
  @Test
  void allAreRead() {
    List<DatasetDescription> all = BuiltInDescriptions.all();
    assertThat(all).hasSizeGreaterThan(8);
    assertThat(all).extracting(DatasetDescription::name).doesNotHaveDuplicates();
  }

  /** The published tables themselves, of which PadChest's has 160,861 rows. */
  @Test
  @Tag("oracle")
  void countsOfPublishedTablesAreThoseOfPandas() {
    Path folder = Path.of("target/tables").toAbsolutePath();
    Map<String, Map<String, Long>> expected = new TreeMap<>();
    for (String line : Oracle.run("described_tables.py", folder).lines().toList()) {
      String[] parts = line.split("\t", -1);
      expected
          .computeIfAbsent(parts[0], name -> new TreeMap<>())
          .put(parts[1], Long.parseLong(parts[2]));
    }
    assertThat(expected).hasSize(7);
    Map<String, DatasetDescription> known =
        BuiltInDescriptions.all().stream()
            .collect(Collectors.toMap(DatasetDescription::name, each -> each));
    expected.forEach(
        (name, counts) -> {
          DatasetDescription description = known.get(name);
          long start = System.nanoTime();
          Samples samples =
              new DescribedTable(description, folder)
                  .read(
                      DatasetPart.TRAIN,
                      description.classes(),
                      fault -> {
                        throw fault;
                      })
                  .orElseThrow();
          System.out.printf("%s: %.1f s%n", name, (System.nanoTime() - start) / 1e9);
          counts.forEach(
              (what, count) ->
                  assertThat(count(samples, what)).as(name + " " + what).isEqualTo(count));
        });
  }

  private static long count(Samples samples, String what) {
    IntStream all = IntStream.range(0, samples.size());
    return switch (what) {
      case "images" -> samples.size();
      case "patients" -> samples.patients().stream().distinct().count();
      case "FRONTAL", "LATERAL", "UNKNOWN" ->
          all.filter(i -> samples.examination(i).view().name().equals(what)).count();
      case "Female" -> all.filter(i -> samples.examination(i).sex().equals(what)).count();
      case "age sum" -> all.mapToLong(i -> samples.examination(i).age().orElse(0)).sum();
      default -> {
        float label = what.startsWith("uncertain ") ? Samples.UNCERTAIN : 1;
        int index = samples.classes().indexOf(what.replaceFirst("^uncertain ", ""));
        assertThat(index).as(what).isNotNegative();
        yield all.filter(i -> samples.label(i, index) == label).count();
      }
    };
  }
}
