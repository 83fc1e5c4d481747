package org.thorax.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.ThoraxException;
import org.thorax.data.image.GreyImage;
import org.thorax.data.image.ImageDecoder;
import org.thorax.model.Device;
import org.thorax.model.Model;
import org.thorax.model.ModelContract;
import org.thorax.model.Network;
import org.thorax.model.OutputActivation;
import org.thorax.model.SavedModelWriter;
import org.thorax.model.Scaling;
import org.thorax.model.keras.ModelActivation;
import org.thorax.model.keras.ModelReader;
import org.thorax.oracle.MadeOnce;
import org.thorax.oracle.Oracle;

/** Models of both Kerases whose images are scaled otherwise, or whose outputs are logits. */
@Tag("oracle")
class ScaledModelsTest {
  private static final Path FOLDER = Path.of("target/scaled-models").toAbsolutePath();
  private static final List<GreyImage> FILMS = new ArrayList<>();
  private static JsonNode cases;

  @TempDir private Path work;

  @BeforeAll
  static void make() throws IOException {
    Path expected = FOLDER.resolve("expected.json");
    MadeOnce.make(expected, () -> Oracle.run("scaled_models.py", FOLDER));
    cases = new ObjectMapper().readTree(expected.toFile());
    FILMS.clear();
    for (int i = 0; i < 4; i++) {
      FILMS.add(ImageDecoder.decode(FOLDER.resolve("film-" + i + ".png")));
    }
  }

  @Test
  void everyModelGivesKerasProbabilities() {
    assertThat(cases).hasSize(80);
    for (JsonNode each : cases) {
      try (Model model = opened(each);
          Predictor predictor = new Predictor(model, given(each), Device.CPU)) {
        same(predictor.probabilities(FILMS), each);
      }
    }
  }

  @Test
  void whatIsWrittenKeepsScalingAndActivation() {
    for (JsonNode each : cases) {
      if (!each.path("file").asText().endsWith("h5")) {
        continue;
      }
      Path folder = work.resolve(each.path("file").asText() + "-kept");
      try (Model model = opened(each)) {
        Scaling scaling =
            given(each).scaling().orElse(model.contract().scaling().orElse(Scaling.NONE));
        ModelContract contract =
            model.contract().withClassNames(given(each).classNames()).withScaling(scaling);
        try (Network network =
            Network.forInference(model.flat(), scaling, model.weights(), Device.CPU)) {
          SavedModelWriter.write(network, contract, folder);
        }
        Predictor.Overrides nothing =
            new Predictor.Overrides(
                Optional.empty(), Optional.empty(), Optional.empty(), List.of());
        try (Model again = ModelReader.open(folder);
            Predictor predictor = new Predictor(again, nothing, Device.CPU)) {
          assertThat(again.contract()).isEqualTo(contract);
          same(predictor.probabilities(FILMS), each);
        }
      }
    }
  }

  @Test
  void aLinearModelOfUnknownMeaningIsRefusedAndScoresAreNoProbabilities() {
    JsonNode linear = named("not-compiled-0.h5");
    try (Model model = ModelReader.open(FOLDER.resolve("not-compiled-0.h5"))) {
      assertThatThrownBy(() -> ClassifierInput.of(model, given(linear)))
          .isInstanceOf(ThoraxException.class)
          .hasMessageContaining("logits or scores")
          .hasMessageContaining("`activation` sigmoid");
      Model scores = ModelActivation.asGiven(model, Optional.of(OutputActivation.NONE));
      try (Predictor predictor = new Predictor(scores, given(linear), Device.CPU)) {
        assertThat(predictor.givesProbabilities()).isFalse();
        assertThat(predictor.probabilities(FILMS).get(0)).anyMatch(each -> each < 0 || each > 1);
      }
    }
  }

  @Test
  void whatTheLossSaysCanBeTakenBack() {
    JsonNode binary = named("binary-0.h5");
    try (Model model = ModelReader.open(FOLDER.resolve("binary-0.h5"))) {
      Model scores = ModelActivation.asGiven(model, Optional.of(OutputActivation.NONE));
      try (Predictor predictor = new Predictor(scores, given(binary), Device.CPU)) {
        double logit = predictor.probabilities(FILMS).get(0).get(0);
        assertThat(1 / (1 + Math.exp(-logit)))
            .isCloseTo(binary.at("/expected/0/0").asDouble(), within(1e-5));
      }
      assertThatThrownBy(
              () -> ModelActivation.asGiven(model, Optional.of(OutputActivation.SOFTMAX)))
          .hasMessageContaining("one output is always 1");
    }
  }

