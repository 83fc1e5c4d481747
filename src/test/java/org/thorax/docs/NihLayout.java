package org.thorax.docs;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.thorax.data.DatasetKind;
import org.thorax.data.phantom.Observation;
import org.thorax.data.phantom.PhantomDataset;
import org.thorax.data.phantom.PhantomImage;

/** A drawn data set's frontal radiographs as NIH lays out ChestX-ray14, boxes included. */
final class NihLayout {
  private static final double GRID = 1024;

  private NihLayout() {}

  /** Copies what was drawn in one folder into another one. */
  static void write(PhantomDataset drawn, Path from, Path to) throws IOException {
    List<PhantomImage> images =
        Stream.of(drawn.train(), drawn.test())
            .flatMap(List::stream)
            .filter(image -> image.view().side().equals("Frontal"))
            .toList();
    Files.createDirectories(to.resolve("images"));
    try (CsvWriter table = CsvWriter.builder().build(to.resolve("Data_Entry_2017.csv"));
        CsvWriter boxes = CsvWriter.builder().build(to.resolve("BBox_List_2017.csv"))) {
      table.writeRecord(
          "Image Index",
          "Finding Labels",
          "Patient ID",
          "Patient Age",
          "Patient Gender",
          "View Position");
      boxes.writeRecord("Image Index", "Finding Label", "Bbox [x", "y", "w", "h]", "", "", "");
      for (int i = 0; i < images.size(); i++) {
        PhantomImage image = images.get(i);
        String name = "%08d_000.jpg".formatted(i + 1);
        Files.copy(from.resolve(image.path()), to.resolve("images").resolve(name));
        table.writeRecord(
            name,
            findings(image.labels().keySet().stream().filter(each -> isPositive(image, each))),
            image.path().replaceFirst(".*patient(\\d+).*", "$1"),
            Integer.toString(image.patient().age()),
            image.patient().sex().substring(0, 1),
            image.view().projection());
        for (PhantomImage.FindingBox box : image.boxes()) {
          boxes.writeRecord(
              name,
              name(box.observation()),
              grid(box.box().x(), image.size().width()),
              grid(box.box().y(), image.size().height()),
              grid(box.box().width(), image.size().width()),
              grid(box.box().height(), image.size().height()));
        }
      }
    }
  }

  private static boolean isPositive(PhantomImage image, Observation observation) {
    return image.labels().get(observation).orElse(0) == 1;
  }

  private static String findings(Stream<Observation> positive) {
    String names =
        positive
            .map(NihLayout::name)
            .filter(DatasetKind.CHESTXRAY14.classes()::contains)
            .collect(Collectors.joining("|"));
    return names.isEmpty() ? "No Finding" : names;
  }

  private static String name(Observation observation) {
    return Map.of("Pleural Effusion", "Effusion")
        .getOrDefault(observation.title(), observation.title());
  }

  private static String grid(int pixels, int size) {
    return Double.toString(GRID * pixels / size);
  }
}
