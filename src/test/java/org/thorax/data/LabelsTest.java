package org.thorax.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.thorax.ThoraxException;
import org.thorax.oracle.Golden;

class LabelsTest {
  private static final Path GOLDEN = Golden.path("golden/labels.json");

  @Test
  void theGoldenLabelsAreEncodedAndUpsampled() throws IOException {
    JsonNode golden = new ObjectMapper().readTree(GOLDEN.toFile());
    Samples samples = samples(golden.get("rows_patient_then_labels"));
    for (JsonNode one : golden.get("cases")) {
      Labels labels =
          new LabelEncoding(policy(one.get("u_enc")), blanks(one.get("nan_replacement")))
              .encode(samples);
      for (int row = 0; row < samples.size(); row++) {
        for (int c = 0; c < 3; c++) {
          assertThat(labels.at(row, c))
              .as(one.toString())
              .isEqualTo(one.get("labels").get(row).get(c).floatValue());
        }
      }
      List<Upsampling.Factor> factors = new ArrayList<>();
      for (JsonNode factor : one.get("upsample_factors_in_order")) {
        factors.add(new Upsampling.Factor(factor.get(0).textValue(), factor.get(1).intValue()));
      }
      List<Integer> expected = new ArrayList<>();
      one.get("row_order_after_upsampling").forEach(row -> expected.add(row.intValue()));
      assertThat(new Upsampling(factors).rows(labels))
          .containsExactly(expected.toArray(Integer[]::new));
    }
    assertThat(golden.get("cases")).hasSize(8);
  }

  private static UncertaintyPolicy policy(JsonNode encoding) {
    if (encoding.isTextual()) {
      return UncertaintyPolicy.parse(encoding.textValue());
    }
    // Two of the golden lists name not every class, which the original project let pass.
    return new UncertaintyPolicy.ClassLists(texts(encoding.get(0)), texts(encoding.get(1)), true);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.textValue()));
    return texts;
  }

  private static BlankPolicy blanks(JsonNode replacement) {
    return replacement.intValue() == 0 ? BlankPolicy.ABSENT : BlankPolicy.MASKED;
  }

  private static Samples samples(JsonNode rows) {
    List<String> patients = new ArrayList<>();
    float[] labels = new float[rows.size() * 3];
    for (int row = 0; row < rows.size(); row++) {
      patients.add(rows.get(row).get(0).asText());
      for (int c = 0; c < 3; c++) {
        JsonNode label = rows.get(row).get(c + 1);
        labels[row * 3 + c] = label.isNull() ? Float.NaN : label.floatValue();
      }
    }
    List<String> classes = List.of("Cardiomegaly", "Fracture", "Pleural Other");
    return new Samples(Path.of("data"), classes, patients, patients, labels);
  }

  @Test
  void classesAreChosenByNameAndInTheOrderGiven() {
    Samples samples = three().withClasses(List.of("C", "A"));
    assertThat(samples.label(1, 0)).isEqualTo(-1);
    assertThat(samples.label(1, 1)).isEqualTo(1);
    assertThatThrownBy(() -> three().withClasses(List.of("A", "D")))
        .isInstanceOf(ThoraxException.class)
        .hasMessage("There is no class \"D\"; the classes are [A, B, C].");
    assertThatThrownBy(() -> three().withClasses(List.of("A", "A")))
        .isInstanceOf(ThoraxException.class);
    assertThatThrownBy(() -> three().withClasses(List.of())).isInstanceOf(ThoraxException.class);
  }

  @Test
  void rowsAreChosenInTheOrderGivenAndMayRepeat() {
    Samples samples = three().select(new int[] {1, 0, 1});
    assertThat(samples.patients()).containsExactly("q", "p", "q");
    assertThat(samples.image(2)).isEqualTo(Path.of("data/2.jpg"));
    assertThat(samples.label(2, 2)).isEqualTo(-1);
    assertThat(samples.label(1, 2)).isNaN();
  }

  @Test
  void aLabelThatMeansNothingIsRefused() {
    List<String> one = List.of("1");
    assertThatThrownBy(
            () -> new Samples(Path.of("data"), List.of("A"), one, one, new float[] {0.5f}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theClassListsOfChexpertHaveTheSizesOfTheirTags() {
    for (int size : new int[] {5, 12, 13, 14}) {
      assertThat(DatasetKind.CHEXPERT.agreedClasses(size).orElseThrow())
          .hasSize(size)
          .doesNotHaveDuplicates();
    }
    assertThat(DatasetKind.CHEXPERT.agreedClasses(12).orElseThrow())
        .doesNotContain("No Finding", "Support Devices");
    assertThat(DatasetKind.CHEXPERT.agreedClasses(7)).isEmpty();
  }

  private static Samples three() {
    return new Samples(
        Path.of("data"),
        List.of("A", "B", "C"),
        List.of("1.jpg", "2.jpg"),
        List.of("p", "q"),
        new float[] {0, 1, Float.NaN, 1, 0, -1});
  }
}