  @Test
  void aSecondActivationAndASecondScalingAreRefused() {
    try (Model model = ModelReader.open(FOLDER.resolve("activation-layer-0.h5"))) {
      assertThatThrownBy(
              () -> ModelActivation.asGiven(model, Optional.of(OutputActivation.SIGMOID)))
          .hasMessageContaining("probabilities already");
    }
    JsonNode inside = named("rescaling-0.h5");
    try (Model model = ModelReader.open(FOLDER.resolve("rescaling-0.h5"))) {
      assertThat(model.remarks()).anyMatch(each -> each.contains("scales its images itself"));
      assertThatThrownBy(() -> ClassifierInput.of(model, with(inside, Scaling.UNIT)))
          .hasMessageContaining("twice")
          .hasMessageContaining("0..255 become 0.0..1.0");
      assertThat(ClassifierInput.of(model, with(inside, Scaling.NONE)).scaling())
          .isEqualTo(Scaling.NONE);
      Scaling numbers = Scaling.of("mean=0,std=255");
      assertThat(ClassifierInput.of(model, with(inside, numbers)).remarks())
          .anyMatch(each -> each.contains("behind the numbers given"));
    }
  }

  @Test
  void whereNothingIsKnownATableShowsWhatEachScalingWouldGive() {
    JsonNode unit = named("unit-1.keras");
    try (Model model = ModelReader.open(FOLDER.resolve("unit-1.keras"))) {
      Predictor.Overrides open =
          new Predictor.Overrides(
              Optional.empty(), Optional.empty(), Optional.empty(), List.of("NORMAL", "PNEUMONIA"));
      assertThat(ScalingChoices.areOpen(model, open)).isTrue();
      List<String> table = ScalingChoices.table(model, open, () -> FILMS.get(0), "film-0.png");
      assertThat(table).hasSize(8);
      assertThat(table.get(0)).contains("film-0.png");
      double first = unit.at("/expected/0/0").asDouble();
      assertThat(table.get(2))
          .contains("`scaling` unit")
          .contains("NORMAL %.4f".formatted(first))
          .contains("PNEUMONIA");
      assertThat(table).anyMatch(line -> line.contains("per-image"));
    }
    try (Model grey = ModelReader.open(FOLDER.resolve("one-number-0.h5"))) {
      List<String> table =
          ScalingChoices.table(
              grey,
              new Predictor.Overrides(
                  Optional.empty(), Optional.empty(), Optional.empty(), names(14)),
              () -> FILMS.get(1),
              "grey");
      assertThat(table).noneMatch(line -> line.contains("torch") || line.contains("caffe"));
    }
  }

  private static Model opened(JsonNode each) {
    Optional<OutputActivation> told =
        Optional.of(each.path("activation"))
            .filter(JsonNode::isTextual)
            .map(text -> OutputActivation.of(text.asText()));
    return ModelActivation.asGiven(
        ModelReader.open(FOLDER.resolve(each.path("file").asText())), told);
  }

  private static Predictor.Overrides given(JsonNode each) {
    Optional<Scaling> scaling =
        Optional.of(each.path("scaling"))
            .filter(JsonNode::isTextual)
            .map(text -> Scaling.of(text.asText()));
    return new Predictor.Overrides(
        Optional.empty(), Optional.empty(), scaling, names(each.path("classes").asInt()));
  }

  private static Predictor.Overrides with(JsonNode each, Scaling scaling) {
    return new Predictor.Overrides(
        Optional.empty(), Optional.empty(), Optional.of(scaling), given(each).classNames());
  }

  private static List<String> names(int classes) {
    return IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
  }

  private static JsonNode named(String file) {
    for (JsonNode each : cases) {
      if (each.path("file").asText().equals(file)) {
        return each;
      }
    }
    throw new AssertionError(file);
  }

  private static void same(List<List<Float>> found, JsonNode each) {
    for (int film = 0; film < found.size(); film++) {
      for (int c = 0; c < found.get(film).size(); c++) {
        assertThat((double) found.get(film).get(c))
            .as("%s, film %d, class %d", each.path("file").asText(), film, c)
            .isCloseTo(each.path("expected").path(film).path(c).asDouble(), within(1e-5));
      }
    }
  }
}
