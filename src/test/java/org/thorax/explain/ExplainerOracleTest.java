package org.thorax.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.thorax.data.image.GreyImage;
import org.thorax.explain.Explanation.ClassMap;
import org.thorax.inference.Predictor;
import org.thorax.model.Device;
import org.thorax.model.Model;
import org.thorax.model.Scaling;
import org.thorax.model.keras.ModelReader;
import org.thorax.oracle.KerasModel;
import org.thorax.oracle.Oracle;

/** Maps of whole networks against tf_keras' GradientTape on the same files. */
@Tag("oracle")
class ExplainerOracleTest {
  private static final ClassChoice CHOSEN = ClassChoice.of(2);

  @TempDir private static Path folder;

  private enum Case {
    DenseNet121("DenseNet121.h5", "relu", "conv5_block16_2_conv", "torch", 96, 128),
    Xception("Xception", "block14_sepconv2_act", "block13_sepconv2_bn", "tf", 96, 96),
    InceptionV3("InceptionV3.h5", "mixed10", "mixed9_0", "tf", 139, 139);

    private final String file;
    private final String last;
    private final String inside;
    private final String scaling;
    private final int height;
    private final int width;

    Case(String file, String last, String inside, String scaling, int height, int width) {
      this.file = file;
      this.last = last;
      this.inside = inside;
      this.scaling = scaling;
      this.height = height;
      this.width = width;
    }
  }

  @BeforeAll
  static void explainWithKeras() {
    Oracle.run("explanations.py", folder, Case.values()[0], Case.values()[1], Case.values()[2]);
  }

  @ParameterizedTest
  @EnumSource
  void mapsAreThoseOfKeras(Case network) throws IOException {
    List<GreyImage> images = images(network);
    Predictor.Overrides given =
        new Predictor.Overrides(
            Optional.empty(),
            Optional.empty(),
            Optional.of(Scaling.of(network.scaling)),
            List.of("A", "B", "C"));
    try (Model model = ModelReader.open(folder.resolve(network.file));
        ModelExplainer explainer = new ModelExplainer(model, given, Device.CPU)) {
      assertThat(explainer.layer(MapRequest.of(Method.GRAD_CAM)).orElseThrow())
          .endsWith(network.last);
      check(network, "outputs", flat(explainer.predict(images)));
      for (String where : List.of("last", "inside")) {
        MapRequest cam = MapRequest.of(Method.GRAD_CAM);
        MapRequest at = where.equals("last") ? cam : cam.at(network.inside);
        List<Explanation> logit = explainer.explain(images, CHOSEN, at);
        check(network, "logit-" + where, maps(logit));
        check(network, "raw-" + where, raw(logit));
        check(
            network,
            "score-" + where,
            maps(explainer.explain(images, CHOSEN, at.of(GradientTarget.SCORE))));
        MapRequest plusPlus =
            new MapRequest(
                Method.GRAD_CAM_PLUS_PLUS, at.layer(), GradientTarget.LOGIT, Optional.empty());
        check(network, "plus-plus-" + where, maps(explainer.explain(images, CHOSEN, plusPlus)));
      }
      for (Method method : List.of(Method.CRM, Method.LEGACY_CRM)) {
        String name = method == Method.CRM ? "crm" : "legacy";
        List<Explanation> crm = explainer.explain(images, CHOSEN, MapRequest.of(method));
        check(network, name, maps(crm));
        check(network, name + "-combined", all(crm, each -> each.combined().grid().values()));
      }
      MapRequest guided = MapRequest.of(Method.GUIDED_BACKPROPAGATION).of(GradientTarget.SCORE);
      check(network, "guided", raw(explainer.explain(images, CHOSEN, guided)));
      check(
          network, "guided-layer", raw(explainer.explain(images, CHOSEN, guided.at(network.last))));
      check(
          network,
          "guided-cam",
          raw(
              explainer.explain(
                  images, CHOSEN, MapRequest.of(Method.GUIDED_GRAD_CAM).of(GradientTarget.SCORE))));
      if (network == Case.DenseNet121) {
        // Falls of a score near 0.5 by 1e-3: rounding of the scores themselves is what remains.
        float[] falls = raw(explainer.explain(images, CHOSEN, MapRequest.of(Method.OCCLUSION)));
        float[] expected = KerasModel.floats(folder.resolve(network + "-occlusion.f32"));
        assertThat(falls).containsExactly(expected, within(1e-6f));
      }
    }
  }

  private static void check(Case network, String what, float[] found) {
    float[] expected = KerasModel.floats(folder.resolve(network + "-" + what + ".f32"));
    double error = KerasModel.relativeError(expected, found);
    assertThat(error).as(network + " " + what).isLessThan(1e-4);
  }

  private static float[] maps(List<Explanation> explanations) {
    return all(explanations, each -> only(each).map().grid().values());
  }

  private static float[] raw(List<Explanation> explanations) {
    return all(explanations, each -> only(each).raw().values());
  }

  private static ClassMap only(Explanation explanation) {
    assertThat(explanation.maps()).hasSize(1);
    return explanation.maps().get(0);
  }

  private static float[] all(
      List<Explanation> explanations, Function<Explanation, float[]> values) {
    return join(explanations.stream().map(values).toList());
  }

  private static float[] flat(List<List<Float>> rows) {
    return join(rows.stream().map(ExplainerOracleTest::floats).toList());
  }

  private static float[] floats(List<Float> row) {
    float[] values = new float[row.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.get(i);
    }
    return values;
  }

  private static float[] join(List<float[]> parts) {
    float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  private static List<GreyImage> images(Case network) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(network + ".u8"));
    int size = network.height * network.width;
    return List.of(
        new GreyImage(network.width, network.height, Arrays.copyOf(bytes, size)),
        new GreyImage(network.width, network.height, Arrays.copyOfRange(bytes, size, 2 * size)));
  }
}
