package org.thorax.experiment.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thorax.ThoraxException;
import org.thorax.oracle.Golden;

class BenchmarkNameTest {
  private static final Map<String, NameComponent> RECORDED =
      Map.ofEntries(
          entry("architecture", NameComponent.ARCHITECTURE),
          entry("run", NameComponent.RUN),
          entry("dataset", NameComponent.DATASET),
          entry("masked", NameComponent.MASKED),
          entry("loss", NameComponent.LOSS),
          entry("classWeight", NameComponent.CLASS_WEIGHT),
          entry("epochs", NameComponent.EPOCHS),
          entry("batch", NameComponent.BATCH),
          entry("crop", NameComponent.CROP),
          entry("classes", NameComponent.CLASSES),
          entry("augmentation", NameComponent.AUGMENTATION),
          entry("transformation", NameComponent.TRANSFORMATION),
          entry("uncertainty", NameComponent.UNCERTAINTY),
          entry("dimension", NameComponent.DIMENSION),
          entry("split", NameComponent.SPLIT),
          entry("lr", NameComponent.LEARNING_RATE),
          entry("lrFactor", NameComponent.LEARNING_RATE_FACTOR),
          entry("optimizer", NameComponent.OPTIMIZER),
          entry("upsampled", NameComponent.UPSAMPLED));

  @Test
  void everyRecordedNameComesApartAsRecorded() throws IOException {
    SoftAssertions softly = new SoftAssertions();
    JsonNode names = Golden.json("golden/names.json").get("names");
    assertThat(names).hasSize(33);
    for (JsonNode recorded : names) {
      BenchmarkName name = BenchmarkName.parse(recorded.get("name").textValue());
      Map<NameComponent, String> expected = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> component : recorded.get("components").properties()) {
        expected.put(RECORDED.get(component.getKey()), component.getValue().textValue());
      }
      softly.assertThat(name.components()).as(name.text()).isEqualTo(expected);
      softly
          .assertThat(name.unknown())
          .as(name.text())
          .containsExactlyElementsOf(Golden.texts(recorded.get("unknown")).toList());
      softly
          .assertThat(name.inOrder())
          .as(name.text())
          .isEqualTo(recorded.get("in_order").asBoolean());
    }
    softly.assertAll();
  }

  @Test
  void theFirstSpellingsOfSplitAndUpsamplingMeanTheSame() {
    BenchmarkName name =
        BenchmarkName.parse("Chexpert_BCE_E3_B32_C0_N12_Uzero_D256_D9505_1LR4_LF5_Adam_upsampled");
    assertThat(name.unknown()).isEmpty();
    assertThat(name.inOrder()).isTrue();
    assertThat(name.components())
        .contains(
            entry(NameComponent.DIMENSION, "D256"),
            entry(NameComponent.SPLIT, "D9505"),
            entry(NameComponent.UPSAMPLED, "upsampled"));
    for (String pixels : new String[] {"D224", "D1024", "D2048", "D0595", "D4060"}) {
      assertThat(BenchmarkName.parse("BCE_E1_B1_" + pixels).token(NameComponent.DIMENSION))
          .contains(pixels);
    }
    for (String split : new String[] {"D9010", "D8020", "D5050"}) {
      assertThat(BenchmarkName.parse("BCE_E1_B1_" + split).token(NameComponent.SPLIT))
          .contains(split);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "BCE_E1_B1_Adamm, Adamm, did you mean 'Adam'?",
    "Chexpert_BCE_Ep5_B1, Ep5, did you mean 'E5'?",
    "BCE_E1_B1_1LR-4, 1LR-4, did you mean '1LR4'?",
    "BCE_E1_B1_N5D256, N5D256, did you mean 'N5_D256'?",
    "BCE_E1_B1_uzeros, uzeros, did you mean 'Uzeroes'?",
    "CheXpert_BCE_E1_B1, CheXpert, did you mean 'Chexpert'?",
    "BCE_E1_B1_AugAfine, AugAfine, did you mean 'AugAffine'?",
    "BCE_E1_B1_Quantumfoam, Quantumfoam, lists all tokens.",
    "BCE_E1_B1_E2, E2, stands beside 'E1'",
    "BCE_E1_B1_DenseNet121, DenseNet121, must come first.",
  })
  void anUnknownTokenIsTheFaultOfOneKindWithTheTokenMeant(String name, String token, String fault) {
    assertThat(BenchmarkName.parse(name).firstUnknown())
        .hasValueSatisfying(said -> assertThat(said).contains("'" + token + "'", fault))
        .hasValueSatisfying(said -> assertThat(said).hasSizeLessThan(150));
  }

  @Test
  void theRunMayFollowADash() {
    BenchmarkName name = BenchmarkName.parse("Xception-2_Chexpert_BCE_E1_B1");
    assertThat(name.components())
        .contains(entry(NameComponent.ARCHITECTURE, "Xception"), entry(NameComponent.RUN, "2"));
    assertThat(name.withoutArchitecture()).isEqualTo("2_Chexpert_BCE_E1_B1");
  }

  @Test
  void aBenchmarkNameMayBeginWithTheRun() {
    BenchmarkName name = BenchmarkName.parse("2_Chexpert_CWBCE_E5_B32");
    assertThat(name.token(NameComponent.RUN)).contains("2");
    assertThat(name.withoutArchitecture()).isEqualTo(name.text());
  }

  @Test
  void blanksSeparateLikeUnderscores() {
    assertThat(BenchmarkName.parse("Chexpert BCE E10 B128"))
        .isEqualTo(BenchmarkName.parse("Chexpert_BCE_E10_B128"));
  }

  @Test
  void everyTokenKnowsItsPlace() {
    BenchmarkName name = BenchmarkName.parse("Chexpert_BCE_E3_B32_Sharp");
    assertThat(name.tokens())
        .last()
        .isEqualTo(new BenchmarkName.Token(20, "Sharp", Optional.empty()));
  }

  @Test
  void theOrderOfTransformationsIsKept() {
    BenchmarkName name = BenchmarkName.parse("BCE_E1_B1_gb_hist");
    assertThat(name.token(NameComponent.TRANSFORMATION)).contains("gb_hist");
  }

  @Test
  void aComponentGivenTwiceIsLeftOver() {
    assertThat(BenchmarkName.parse("BCE_E1_E2_B1").unknown()).containsExactly("E2");
  }

  @Test
  void anEmptyNameIsRefused() {
    assertThatThrownBy(() -> BenchmarkName.parse(" _ "))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("needs a name");
  }
}
