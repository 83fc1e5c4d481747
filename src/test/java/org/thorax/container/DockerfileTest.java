package org.thorax.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of hadolint that matter, checked without it, and hadolint where it is. */
class DockerfileTest {
  private static final Path DOCKERFILE = Path.of("Dockerfile");
  private static final Pattern FROM =
      Pattern.compile("FROM (?:--\\S+ )?(\\S+)(?: AS (\\S+))?", Pattern.CASE_INSENSITIVE);

  /** Instructions with their continuation lines, comments left out. */
  private static List<String> instructions() throws IOException {
    String text =
        Files.readString(DOCKERFILE).replaceAll("(?m)^#.*\\R", "").replaceAll("\\\\\\R\\s*", " ");
    return text.lines().filter(line -> !line.isBlank()).toList();
  }

  private static Stream<String> of(String keyword) throws IOException {
    return instructions().stream()
        .filter(line -> line.startsWith(keyword + " "))
        .map(line -> line.substring(keyword.length() + 1));
  }

  @Test
  void everyBaseHasAPinnedTag() throws IOException {
    Set<String> stages = new HashSet<>();
    List<String> bases = new ArrayList<>();
    for (String line : instructions()) {
      Matcher from = FROM.matcher(line);
      if (from.matches()) {
        boolean stage = stages.contains(from.group(1)) || from.group(1).startsWith("base-${");
        if (!stage) {
          bases.add(from.group(1));
        }
        stages.add(String.valueOf(from.group(2)));
      }
    }
    of("COPY")
        .filter(line -> line.startsWith("--from="))
        .map(line -> line.replaceFirst("--from=(\\S+).*", "$1"))
        .filter(from -> !stages.contains(from))
        .forEach(bases::add);
    assertThat(bases)
        .hasSize(4)
        .allMatch(base -> base.matches("[a-z/-]+:\\d+\\.\\d+[\\w.-]*"))
        .noneMatch(base -> base.contains("latest"));
    assertThat(stages).contains("base-cpu", "base-gpu", "thorax", "demo");
  }

  @Test
  void packagesAreInstalledLeanAndTheirListsRemoved() throws IOException {
    assertThat(of("RUN").filter(run -> run.contains("apt-get install")))
        .isNotEmpty()
        .allMatch(run -> run.contains("--no-install-recommends"))
        .allMatch(run -> run.contains("install -y"))
        .allMatch(run -> run.matches("apt-get update +&& .*"))
        .allMatch(run -> run.contains("rm -rf /var/lib/apt/lists/*"));
    assertThat(instructions())
        .noneMatch(line -> line.matches(".*\\b(sudo|apt-get upgrade|apt install)\\b.*"))
        .noneMatch(line -> line.startsWith("ADD ") || line.startsWith("MAINTAINER "));
  }

  @Test
  void itRunsAsAnOrdinaryUserAndSaysWhetherItIsWell() throws IOException {
    assertThat(of("USER")).isNotEmpty().allMatch(user -> user.matches("[1-9]\\d*:[1-9]\\d*"));
    assertThat(of("HEALTHCHECK")).hasSize(2);
    assertThat(of("ENTRYPOINT")).containsExactly("[\"thorax\"]");
    assertThat(of("CMD")).allMatch(command -> command.startsWith("["));
    assertThat(of("VOLUME"))
        .singleElement()
        .asString()
        .contains("/srv/thorax/data", "/srv/thorax/models");
    assertThat(of("WORKDIR")).allMatch(folder -> folder.startsWith("/"));
  }

  @Test
  void noSecretAndNoDataGetsIntoAnImage() throws IOException {
    assertThat(of("ENV").map(line -> line.replaceAll("=.*", "")))
        .containsExactlyInAnyOrder("JAVA_HOME", "PATH");
    assertThat(of("COPY").filter(line -> !line.startsWith("--from")))
        .containsExactlyInAnyOrder(
            "pom.xml ./",
            ".mvn .mvn",
            "README.md .env.example ./",
            "docs docs",
            "src/main src/main");
    assertThat(Files.readAllLines(Path.of(".dockerignore")))
        .contains("*")
        .doesNotContain("!.env", "!.", "!data", "!models");
    assertThat(Files.readString(Path.of(".env.example")))
        .doesNotContainPattern("(?m)^(THORAX_SERVE_TOKEN|GOOGLE_APPLICATION_CREDENTIALS)=\\S")
        .doesNotContain("PRIVATE KEY");
  }

  @Test
  void theComposeFileKeepsToThisMachineAndItsTokensOut() throws IOException {
    String compose = Files.readString(Path.of("docker-compose.yaml"));
    assertThat(compose.lines().filter(line -> line.matches("\\s+- \"[\\d.:]+\"")))
        .isNotEmpty()
        .allMatch(port -> port.contains("\"127.0.0.1:") || port.contains("10001"));
    assertThat(compose)
        .contains("${THORAX_SERVE_TOKEN:?", "cap_drop: [ALL]", "no-new-privileges:true")
        .doesNotContain("latest", "privileged: true", "docker.sock");
  }

  @Test
  void hadolintIsContent() throws Exception {
    Process process;
    try {
      process =
          new ProcessBuilder("hadolint", "--no-color", DOCKERFILE.toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      assumeTrue(false, "hadolint is not on the PATH");
      return;
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
