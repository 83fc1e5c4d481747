package org.thorax.data.phantom;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.thorax.DataException;
import org.thorax.ThoraxException;
import org.thorax.formats.io.AtomicDirectory;

/**
 * A generated data set on disk:
 *
 * <pre>
 * train.csv, test.csv    CheXpert's columns (the public files', without patient_id)
 * boxes.csv              Path,Finding,x,y,w,h: where each finding is drawn, in pixels
 * BBox_List_2017.csv     the same as the NIH writes it: in a grid of 1024 x 1024 over each image
 * CheXpert-v1.0-small/{train,valid}/patient00001/study1/view1_frontal.jpg
 * </pre>
 *
 * <p>{@code train.csv} has certain (1.0, 0.0), uncertain (-1.0) and blank cells; uncertain ones are
 * faintly drawn or nothing, blank ones nothing but for one positive in fifty. {@code test.csv} has
 * only 0.0 and 1.0, like CheXpert's. Parents of CheXpert's hierarchy are positive with their
 * children.
 *
 * @param train the rows of {@code train.csv}, in order
 * @param test the rows of {@code test.csv}, in order
 */
public record PhantomDataset(List<PhantomImage> train, List<PhantomImage> test) {
  /** Copies the lists. */
  public PhantomDataset {
    train = List.copyOf(train);
    test = List.copyOf(test);
  }

  /**
   * Draws and writes a data set, on all processors; {@code folder} appears whole or not at all.
   *
   * @param folder must not exist or be empty
   * @throws ThoraxException when it holds something or cannot be written
   */
  public static PhantomDataset write(Path folder, PhantomSettings settings) {
    refuseContent(folder);
    List<PhantomDataset> written = new ArrayList<>();
    AtomicDirectory.write(
        folder,
        part -> {
          PhantomDataset dataset =
              new PhantomDataset(
                  patients(part, settings, "train", 1, settings.patients()),
                  patients(
                      part, settings, "valid", settings.patients() + 1, settings.testPatients()));
          writeLabels(part.resolve("train.csv"), dataset.train());
          writeLabels(part.resolve("test.csv"), dataset.test());
          writeBoxes(part.resolve("boxes.csv"), dataset);
          writeNihBoxes(part.resolve("BBox_List_2017.csv"), dataset);
          written.add(dataset);
        });
    return written.get(0);
  }

  /** Whether a folder holds a drawn data set, known by its tables of boxes. */
  public static boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve("train.csv"))
        && begins(folder.resolve("boxes.csv"), "Path,Finding,x,y,w,h")
        && begins(folder.resolve("BBox_List_2017.csv"), "Image Index,Finding Label,Bbox [x,y");
  }

  private static boolean begins(Path file, String header) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.findFirst().orElse("").startsWith(header);
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  private static void refuseContent(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (var entries = Files.list(folder)) {
      if (entries.findAny().isPresent()) {
        throw new DataException(
            "The phantom needs a new or empty folder, but "
                + folder
                + " holds files; name another.");
      }
    } catch (IOException e) {
      throw new DataException(
          "The phantom needs a new or empty folder, but "
              + folder
              + " cannot be listed as one; name another.",
          e);
    }
  }

  private static List<PhantomImage> patients(
      Path folder, PhantomSettings settings, String set, int first, int count) throws IOException {
    try {
      return IntStream.range(first, first + count)
          .parallel()
          .mapToObj(
              number -> {
                long seed = Seeds.of(settings.seed(), number);
                try {
                  return new PhantomPatient(number, set, seed, settings.imageSize()).write(folder);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              })
          .flatMap(List::stream)
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void writeLabels(Path file, List<PhantomImage> images) throws IOException {
    try (CsvWriter csv = csv(file)) {
      List<String> header =
          new ArrayList<>(List.of("Path", "Sex", "Age", "Frontal/Lateral", "AP/PA"));
      for (Observation observation : Observation.values()) {
        header.add(observation.title());
      }
      csv.writeRecord(header);
      for (PhantomImage image : images) {
        List<String> row = new ArrayList<>();
        row.add(image.path());
        row.add(image.patient().sex());
        row.add(Integer.toString(image.patient().age()));
        row.add(image.view().side());
        row.add(image.view().projection());
        for (Observation observation : Observation.values()) {
          OptionalDouble cell = image.labels().get(observation);
          row.add(cell.isPresent() ? Double.toString(cell.getAsDouble()) : "");
        }
        csv.writeRecord(row);
      }
    }
  }

  private static void writeBoxes(Path file, PhantomDataset dataset) throws IOException {
    try (CsvWriter csv = csv(file)) {
      csv.writeRecord("Path", "Finding", "x", "y", "w", "h");
      for (List<PhantomImage> images : List.of(dataset.train(), dataset.test())) {
        for (PhantomImage image : images) {
          for (PhantomImage.FindingBox found : image.boxes()) {
            csv.writeRecord(
                image.path(),
                found.observation().title(),
                Integer.toString(found.box().x()),
                Integer.toString(found.box().y()),
                Integer.toString(found.box().width()),
                Integer.toString(found.box().height()));
          }
        }
      }
    }
  }

  private static void writeNihBoxes(Path file, PhantomDataset dataset) throws IOException {
    try (CsvWriter csv = csv(file)) {
      // The NIH published this header, of nine columns over rows of six.
      csv.writeRecord("Image Index", "Finding Label", "Bbox [x", "y", "w", "h]", "", "", "");
      for (List<PhantomImage> images : List.of(dataset.train(), dataset.test())) {
        for (PhantomImage image : images) {
          for (PhantomImage.FindingBox found : image.boxes()) {
            Box box = found.box();
            csv.writeRecord(
                image.path(),
                found.observation().title(),
                inGrid(box.x(), image.size().width()),
                inGrid(box.y(), image.size().height()),
                inGrid(box.width(), image.size().width()),
                inGrid(box.height(), image.size().height()));
          }
        }
      }
    }
  }

  private static String inGrid(int pixels, int size) {
    return Double.toString(1024.0 * pixels / size);
  }

  private static CsvWriter csv(Path file) throws IOException {
    return CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(file);
  }
}
