package org.thorax.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thorax.ThoraxException;
import org.thorax.oracle.Golden;

class ScalingTest {
  @Test
  void torchAndTfAreTheRecordedValues() throws IOException {
    Path golden = Golden.path("golden/numeric.json");
    JsonNode expected = new ObjectMapper().readTree(golden.toFile()).get("preprocess_input");
    float[] torch = Scaling.TORCH.table(3);
    float[] tf = Scaling.TF.table(1);
    for (int i = 0; i < expected.get("pixels").size(); i++) {
      int grey = expected.get("pixels").get(i).asInt();
      for (int channel = 0; channel < 3; channel++) {
        double value = expected.at("/torch_mode/" + "rgb".charAt(channel) + "/" + i).asDouble();
        assertThat((double) torch[grey * 3 + channel]).isCloseTo(value, within(1e-6));
      }
      double value = expected.at("/tf_mode/" + i).asDouble();
      assertThat((double) tf[grey]).isCloseTo(value, within(1e-6));
    }
  }

  @Test
  void noScalingLeavesTheBytes() {
    assertThat(Scaling.NONE.table(1)).hasSize(256).startsWith(0, 1, 2).endsWith(254, 255);
  }

  @Test
  void aKerasApplicationIsKnownByItsModelsName() {
    assertThat(Scaling.ofKerasModel("densenet169")).contains(Scaling.TORCH);
    assertThat(Scaling.ofKerasModel("inception_resnet_v2")).contains(Scaling.TF);
    assertThat(Scaling.ofKerasModel("resnet152v2")).contains(Scaling.TF);
    assertThat(Scaling.ofKerasModel("resnet50")).contains(Scaling.CAFFE);
    assertThat(Scaling.ofKerasModel("my_model")).isEmpty();
  }

  @Test
  void torchForOneChannelIsRefusedWithACure() {
    assertThatThrownBy(() -> Scaling.TORCH.table(1))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("tf or none");
  }

  @Test
  void anUnknownScalingIsAnsweredWithTheKnownOnes() {
    assertThatThrownBy(() -> Scaling.of("imagenet"))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("imagenet")
        .hasMessageContaining("torch, tf, caffe, none");
  }

  @Test
  void unitIsWhatImageDataGeneratorMakesOfBytes() {
    assertThat(Scaling.UNIT.table(1)[0]).isZero();
    assertThat(Scaling.UNIT.table(1)[255]).isEqualTo(1f);
    assertThat(Scaling.UNIT.table(3)[100 * 3 + 2]).isEqualTo(100 / 255f);
  }

  @Test
  void meanAndStdAreOneNumberOrThreeHoweverTheyAreSeparated() {
    Scaling three = Scaling.of("mean=123.675/116.28/103.53,std=58.395/57.12/57.375");
    assertThat(three.token()).isEqualTo("mean=123.675/116.28/103.53,std=58.395/57.12/57.375");
    assertThat(Scaling.of(three.token())).isEqualTo(three);
    assertThat(Scaling.of("mean=123.675,116.28,103.53,std=58.395,57.12,57.375")).isEqualTo(three);
    assertThat(Scaling.of("MEAN=[123.675; 116.28; 103.53]; STD=[58.395 57.12 57.375]"))
        .isEqualTo(three);
    assertThat(three.table(3)[3 * 10 + 1]).isEqualTo((10 - 116.28f) / 57.12f);
    assertThat(Scaling.of("mean=127.5,std=127.5").table(1)[255]).isEqualTo(1f);
    assertThatThrownBy(() -> three.table(1)).hasMessageContaining("three channels");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mean=0.5,std=0.5|multiply both by 255",
        "mean=0.485/0.456/0.406,std=0.229/0.224/0.225|multiply both by 255",
        "mean=1,std=0|positive std",
        "mean=1|Unknown scaling",
        "mean=1/2,std=3|Unknown scaling",
        "mean=a,std=3|Unknown scaling",
        "1/255|rescale=1/255",
        "rescale|is unit"
      })
  void numbersThatMakeNoSenseAreRefusedWithACure(String text, String cure) {
    assertThatThrownBy(() -> Scaling.of(text))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining(cure);
  }
}
