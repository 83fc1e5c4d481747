package org.thorax.experiment.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thorax.oracle.Oracle;

class PythonFloatTest {
  @ParameterizedTest
  @CsvSource({
    "0.00005, 5e-05",
    "0.0001, 0.0001",
    "1e-8, 1e-08",
    "1e16, 1e+16",
    "9999999999999998, 9999999999999998.0",
    "1, 1.0",
    "-0.0, -0.0",
    "2e-3, 0.002",
    "2.0E-323, 2e-323",
    "4.9E-324, 5e-324",
    "1.9e29, 1.9e+29",
    "1e100, 1e+100",
    "0.0010000000474974513, 0.0010000000474974513",
    "2.2250738585072014E-308, 2.2250738585072014e-308",
    "NaN, nan",
    "-Infinity, -inf"
  })
  void aDoublePrintsAsInPython(double value, String expected) {
    assertThat(PythonFloat.repr(value)).isEqualTo(expected);
  }

  @Property(tries = 2000)
  void whatIsPrintedReadsBackAsTheSameDouble(@ForAll long bits) {
    double value = Double.longBitsToDouble(bits);
    if (Double.isFinite(value)) {
      assertThat(Double.parseDouble(PythonFloat.repr(value))).isEqualTo(value);
      assertThat(Double.parseDouble(PythonFloat.exponential(value, 18))).isEqualTo(value);
    }
  }

  @Property(tries = 500)
  void eighteenDecimalsAreTheExactValueRounded(@ForAll float value) {
    BigDecimal exact = new BigDecimal(value);
    BigDecimal printed = new BigDecimal(PythonFloat.exponential(value, 18));
    BigDecimal lastPlace = BigDecimal.ONE.movePointLeft(exact.scale() - exact.precision() + 19);
    assertThat(printed.subtract(exact).abs()).isLessThanOrEqualTo(lastPlace);
  }

  @Tag("oracle")
  @Test
  void thousandsOfDoublesPrintAsInPythonItself(@TempDir Path folder) throws IOException {
    List<Double> values = doubles();
    Path bits = folder.resolve("bits.txt");
    Path printed = folder.resolve("printed.txt");
    Files.write(
        bits,
        values.stream().map(v -> String.format("%016x", Double.doubleToRawLongBits(v))).toList());

    Oracle.run("experiment.py", "repr", bits, printed);

    String ours =
        values.stream()
            .map(v -> PythonFloat.repr(v) + " " + PythonFloat.exponential(v, 18) + "\n")
            .collect(Collectors.joining());
    assertThat(ours).isEqualTo(Files.readString(printed));
  }

  /** Every power of two and its neighbours, powers of ten, random bits, widened float32, rates. */
  private static List<Double> doubles() {
    Random random = new Random(7);
    List<Double> values = new ArrayList<>(List.of(0.0, -0.0, Double.MAX_VALUE, Double.NaN));
    values.addAll(List.of(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
    for (int exponent = -1074; exponent <= 1023; exponent++) {
      double power = Math.scalb(1.0, exponent);
      values.addAll(List.of(power, Math.nextUp(power), Math.nextDown(power)));
    }
    for (int exponent = -323; exponent <= 308; exponent++) {
      double power = Double.parseDouble("1e" + exponent);
      values.addAll(List.of(power, Math.nextUp(power), power * 2));
    }
    for (int i = 0; i < 4000; i++) {
      double any = Double.longBitsToDouble(random.nextLong());
      values.add(Double.isNaN(any) ? 1.5 : any);
      values.add((double) random.nextFloat());
      values.add(random.nextInt(1_000_000) / 1000.0);
    }
    return values;
  }
}
