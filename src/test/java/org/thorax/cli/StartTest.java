package org.thorax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start costs before anything is done. */
class StartTest {
  @TempDir Path folder;

  @Test
  void helpLoadsNeitherTensorFlowNorTheBucketsLibraries() throws Exception {
    Path loaded = folder.resolve("loaded");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + loaded,
                "-cp",
                ThoraxProcess.classPath(),
                Thorax.class.getName(),
                "--help")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    assertThat(process.waitFor()).isZero();
    assertThat(Files.readString(folder.resolve("out"))).contains("quickstart", "doctor", "models");
    List<String> classes;
    try (Stream<String> lines = Files.lines(loaded)) {
      classes = lines.map(line -> line.replaceFirst("^(\\[[^]]*\\])+ ", "")).toList();
    }
    assertThat(classes)
        .hasSizeGreaterThan(300)
        .noneMatch(name -> name.startsWith("com.google."))
        .noneMatch(name -> name.startsWith("org.bytedeco."))
        .filteredOn(name -> name.startsWith("org.tensorflow."))
        .allMatch(name -> name.startsWith("org.tensorflow.exceptions."));
  }

  @Test
  void theStarterFindsItsFolderThroughLinksAndRefusesAGpuThatIsNotThere() throws Exception {
    Path home = folder.resolve("thorax home");
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("lib"));
    Path starter = Path.of("src/main/release/bin/thorax").toAbsolutePath();
    Path copy = Files.copy(starter, home.resolve("bin/thorax"));
    assertThat(copy.toFile().setExecutable(true)).isTrue();
    Path link = Files.createSymbolicLink(folder.resolve("link"), copy);

    assertThat(said(link, "--gpu", "doctor"))
        .contains("expected the GPU's TensorFlow in " + home.toRealPath() + "/lib");
    assertThat(said(link, "--version")).contains("thorax home" + File.separator + "thorax.jar");
  }

  private String said(Path starter, String... arguments) throws Exception {
    List<String> command =
        Stream.concat(Stream.of(starter.toString()), Stream.of(arguments)).toList();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("XDG_CACHE_HOME", "/dev/null");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(1);
    return said;
  }
}
