package org.thorax.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.thorax.oracle.Golden;

/** The original project's values for synthetic activations, kernels and gradients. */
class GoldenMapsTest {
  private static final Path FILE = Golden.path("golden/numeric.json");

  private static JsonNode golden;

  @BeforeAll
  static void read() throws IOException {
    golden = new ObjectMapper().readTree(FILE.toFile());
  }

  @Test
  void legacyCrmGivesTheOriginalsMaps() {
    JsonNode crm = golden.path("crm");
    Grid features = grid(crm.path("conv"));
    Grid weights = grid(crm.path("weights"));
    int classes = crm.path("weights").get(0).size();
    List<Grid> squared =
        IntStream.range(0, classes)
            .mapToObj(
                c ->
                    Relevance.squared(
                        Relevance.legacyContributions(features, weights.values(), classes, c)))
            .toList();
    same(Relevance.sum(squared).dividedByMax(), crm.path("combined_normalised"));
    same(squared.get(1).dividedByMax(), crm.path("class_1_normalised"));
    same(
        SaliencyMap.relevance(Relevance.sum(squared), 16, 16).grid(),
        crm.path("combined_resized_16x16"));
  }

  @Test
  void gradCamGivesTheOriginalsMap() {
    JsonNode expected = golden.path("gradcam");
    Grid gradients = grid(expected.path("gradients"));
    double[] weights = Relevance.meanGradients(gradients);
    for (int k = 0; k < weights.length; k++) {
      assertThat(weights[k]).isCloseTo(expected.path("weights").get(k).asDouble(), within(1e-6));
    }
    Grid coarse = Relevance.gradCam(grid(expected.path("activations")), gradients);
    same(SaliencyMap.rectified(coarse, 9, 9).grid(), expected.path("cam_resized_9x9"));
  }

  @Test
  void jetIsOpenCvs() {
    golden
        .path("jet_bgr_at")
        .fields()
        .forEachRemaining(
            entry -> {
              JsonNode bgr = entry.getValue();
              int rgb = (bgr.get(2).asInt() << 16) | (bgr.get(1).asInt() << 8) | bgr.get(0).asInt();
              assertThat(Colors.jet(Integer.parseInt(entry.getKey())))
                  .as("at %s", entry.getKey())
                  .isEqualTo(rgb);
            });
    // Strongest: JET's (blue 0, green 0, red 128) is shown as (255, 255, 127).
    assertThat(Colors.ORIGINAL.of(1f)).isEqualTo(0xffff7f);
  }

  private static void same(Grid found, JsonNode expected) {
    Grid grid = grid(expected);
    assertThat(found.values()).hasSize(grid.values().length);
    for (int i = 0; i < grid.values().length; i++) {
      assertThat(found.values()[i]).isCloseTo(grid.values()[i], within(2e-6f));
    }
  }

  private static Grid grid(JsonNode rows) {
    int height = rows.size();
    int width = rows.get(0).size();
    boolean deep = rows.get(0).get(0).isArray();
    int channels = deep ? rows.get(0).get(0).size() : 1;
    float[] values = new float[height * width * channels];
    int at = 0;
    for (JsonNode row : rows) {
      for (JsonNode cell : row) {
        if (deep) {
          for (JsonNode value : cell) {
            values[at++] = value.floatValue();
          }
        } else {
          values[at++] = cell.floatValue();
        }
      }
    }
    return new Grid(height, width, channels, values);
  }
}
