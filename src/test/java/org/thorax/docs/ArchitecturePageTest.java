package org.thorax.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/architecture.md} knows every package, in its table and in its picture. */
class ArchitecturePageTest {
  @Test
  void everyPackageStandsInTheTableAndInThePicture() throws IOException {
    String page = Files.readString(Path.of("docs/architecture.md"));
    String picture = Files.readString(Path.of("docs/images/data-flow.svg"));

    assertThat(packages())
        .allSatisfy(
            name -> {
              assertThat(page).as("a row of " + name).contains("\n| `" + name + "` | ");
              assertThat(picture).as("the picture").contains("class=\"code\">" + name + "<");
            });
  }

  @Test
  void thePictureHasNoOtherPackages() throws IOException {
    String picture = Files.readString(Path.of("docs/images/data-flow.svg"));
    assertThat(picture.split("class=\"code\">", -1)).hasSize(packages().size() + 1);
  }

  private static List<String> packages() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("src/main/java/org/thorax"))) {
      return all.filter(Files::isDirectory).map(Path::getFileName).map(Path::toString).toList();
    }
  }
}
