package org.thorax.experiment.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thorax.oracle.Golden;
import org.thorax.oracle.Oracle;

class PythonJsonTest {
  @Test
  void aLogOfPythonIsWrittenBackByteByByte() throws IOException {
    String sample = Golden.text("golden/logs/format-sample.json");
    assertThat(PythonJson.write(PythonJson.read(sample))).isEqualTo(sample);
  }

  @Tag("oracle")
  @ParameterizedTest
  @ValueSource(
      strings = {"experiment-log", "unvalidated-experiment-log", "reevaluation_experiments"})
  void everyLogIsWrittenAsPythonWritesIt(String log, @TempDir Path folder) throws IOException {
    Path source = Golden.path("golden/logs/" + log + ".json");
    Path expected = folder.resolve("python.json");
    Oracle.run("experiment.py", "json", source, expected);
    String ours = PythonJson.write(PythonJson.read(Files.readString(source)));
    assertThat(ours).isEqualTo(Files.readString(expected));
  }

  @Tag("oracle")
  @Test
  void oddTextsAndNumbersAreWrittenAsPythonWritesThem(@TempDir Path folder) throws IOException {
    String odd =
        """
        {"empty list": [], "empty map": {}, "nested": [[], {}, [1, [2.5, {"a": null}]]],
         "": "quote \\" slash \\\\ / tab \\t line \\n return \\r feed \\f back \\b nul \\u0000",
         "RAW": "RAW \\ud800", "true": true, "false": false,
         "numbers": [0, -0, -0.0, 1.0, 1e5, 1E400, -1e-400, NaN, Infinity, -Infinity, 5e-5,
          123456789012345678901234567890, -9223372036854775809, 0.1, 1e22, 1e-7]}
        """
            .replace("RAW", "\u00e4\u20ac \u007f \u0080 \ud83e\udec1 \u2028");
    Path source = folder.resolve("odd.json");
    Path expected = folder.resolve("python.json");
    Files.writeString(source, odd);
    Oracle.run("experiment.py", "json", source, expected);
    assertThat(PythonJson.write(PythonJson.read(odd))).isEqualTo(Files.readString(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "{", "{\"a\": 1} x", "{\"a\" 1}", "[1, 2"})
  void whatIsNoJsonIsRefused(String text) {
    assertThatThrownBy(() -> PythonJson.read(text)).isInstanceOf(JsonProcessingException.class);
  }
}
