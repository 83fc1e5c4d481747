package org.thorax.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.thorax.ThoraxException;
import org.thorax.data.image.GreyImage;
import org.thorax.inference.Predictor;
import org.thorax.model.Device;
import org.thorax.model.Model;
import org.thorax.model.Scaling;
import org.thorax.model.keras.ModelReader;
import org.thorax.oracle.KerasModel;

class ExplainerTest {
  private static final int HEIGHT = 40;
  private static final int WIDTH = 56;

  private static ModelExplainer explainer;
  private static List<GreyImage> images;

  @BeforeAll
  static void open() {
    explainer = open("keras2", "colour", HEIGHT, WIDTH, List.of("A", "B"));
    Random random = new Random(5);
    images = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      byte[] pixels = new byte[HEIGHT * WIDTH];
      random.nextBytes(pixels);
      images.add(new GreyImage(WIDTH, HEIGHT, pixels));
    }
  }

  private static ModelExplainer open(
      String kind, String name, int height, int width, List<String> classes) {
    Predictor.Overrides given =
        new Predictor.Overrides(
            Optional.of(height), Optional.of(width), Optional.of(Scaling.TF), classes);
    try (Model model = ModelReader.open(KerasModel.recorded(kind, name).savedModel())) {
      return new ModelExplainer(model, given, Device.CPU);
    }
  }

  @AfterAll
  static void close() {
    explainer.close();
  }

  @Test
  void mapsDoNotDependOnWhoElseIsInTheBatch() {
    for (Method method : Method.values()) {
      List<Explanation> together =
          explainer.explain(images, ClassChoice.all(), MapRequest.of(method));
      for (int i = 0; i < images.size(); i++) {
        Explanation alone =
            explainer
                .explain(List.of(images.get(i)), ClassChoice.of(1), MapRequest.of(method))
                .get(0);
        assertThat(together.get(i).maps()).hasSize(2);
        assertThat(together.get(i).maps().get(1).map().grid().values())
            .as(method.title())
            .containsExactly(alone.maps().get(0).map().grid().values(), within(1e-4f));
      }
    }
  }

  @Test
  void manyThreadsGetWhatOneGets() throws Exception {
    List<Float> expected = values(images.get(0), Method.GRAD_CAM);
    List<Float> guided = values(images.get(1), Method.GUIDED_BACKPROPAGATION);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<List<Float>>> answers = new ArrayList<>();
      List<List<Float>> wanted = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        boolean even = i % 2 == 0;
        GreyImage image = images.get(even ? 0 : 1);
        Method method = even ? Method.GRAD_CAM : Method.GUIDED_BACKPROPAGATION;
        answers.add(threads.submit(() -> values(image, method)));
        wanted.add(even ? expected : guided);
      }
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get()).isEqualTo(wanted.get(i));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<Float> values(GreyImage image, Method method) {
    List<Float> values = new ArrayList<>();
    for (float value :
        explainer
            .explain(List.of(image), ClassChoice.top(1), MapRequest.of(method))
            .get(0)
            .maps()
            .get(0)
            .map()
            .grid()
            .values()) {
      values.add(value);
    }
    return values;
  }

  @Test
  void classesAreChosenForEachImageByItsProbabilities() {
    List<List<Float>> probabilities = explainer.predict(images);
    List<Explanation> explanations =
        explainer.explain(images, ClassChoice.top(1), MapRequest.of(Method.CRM));
    for (int i = 0; i < images.size(); i++) {
      List<Float> own = probabilities.get(i);
      assertThat(explanations.get(i).probabilities()).isEqualTo(own);
      assertThat(explanations.get(i).maps().get(0).classIndex())
          .isEqualTo(own.get(0) >= own.get(1) ? 0 : 1);
    }
    assertThat(ClassChoice.above(0.4).of(List.of(0.3f, 0.5f, 0.9f))).containsExactly(2, 1);
  }

  @Test
  void theMapOfAllClassesIsTheirSumByProbabilityAndReachesOne() {
    MapRequest request = MapRequest.of(Method.GRAD_CAM);
    for (Explanation found : explainer.explain(images, ClassChoice.all(), request)) {
      double[] sum = new double[WIDTH * HEIGHT];
      for (Explanation.ClassMap map : found.maps()) {
        double probability = found.probabilities().get(map.classIndex());
        for (int i = 0; i < sum.length; i++) {
          sum[i] += probability * map.map().grid().values()[i];
        }
      }
      double largest = Arrays.stream(sum).max().orElseThrow();
      assertThat(largest).isPositive();
      for (int i = 0; i < sum.length; i++) {
        assertThat((double) found.combined().grid().values()[i])
            .isCloseTo(sum[i] / largest, within(1e-5));
      }
    }
  }

  @Test
  void softmaxAndFlattenedMapsAreExplainedToo() {
    try (Explainer grey = open("keras2", "grey", 32, 32, List.of("A", "B", "C"))) {
      byte[] pixels = new byte[32 * 32];
      new Random(9).nextBytes(pixels);
      List<GreyImage> image = List.of(new GreyImage(32, 32, pixels));
      assertThat(grey.layer(MapRequest.of(Method.GRAD_CAM)).orElseThrow()).endsWith("conv2d");
      for (Method method : List.of(Method.GRAD_CAM, Method.CRM, Method.GUIDED_BACKPROPAGATION)) {
        Explanation found = grey.explain(image, ClassChoice.of(0), MapRequest.of(method)).get(0);
        assertThat(found.maps().get(0).raw().max()).as(method.title()).isPositive();
      }
      // Behind a flattening each place has weights of its own, which gradients know.
      Explanation crm = grey.explain(image, ClassChoice.all(), MapRequest.of(Method.CRM)).get(0);
      assertThat(crm.combined().grid().max()).isGreaterThan(0.5f);
    }
  }

  @Test
  void layersOfKeras3ExportsHaveKerasNames() {
    try (Explainer small = open("keras3", "small", 64, 64, List.of("A", "B"))) {
      assertThat(small.layer(MapRequest.of(Method.GRAD_CAM).at("convolution")).orElseThrow())
          .contains("convolution");
    }
  }

  @Test
  void whatLacksAGradientIsExplainedFromBehindIt() {
    try (Explainer odd = open("keras2", "odd", 16, 16, List.of("A", "B"))) {
      byte[] pixels = new byte[16 * 16];
      new Random(2).nextBytes(pixels);
      List<GreyImage> image = List.of(new GreyImage(16, 16, pixels));
      assertThat(odd.explain(image, ClassChoice.of(0), MapRequest.of(Method.GRAD_CAM))).hasSize(1);
      assertThatThrownBy(
              () ->
                  odd.explain(
                      image, ClassChoice.of(0), MapRequest.of(Method.GUIDED_BACKPROPAGATION)))
          .isInstanceOf(ThoraxException.class)
          .hasMessageContaining("NextAfter");
    }
  }
}
