package org.thorax.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.app.cli.Thorax;
import org.thorax.oracle.KerasModel;

/**
 * Half of the cases damage {@code saved_model.pb} (by its bytes or by its fields), a quarter the
 * variables' index and a quarter their data.
 */
@Tag("long")
class SavedModelFuzzTest {
  private static final int CASES = Integer.getInteger("thorax.fuzz.savedmodel.cases", 1000);
  private static final long SEED = Long.getLong("thorax.fuzz.seed", 20_261_123L);
  private static final Pattern RESULT =
      Pattern.compile("refused (\\d+) predicted (\\d+) peak (\\d+) library (\\d+)");

  @TempDir private Path folder;

  @Test
  void damagedSavedModelsAreRefusedOrPredictAndNothingElse()
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                SavedModelFuzz.class.getName(),
                "0",
                Integer.toString(CASES),
                Long.toString(SEED),
                image().toString()));
    models().forEach(model -> command.add(model.toString()));
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(Math.max(600, CASES), TimeUnit.SECONDS);
    process.destroyForcibly().waitFor();
    String printed = Files.readString(output);
    assertThat(ended).as("it never ended: " + printed).isTrue();
    assertThat(process.exitValue()).as(printed).isZero();
    Matcher result = RESULT.matcher(printed);
    assertThat(result.find()).as(printed).isTrue();
    assertThat(number(result, 1)).as(printed).isGreaterThan(CASES / 4);
    assertThat(number(result, 2)).as(printed).isGreaterThan(CASES / 20);
    assertThat(number(result, 3) - number(result, 4)).as(printed).isLessThan(512);
  }

  private static int number(Matcher result, int group) {
    return Integer.parseInt(result.group(group));
  }

  /** Of Keras 2, of Keras 3 and of Thorax. */
  private List<Path> models() throws IOException {
    Path keras2 =
        copy(KerasModel.recorded("keras2", "small").savedModel(), folder.resolve("keras2"));
    Path keras3 =
        copy(KerasModel.recorded("keras3", "small").savedModel(), folder.resolve("keras3"));
    Path own = folder.resolve("own");
    int code = Thorax.run("export", keras2.toString(), "--format=savedmodel", "--out=" + own);
    assertThat(code).isZero();
    return List.of(keras2, keras3, own);
  }

  private static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
    return to;
  }

  private Path image() throws IOException {
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 64 * 64; i++) {
      image.getRaster().setSample(i % 64, i / 64, 0, i * 37 % 251);
    }
    Path file = folder.resolve("image.png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }
}
