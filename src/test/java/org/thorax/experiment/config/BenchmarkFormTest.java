package org.thorax.experiment.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.thorax.ThoraxException;
import org.thorax.data.BlankPolicy;
import org.thorax.data.LabelEncoding;
import org.thorax.data.UncertaintyPolicy;
import org.thorax.training.callback.LearningRateSchedule;
import org.thorax.training.optimizer.Optimization;
import org.thorax.training.optimizer.Optimizer;

class BenchmarkFormTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Chexpert_BCE_E3_B32_C0_N5_D320_2LR4_SGD",
        "BCE_E1_B8_C1_N12_AugAffineColor_hist_gb_sharp21_U75_D256_DS9505_2LR1_LF5_SGD_Upsampled",
        "Chestxray_BCE_E1_B8_Uones",
        "Fold2of5_Chexpert_BCE_E1_B8_N5_DS9505"
      })
  void aBenchmarkIsReadBackFromItsForm(String name) throws JsonProcessingException {
    Benchmark benchmark = Benchmark.parse(name);
    assertThat(readBack(benchmark)).isEqualTo(benchmark);
  }

  @Test
  void whatNoNameSaysIsReadBackToo() throws JsonProcessingException {
    Benchmark named = Benchmark.parse("CWBCE_E4_B8_N5");
    Optimizer clipped =
        Optimizer.of("SGD", Map.of("momentum", 0.9, "nesterov", true, "clipnorm", 1));
    Benchmark benchmark =
        named
            .with(new Optimization(clipped, new LearningRateSchedule.Cosine(0.1, 1, 0.01, 9)))
            .with(
                named
                    .labels()
                    .with(
                        new LabelEncoding(
                            UncertaintyPolicy.Smoothed.towardsOne(7), BlankPolicy.MASKED)));
    assertThat(benchmark.optimization().learningRate())
        .isEqualTo(new LearningRateSchedule.Cosine(0.1, 1, 0.01, 4));
    assertThat(readBack(benchmark)).isEqualTo(benchmark);
  }

  @Test
  void whatIsMissingHasItsDefault() throws JsonProcessingException {
    JsonNode tree =
        JSON.readTree(
            "{'name':'x','labels':{'classes':['Edema']},'objective':{'loss':'binary_crossentropy'},'fit':{'epochs':1,'batch_size':8}}"
                .replace('\'', '"'));
    Benchmark benchmark = BenchmarkReader.read(tree);
    assertThat(benchmark.classes()).isEqualTo(List.of("Edema"));
    assertThat(benchmark.optimization()).isEqualTo(Benchmark.parse("BCE_E1_B8").optimization());
    assertThat(benchmark.images()).isEqualTo(Benchmark.parse("BCE_E1_B8").images());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fit | epoch | 1 | no key fit.epoch; known here: batch_size",
        "fit | epochs | 1.5 | a whole number for fit.epochs of the benchmark, found 1.5",
        "images | crop | 0 | true or false for images.crop",
        "optimization | optimizer | \"Sgd\" | Optimizers are Adam",
        "optimization | arguments | {\"beta\": 1} | no argument 'beta'; it has amsgrad, beta_1",
        "objective | loss | \"bce\" | Losses are binary_crossentropy",
        "objective | arguments | {\"gamma\": 1} | has no argument 'gamma'",
        "labels | blanks | \"none\" | absent or masked for labels.blanks"
      })
  void aFormThatIsWrongIsRefusedByItsKey(String part, String key, String value, String reason)
      throws JsonProcessingException {
    ObjectNode tree = BenchmarkForm.of(Benchmark.parse("BCE_E1_B8"));
    ((ObjectNode) tree.get(part)).set(key, JSON.readTree(value));
    assertThatThrownBy(() -> BenchmarkReader.read(tree))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining(reason)
        .hasMessageNotContaining("\n");
  }

  private static Benchmark readBack(Benchmark benchmark) throws JsonProcessingException {
    return BenchmarkReader.read(JSON.readTree(BenchmarkForm.of(benchmark).toString()));
  }
}
