package org.thorax.model.keras;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.ThoraxException;
import org.thorax.model.Device;
import org.thorax.model.Model;
import org.thorax.model.Network;
import org.thorax.model.Scaling;
import org.thorax.oracle.KerasModel;
import org.thorax.oracle.Oracle;
import org.thorax.oracle.OracleSession;

/**
 * The models of keras.applications in every kind of file. All of them, which takes hours: {@code
 * mvn test -Dtest=ApplicationsTest -DexcludedGroups= -Dapplications=all}, or a regular expression
 * of their names in its place; the table is in {@code target/applications.txt}.
 */
@Tag("oracle")
@Tag("slow")
class ApplicationsTest {
  private static final List<String> SMALL_OF_BOTH =
      List.of("EfficientNetB0", "MobileNet", "MobileNetV2", "MobileNetV3Small");
  private static final List<String> SMALL_OF_KERAS_2 = List.of("RegNetX002", "RegNetY002");

  @TempDir Path folder;

  @Test
  void theSmallOnesPredictAsInKeras() throws IOException {
    Map<String, String> table = new TreeMap<>();
    try (OracleSession keras = Oracle.session("keras_applications.py")) {
      for (String name : SMALL_OF_BOTH) {
        compare(keras, "2", name, table);
        compare(keras, "3", name, table);
      }
      for (String name : SMALL_OF_KERAS_2) {
        compare(keras, "2", name, table);
      }
    }
    assertThat(table.values()).allMatch(found -> found.endsWith(" ok"), "predicts as in Keras");
  }

  @Test
  @EnabledIfSystemProperty(named = "applications", matches = ".+")
  void allPredictAsInKeras() throws IOException {
    String wanted = System.getProperty("applications");
    Map<String, String> table = new TreeMap<>();
    for (String generation : List.of("2", "3")) {
      try (OracleSession keras = Oracle.session("keras_applications.py")) {
        for (String name : keras.lines(keras.start("list", generation))) {
          if (wanted.equals("all") || name.matches(wanted)) {
            compare(keras, generation, name, table);
          }
        }
      }
    }
    assertThat(table.values()).allMatch(found -> found.endsWith(" ok"), "predicts as in Keras");
  }

  private void compare(
      OracleSession keras, String generation, String name, Map<String, String> table)
      throws IOException {
    Path place = Files.createDirectories(folder.resolve(generation + name));
    int side = Integer.parseInt(keras.lines(keras.start("make", generation, name, place)).get(0));
    float[] images = KerasModel.floats(place.resolve(name + ".images"));
    Expected expected =
        new Expected(
            KerasModel.floats(place.resolve(name + ".graph")),
            KerasModel.floats(place.resolve(name + ".call")),
            KerasModel.floats(place.resolve(name + ".exact")));
    for (String file : List.of(name + ".h5", name + ".keras", name)) {
      String result = result(place.resolve(file), images, side, expected);
      table.put("Keras " + generation + " " + file, result);
    }
    try (Stream<Path> files = Files.walk(place)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
    List<String> lines = new ArrayList<>();
    table.forEach((file, result) -> lines.add(file + ": " + result));
    Files.write(Files.createDirectories(Path.of("target")).resolve("applications.txt"), lines);
  }

  private static String result(Path file, float[] images, int side, Expected expected) {
    try (Model model = ModelReader.open(file);
        Network network =
            Network.forInference(model.flat(), Scaling.NONE, model.weights(), Device.CPU)) {
      float[] found = network.predictScaled(images, 2, side, side);
      return expected.compare(found);
    } catch (ThoraxException e) {
      return e.getMessage();
    }
  }

  /**
   * Logits of Keras, which rounds otherwise in a call and in a graph.
   *
   * @param inGraph as {@code predict} computes them
   * @param asCall of an eager call
   * @param exact in float64
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared as values.
  private record Expected(float[] inGraph, float[] asCall, float[] exact) {
    private static final double EQUAL = 1e-5;

    /**
     * The difference to the nearer of both, and whether it is small, or the rounding of both is
     * alike.
     */
    String compare(float[] found) {
      double difference = Math.min(difference(inGraph, found), difference(asCall, found));
      double error = difference(exact, found);
      double ofKeras = Math.max(difference(exact, inGraph), difference(exact, asCall));
      return String.format(
          Locale.ROOT,
          "%.1e (from float64 %.1e, Keras %.1e) %s",
          difference,
          error,
          ofKeras,
          difference < EQUAL || error <= 2 * ofKeras ? "ok" : "differs");
    }

    /** The largest difference, as a part of the largest logit where that is above 1. */
    private static double difference(float[] expected, float[] found) {
      double largest = 0;
      for (float each : expected) {
        largest = Math.max(largest, Math.abs(each));
      }
      return KerasModel.relativeError(expected, found) * Math.min(1, largest);
    }
  }
}
