package org.thorax.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.thorax.ThoraxException;

class ScalingTest {
  @Test
  @Tag("shared")
  void torchAndTfAreTheRecordedValues() throws IOException {
    Path golden = Path.of("../shared/golden/numeric.json");
    Assumptions.assumeTrue(Files.exists(golden), "skipped: " + golden + " is not here");
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
}
