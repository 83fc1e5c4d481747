package org.thorax.app.cli;

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

  @Test
  void whatTheUserTypedIsToldToTheProgram() throws Exception {
    Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
    Files.writeString(
        java, "#!/bin/sh\nfor a; do case $a in -Dthorax.command=*) echo $a; esac; done\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Path bin = Files.createDirectories(folder.resolve("release/bin"));
    Path starter =
        Files.copy(Path.of("src/main/release/bin/thorax").toAbsolutePath(), bin.resolve("thorax"));
    assertThat(starter.toFile().setExecutable(true)).isTrue();
    assertThat(typed("bin/thorax")).isEqualTo("-Dthorax.command=bin/thorax");
    assertThat(typed("thorax")).isEqualTo("-Dthorax.command=thorax");
    assertThat(Files.readString(Path.of("thorax"))).contains("THORAX_COMMAND=$0 exec");
  }

  private String typed(String command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/bash", "-c", command + " models").redirectErrorStream(true);
    builder.directory(folder.resolve("release").toFile());
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    builder.environment().put("XDG_CACHE_HOME", "/dev/null");
    builder
        .environment()
        .merge("PATH", folder.resolve("release/bin").toString(), (old, own) -> own + ":" + old);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said.strip();
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
