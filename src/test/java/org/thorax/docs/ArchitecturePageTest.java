package org.thorax.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/architecture.md} knows every group and its packages, in its table and picture. */
class ArchitecturePageTest {
  private static final Path SOURCES = Path.of("src/main/java/org/thorax");

  @Test
  void everyGroupWithItsPackagesStandsInTheTableAndInThePicture() throws IOException {
    List<String> page = Files.readAllLines(Path.of("docs/architecture.md"));
    String picture = Files.readString(Path.of("docs/images/groups.svg"));
    for (Path group : folders(SOURCES)) {
      String name = group.getFileName().toString();
      assertThat(picture).contains("class=\"code head\">" + name + "<");
      String row =
          page.stream()
              .filter(line -> line.startsWith("| `" + name + "` | "))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no row of " + name));
      for (Path folder : folders(group)) {
        assertThat(row).contains("`" + folder.getFileName() + "`");
        assertThat(picture).contains("class=\"code\">" + folder.getFileName() + "<");
      }
    }
  }

  @Test
  void thePictureHasNothingElse() throws IOException {
    String picture = Files.readString(Path.of("docs/images/groups.svg"));
    List<Path> groups = folders(SOURCES);
    List<Path> packages = new ArrayList<>();
    for (Path group : groups) {
      packages.addAll(folders(group));
    }
    assertThat(picture.split("class=\"code head\">", -1)).hasSize(groups.size() + 1);
    assertThat(picture.split("class=\"code\">", -1)).hasSize(packages.size() + 1);
  }

  private static List<Path> folders(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isDirectory).sorted().toList();
    }
  }
}
