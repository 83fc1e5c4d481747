package org.thorax.data.phantom;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.thorax.data.phantom.PhantomImage.FindingBox;
import org.thorax.data.phantom.Radiograph.Projection;

/**
 * A patient with all studies; it depends only on the seed, not on the thread.
 *
 * @param set {@code train} or {@code valid}, as CheXpert's folders are called
 */
record PhantomPatient(int number, String set, long seed, int imageSize) {

  /** Draws all images of the patient and writes them to {@code folder}. */
  List<PhantomImage> write(Path folder) throws IOException {
    SplittableRandom random = Seeds.random(seed, 0);
    boolean female = random.nextInt(100) < 41;
    int age = 18 + (int) (73 * Math.sqrt(random.nextDouble()));
    Anatomy anatomy = Anatomy.of(seed, female, age);
    int studies = studies(random.nextInt(10));
    List<PhantomImage> images = new ArrayList<>();
    for (int study = 1; study <= studies; study++) {
      Report report = Report.of(seed, study, set.equals("valid"));
      List<Projection> views = views(random.nextInt(10));
      for (int view = 1; view <= views.size(); view++) {
        Projection projection = views.get(view - 1);
        long imageSeed = Seeds.of(seed, 4, study, view);
        Radiograph radiograph =
            Radiograph.take(anatomy, report.drawn(), projection, imageSize, imageSeed);
        String path = path(study, view, projection);
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, jpeg(radiograph));
        boolean lateral = projection == Projection.LATERAL;
        images.add(
            new PhantomImage(
                path,
                new PhantomImage.Patient(female ? "Female" : "Male", age),
                lateral
                    ? new PhantomImage.View("Lateral", "")
                    : new PhantomImage.View("Frontal", projection.name()),
                new PhantomImage.Size(radiograph.width(), radiograph.height()),
                report.cells(),
                reported(radiograph.boxes(), report)));
      }
    }
    return images;
  }

  private static int studies(int chance) {
    return chance < 5 ? 1 : chance < 8 ? 2 : 3;
  }

  private static List<Projection> views(int chance) {
    if (chance < 5) {
      return List.of(Projection.AP);
    }
    if (chance < 6) {
      return List.of(Projection.AP, Projection.AP);
    }
    return chance < 7 ? List.of(Projection.PA) : List.of(Projection.PA, Projection.LATERAL);
  }

  private String path(int study, int view, Projection projection) {
    return String.format(
        Locale.ROOT,
        "CheXpert-v1.0-small/%s/patient%05d/study%d/view%d_%s.jpg",
        set,
        number,
        study,
        view,
        projection == Projection.LATERAL ? "lateral" : "frontal");
  }

  private static byte[] jpeg(Radiograph radiograph) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
    GreyJpeg.write(radiograph.grey(), radiograph.width(), radiograph.height(), bytes);
    return bytes.toByteArray();
  }

  // Boxes also count for the parents of a finding, and only if the report mentions it.
  private static List<FindingBox> reported(List<FindingBox> boxes, Report report) {
    List<FindingBox> all = new ArrayList<>();
    for (FindingBox found : boxes) {
      for (var name = Optional.of(found.observation());
          name.isPresent();
          name = name.get().parent()) {
        if (report.cells().get(name.get()).isPresent()) {
          all.add(new FindingBox(name.get(), found.box()));
        }
      }
    }
    return all;
  }
}
