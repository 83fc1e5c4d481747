package org.thorax.phantom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.thorax.phantom.Radiograph.Projection;

class RadiographTest {
  private static final int SIZE = 64;

  @ParameterizedTest
  @EnumSource(value = Observation.class, names = "NO_FINDING", mode = Mode.EXCLUDE)
  void aFindingChangesPixelsInsideItsBoxes(Observation observation) {
    for (int seed = 0; seed < 12; seed++) {
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
  void anOpacityIsBrighterThanTheSamePlaceOfOtherPatients(Observation observation) {
    double sick = 0;
    double healthy = 0;
    int patients = 30;
    for (int seed = 0; seed < patients; seed++) {
      Radiograph one = take(Map.of(observation, 0.8), Projection.PA, seed);
      Box box = one.boxes().get(0).box();
      sick += contrast(one, box);
      healthy += contrast(take(Map.of(), Projection.PA, seed + 1000), box);
    }
    assertThat(sick / patients).isGreaterThan(healthy / patients + 8);
  }

  @ParameterizedTest
  @EnumSource(value = Observation.class, names = "NO_FINDING", mode = Mode.EXCLUDE)
  void theMeanGreyOfTheImageDoesNotGiveAFindingAway(Observation observation) {
    int patients = 40;
    int above = 0;
    for (int a = 0; a < patients; a++) {
      double sick = mean(take(Map.of(observation, 0.8), Projection.PA, a));
      for (int b = 0; b < patients; b += 4) {
        above += sick > mean(take(Map.of(), Projection.PA, 1000 + b)) ? 1 : 0;
      }
    }
    double auc = above / (patients * (patients / 4.0));
    assertThat(auc).isBetween(0.2, 0.8);
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

  private static double contrast(Radiograph image, Box box) {
    double sum = 0;
    int count = 0;
    for (int y = box.y(); y < Math.min(image.height(), box.y() + box.height()); y++) {
      for (int x = box.x(); x < Math.min(image.width(), box.x() + box.width()); x++) {
        sum += image.grey(y * image.width() + x);
        count++;
      }
    }
    return sum / count - mean(image);
  }

  private static double mean(Radiograph image) {
    double sum = 0;
    for (int pixel = 0; pixel < image.width() * image.height(); pixel++) {
      sum += image.grey(pixel);
    }
    return sum / (image.width() * image.height());
  }
}
