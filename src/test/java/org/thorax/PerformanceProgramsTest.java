package org.thorax;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.app.cli.Thorax;
import org.thorax.app.cli.ThoraxProcess;
import org.thorax.app.serve.RunningServer;
import org.thorax.data.phantom.PhantomSample;
import org.thorax.oracle.Oracle;

/**
 * The programs in {@code performance} compile, and each of them runs: one tiny turn, no figures.
 */
class PerformanceProgramsTest {
  private static final Path FOLDER = Path.of("performance");

  @TempDir Path folder;

  @Test
  void everyJavaSourceCompilesWithoutAWarning() throws IOException {
    List<Path> sources;
    try (Stream<Path> files = Files.list(FOLDER)) {
      sources = files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
    assertThat(sources).hasSizeGreaterThanOrEqualTo(4);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    List<String> options =
        List.of(
            "-d",
            folder.toString(),
            "-cp",
            ThoraxProcess.classPath(),
            "-Xlint:all,-processing,-path",
            "-Werror");
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      boolean compiled =
          compiler
              .getTask(said, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(compiled).as(said.toString()).isTrue();
    }
  }

  @Tag("oracle")
  @Test
  @Tag("slow")
  void stepRunsATurn() throws Exception {
    assertThat(Oracle.python()).exists();
    String said = turn("step --size 32 --batch 2 --turns 1 --steps 1 --warm-up 1");
    assertThat(said).contains("images/s", "running mean of the loss");
  }

  @Tag("oracle")
  @Test
  @Tag("slow")
  void inputRunsATurn() throws Exception {
    assertThat(Oracle.python()).exists();
    String said = turn("input --patients 4 --turns 1 --epochs 2 --cached-epochs 2 --workers 2");
    assertThat(said).contains("Thorax / tf.data, first", "Thorax, cached / tf.data, later");
  }

  @Tag("oracle")
  @Test
  @Tag("slow")
  void hdf5RunsATurn() throws Exception {
    assertThat(Oracle.python()).exists();
    String said = turn("hdf5 --architecture MobileNet --turns 1 --times 2");
    assertThat(said).contains("MobileNet.h5");
  }

  @Test
  @Tag("slow")
  void tableRunsATurn() throws Exception {
    assertThat(turn("table 2000")).contains("read 2,000 rows of CheXpert", "warm", "together");
  }

  /** FastAPI's side needs packages that the tests' environment does not have. */
  @Test
  @Tag("slow")
  void serveRunsATurnOfThorax() throws Exception {
    Path model;
    try (Stream<Path> files = Files.walk(RunningServer.models(folder))) {
      model = files.filter(file -> file.endsWith("saved_model.pb")).findFirst().orElseThrow();
    }
    Path image = Files.write(folder.resolve("film.jpg"), PhantomSample.draw(3).get(1).jpeg());
    String said =
        turn(
            "serve "
                + model.getParent()
                + " "
                + image
                + " --turns 1 --seconds 1 --warm-up 1 --clients 1 2 --only thorax");
    assertThat(said.lines().filter(line -> line.startsWith("Thorax"))).hasSize(2);
  }

  @Test
  @Tag("slow")
  void startRunsATurn() throws Exception {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Thorax.class.getName());
    manifest
        .getMainAttributes()
        .put(
            Attributes.Name.CLASS_PATH,
            Arrays.stream(ThoraxProcess.classPath().split(":", -1))
                .map(part -> Path.of(part).toUri())
                .map(URI::toString)
                .collect(Collectors.joining(" ")));
    try (OutputStream out = Files.newOutputStream(folder.resolve("thorax.jar"))) {
      new JarOutputStream(out, manifest).close();
    }
    assertThat(turn("start 1")).contains("--help ", "benchmark parse NAME", "very first start");
  }

  /** What a program of the folder prints; it has to succeed. */
  private String turn(String line) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(line.split(" ", -1)));
    command.set(0, FOLDER.resolve(command.get(0)).toString());
    Path output = folder.resolve("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("THORAX_CLASS_PATH", ThoraxProcess.classPath());
    environment.put("THORAX_HOME", folder.toString());
    environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    environment.merge(
        "PATH",
        Path.of(System.getProperty("java.home"), "bin").toString(),
        (old, bin) -> bin + ":" + old);
    int exit = builder.start().waitFor();
    String said = Files.readString(output);
    assertThat(exit).as(said).isZero();
    return said;
  }
}
