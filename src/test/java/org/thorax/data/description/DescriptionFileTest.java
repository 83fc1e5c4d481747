package org.thorax.data.description;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thorax.ThoraxException;
import org.thorax.formats.io.YamlValue;

/** What is wrong with a dataset.yaml is said with its line and column. */
class DescriptionFileTest {
  @TempDir Path folder;

  @Test
  void aPublishedNameIsRefused() throws IOException {
    Files.writeString(
        folder.resolve("dataset.yaml"),
        "name: Chexpert\ntable: t.csv\nimage: id\npatient: p\nlabels: {columns: [x]}\n");
    assertThatThrownBy(() -> DatasetReader.of(folder)).hasMessageContaining("take another name");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "name: Own~lacks the key 'table'~d.yaml",
        "name: own\\ntable: a.csv\\nimage: a\\npatient: b\\nlabels: {columns: [x]}~found 'own'~d.yaml",
        "name: Own\\ntabel: a.csv~Line 2, column 8~tabel is not known",
        "name: [a~Line 1~no YAML",
        "name: Own\\ntable: a.csv\\nimage: a\\npatient: b\\nlabels: {columns: [x], list: y}~needs one of~d.yaml",
        "name: Own\\ntable: a.csv\\nimage: a\\npatient: b\\nlabels: {list: y}~lacks the key 'classes'~d.yaml",
        "name: Own\\ntable: a.csv\\nimage: a\\npatient: b\\nlabels: {columns: [x, x]}~'x' twice~d.yaml",
        "name: Own\\ntable: a.csv\\nimage: a\\npatient: b\\nlabels: {columns: {A: [l, r]}}~one column for class 'A'~d.yaml",
        "name: X\\ntable: a.csv\\nimage: a\\npatient: b\\nlabels: {columns: [x]}~two letters or more~d.yaml",
        "name: Own\\ntable: a.csv\\nimage: a\\npatient: b\\nlabels: {columns: [x], positive: 1, negative: 1.0}~two different labels~d.yaml",
        "name: Own\\ntable: a.csv\\nimage: a\\npatient: {from: a, pattern: '('}\\nlabels: {columns: [x]}~Line 4, column 29~no regular expression",
        "name: Own\\ntable: a.csv\\nimage: {header: PatientID}\\npatient: b\\nlabels: {columns: [x]}~cannot come from its header~Line 3, column 8",
        "name: Own\\ntable: a.csv\\nimage: a\\npatient: {header: PatientID, from: a}\\nlabels: {columns: [x]}~stands alone~d.yaml",
        "name: Own\\ntable: a.csv\\nimage: {from: a, pattern: b, as: c}\\npatient: b\\nlabels: {columns: [x]}~Expected {}~d.yaml",
        "name: Own\\ntable: a.csv\\nimage: a\\npatient: b\\ncsv: {separator: x, encoding: UTF-8}\\nlabels: {columns: [x]}~a comma, a semicolon~d.yaml",
      })
  void aWrongDescriptionIsRefusedWithLineAndColumn(String text, String expected, String also) {
    assertThatThrownBy(() -> DescriptionFile.of(YamlValue.of(text.replace("\\n", "\n"), "d.yaml")))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContainingAll("d.yaml", expected, also);
  }

  @Test
  void yamlThatIsNestedForEverIsRefusedInOneLine() {
    for (String text : List.of("[".repeat(100_000), "name: &a [*a]\ntable: x")) {
      assertThatThrownBy(() -> DescriptionFile.of(YamlValue.of(text, "d.yaml")))
          .isInstanceOf(ThoraxException.class);
    }
  }
}
