package org.thorax.data.phantom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.thorax.data.phantom.Radiograph.Projection;

class RadiographTest {
  private static final int SIZE = 64;

  @ParameterizedTest
  @EnumSource(value = Observation.class, names = "NO_FINDING", mode = Mode.EXCLUDE)
  void aFindingChangesPixelsInsideItsBoxes(Observation observation) {
    for (int seed = 0; seed < 5; seed++) {
      for (Projection projection : Projection.values()) {
        Radiograph healthy = take(Map.of(), projection, seed);
        Radiograph sick = take(Map.of(observation, 0.8), projection, seed);
        String where = observation + " " + projection + " " + seed;
        assertThat(sick.boxes()).as(where).isNotEmpty();
        for (PhantomImage.FindingBox found : sick.boxes()) {
          assertThat(found.observation()).isEqualTo(observation);
          assertThat(changed(healthy, sick, found.box())).as(where).isGreaterThanOrEqualTo(6);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Observation.class,
      names = {
        "CARDIOMEGALY",
        "EDEMA",
        "CONSOLIDATION",
        "PLEURAL_EFFUSION",
        "LUNG_LESION",
        "PNEUMONIA",
        "LUNG_OPACITY"
      })
  void theBoxOfAnOpacityIsBrighterThanTheSamePlaceWithoutIt(Observation observation) {
    for (int seed = 0; seed < 20; seed++) {
      Radiograph sick = take(Map.of(observation, 0.8), Projection.PA, seed);
      Radiograph healthy = take(Map.of(), Projection.PA, seed);
      for (PhantomImage.FindingBox found : sick.boxes()) {
        assertThat(mean(sick, found.box()))
            .as(observation + " " + seed)
            .isGreaterThan(mean(healthy, found.box()) + 3);
      }
    }
  }

  @Test
  void theBoxOfAPneumothoraxIsDarkerThanTheSamePlaceWithoutIt() {
    for (int seed = 0; seed < 20; seed++) {
      Radiograph sick = take(Map.of(Observation.PNEUMOTHORAX, 0.8), Projection.PA, seed);
      Box box = sick.boxes().get(0).box();
      assertThat(mean(sick, box)).isLessThan(mean(take(Map.of(), Projection.PA, seed), box) - 3);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Observation.class, names = "NO_FINDING", mode = Mode.EXCLUDE)
  void theMeanGreyOfTheImageDoesNotGiveAFindingAway(Observation observation) {
    int patients = 40;
    double[] sick = new double[patients];
    double[] healthy = new double[patients];
    for (int seed = 0; seed < patients; seed++) {
      sick[seed] = mean(take(Map.of(observation, 0.8), Projection.PA, seed));
      healthy[seed] = mean(take(Map.of(), Projection.PA, seed + 1000));
    }
    assertThat(auc(sick, healthy)).isBetween(0.2, 0.8);
  }

  private static double auc(double[] positives, double[] negatives) {
    int above = 0;
    for (double positive : positives) {
      for (double negative : negatives) {
        above += positive > negative ? 1 : 0;
      }
    }
    return (double) above / (positives.length * negatives.length);
  }

  private static Radiograph take(Map<Observation, Double> drawn, Projection projection, int seed) {
    return Radiograph.take(Anatomy.of(seed, seed % 2 == 0, 50), drawn, projection, SIZE, seed);
  }

  private static int changed(Radiograph healthy, Radiograph sick, Box box) {
    int most = 0;
    for (int y = box.y(); y < box.y() + box.height(); y++) {
      for (int x = box.x(); x < box.x() + box.width(); x++) {
        int pixel = y * sick.width() + x;
        most = Math.max(most, Math.abs(sick.grey(pixel) - healthy.grey(pixel)));
      }
    }
    return most;
  }

  private static double mean(Radiograph image) {
    return mean(image, new Box(0, 0, image.width(), image.height()));
  }

  private static double mean(Radiograph image, Box box) {
    double sum = 0;
    for (int y = box.y(); y < box.y() + box.height(); y++) {
      for (int x = box.x(); x < box.x() + box.width(); x++) {
        sum += image.grey(y * image.width() + x);
      }
    }
    return sum / (box.width() * box.height());
  }
}
