package org.thorax.experiment.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thorax.ThoraxException;
import org.thorax.oracle.Golden;
import org.thorax.oracle.Oracle;

class ExperimentNameTest {
  private static final Instant SAVED = Instant.parse("2020-08-29T11:42:38.734561900Z");

  @Test
  void theNameIsArchitectureAndBenchmarkWithoutBlanks() {
    ExperimentName name = ExperimentName.of("InceptionV3", "Chexpert BCE E10 B128");
    assertThat(name.text()).isEqualTo("InceptionV3_Chexpert_BCE_E10_B128");
    assertThat(name.stamped(SAVED)).isEqualTo("InceptionV3_Chexpert_BCE_E10_B128_20200829-114238");
    assertThat(name.fileName(SAVED)).endsWith("_20200829-114238.h5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "a/b", "a\\b", ".hidden", "-x", "a b", "a\nb"})
  void aNameThatIsNoFolderIsRefused(String name) {
    assertThatThrownBy(() -> new ExperimentName(name)).isInstanceOf(ThoraxException.class);
  }

  @Tag("oracle")
  @Test
  void theIdHoldsTheMomentOfSavingAsPythonReadsIt(@TempDir Path folder) throws IOException {
    Path id = folder.resolve("id.txt");
    Path read = folder.resolve("read.txt");
    Files.writeString(id, ExperimentId.at(SAVED));
    Oracle.run("experiment.py", "uuid", id, read);
    assertThat(Files.readString(read))
        .isEqualTo("1 specified in RFC 4122 2020-08-29T11:42:38.734561");
  }

  @Test
  void recordedFilesCarryTheUtcSecondOfTheirId() throws IOException {
    for (JsonNode entry : Golden.entries()) {
      String file = entry.get("filename").textValue();
      UUID id = UUID.fromString(entry.get("id").textValue().replace("conf-", ""));
      Instant made = Instant.parse("1582-10-15T00:00:00Z").plusMillis(id.timestamp() / 10_000);
      ExperimentName name = new ExperimentName(file.substring(0, file.lastIndexOf('_')));
      assertThat(file).isIn(name.fileName(made), name.fileName(made.minusSeconds(1)));
    }
  }

  @Test
  void theIdNamesNoNetworkCard() {
    assertThat(UUID.fromString(ExperimentId.at(SAVED)).node() & 0x010000000000L).isNotZero();
  }

  @Test
  void twoIdsOfOneMomentDiffer() {
    assertThat(
            IntStream.range(0, 1000)
                .mapToObj(i -> ExperimentId.at(SAVED))
                .collect(Collectors.toSet()))
        .hasSize(1000);
  }

  @Test
  void runsOfOneSecondAreSavedUnderDifferentNames(@TempDir Path folder) throws IOException {
    ExperimentName name = new ExperimentName("a");
    Set<String> stamps = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      Instant moment = SaveTime.claim(folder, name);
      stamps.add(name.stamped(moment));
      Files.createFile(folder.resolve(i == 1 ? name.fileName(moment) : name.stamped(moment)));
    }
    assertThat(stamps).hasSize(3);
  }
}
