package org.thorax.explain;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import org.thorax.data.image.GreyImage;
import org.thorax.data.image.ImageRegion;
import org.thorax.formats.io.AtomicFile;
import org.thorax.formats.plot.Png;

/**
 * Writes explanations into a folder:
 *
 * <pre>
 * explanations.csv            one line per image and class
 * boxes.csv                   one line per box, in pixels of the image file: x,y,w,h
 * IMAGE/CLASS.png             radiograph, map, boxes, legend
 * IMAGE/CLASS-overlay.png     the map over the radiograph alone
 * IMAGE/CLASS.npy, .csv       the map, one value from 0 to 1 for each pixel of the network's image
 * IMAGE/CLASS-raw.npy         what it was made from, with sign and scale
 * </pre>
 */
public final class ExplanationWriter {
  private static final int LONGER_SIDE = 768;
  private static final String COMBINED = "combined";
  private static final double STRETCH = 0.995;

  private final Path folder;
  private final Settings settings;
  private final Explainer explainer;
  private final Set<String> taken = new HashSet<>();
  private final List<String[]> explanations = new ArrayList<>();
  private final List<String[]> boxes = new ArrayList<>();

  /**
   * Settings of the figures.
   *
   * @param request the request
   * @param colors of the overlays; {@link Colors#ORIGINAL} also shows the network's input in its
   *     own size, as the original did
   * @param threshold of the boxes; below it, the original's colours do not change the radiograph
   * @param legacyBoxes whether to use the original's rule for boxes
   */
  public record Settings(
      MapRequest request, Colors colors, double threshold, boolean legacyBoxes) {}

  /** A writer to a folder, which is created if it is missing. */
  public ExplanationWriter(Path folder, Settings settings, Explainer explainer) {
    this.folder = folder;
    this.settings = settings;
    this.explainer = explainer;
  }

  /**
   * Writes one image's files.
   *
   * @param file the image's file
   * @param decoded its pixels
   * @param prepared the network's input
   * @param withCombined whether to write the combined map
   */
  public void write(
      Path file,
      GreyImage decoded,
      GreyImage prepared,
      Explanation explanation,
      boolean withCombined) {
    String name = folderName(file);
    Radiograph radiograph = new Radiograph(file, name, decoded, prepared, explainer.part(decoded));
    for (Explanation.ClassMap map : explanation.maps()) {
      String className = explainer.input().classNames().get(map.classIndex());
      float probability = explanation.probabilities().get(map.classIndex());
      write(new Shown(radiograph, className, probability, map.map()));
      Grid raw = map.raw();
      numbers(
          path(name, className, "-raw.npy"),
          List.of(raw.height(), raw.width(), raw.channels()),
          raw.values());
    }
    if (withCombined) {
      float top = explanation.probabilities().stream().max(Float::compare).orElseThrow();
      write(new Shown(radiograph, COMBINED, top, explanation.combined()));
    }
  }

  private record Radiograph(
      Path file, String folder, GreyImage decoded, GreyImage prepared, ImageRegion part) {}

  private record Shown(
      Radiograph radiograph, String className, float probability, SaliencyMap map) {}

  private void write(Shown shown) {
    Radiograph radiograph = shown.radiograph();
    SaliencyMap map = shown.map();
    String layer = explainer.layer(settings.request()).orElse("");
    List<MapBox> found =
        settings.legacyBoxes()
            ? MapBox.legacy(map, settings.threshold())
            : MapBox.above(map, settings.threshold());
    pictures(shown, layer, found);
    numbers(
        path(radiograph.folder(), shown.className(), ".npy"),
        List.of(map.height(), map.width()),
        map.grid().values());
    AtomicFile.write(path(radiograph.folder(), shown.className(), ".csv"), table(map.grid()));
    String probability = Float.toString(shown.probability());
    String file = radiograph.file().toString();
    explanations.add(
        new String[] {
          file,
          shown.className(),
          probability,
          settings.request().method().token(),
          layer,
          Integer.toString(found.size()),
          radiograph.folder()
        });
    for (MapBox box : found) {
      MapBox scaled =
          inImage(
              box, radiograph.part(), radiograph.decoded().width(), radiograph.decoded().height());
      boxes.add(
          new String[] {
            file,
            shown.className(),
            probability,
            Integer.toString(scaled.x0()),
            Integer.toString(scaled.y0()),
            Integer.toString(scaled.width()),
            Integer.toString(scaled.height()),
            Float.toString(box.peak())
          });
    }
  }

  private void pictures(Shown shown, String layer, List<MapBox> found) {
    Radiograph radiograph = shown.radiograph();
    boolean original = settings.colors() == Colors.ORIGINAL;
    GreyImage image = original ? radiograph.prepared() : enlarged(radiograph.decoded());
    SaliencyMap map = shown.map();
    ImageRegion part = original ? ImageRegion.whole(map.width(), map.height()) : radiograph.part();
    SaliencyMap seen =
        (settings.request().method().fine() ? map.stretched(STRETCH) : map)
            .placed(part)
            .resized(image.height(), image.width());
    BufferedImage overlay =
        original
            ? Overlay.original(image, seen, settings.threshold())
            : Overlay.blended(image, seen);
    double boxesFrom = settings.threshold() + (settings.legacyBoxes() ? MapBox.LEGACY_OFFSET : 0);
    ExplanationFigure figure =
        new ExplanationFigure(
            new ExplanationFigure.ClassScore(
                shown.className().equals(COMBINED) ? "all classes together" : shown.className(),
                shown.probability(),
                measure()),
            settings.request().method().title()
                + (layer.isEmpty() ? "" : " at " + layer.substring(layer.lastIndexOf('/') + 1)),
            image,
            overlay,
            new ExplanationFigure.FoundBoxes(
                found.stream()
                    .map(box -> inImage(box, part, image.width(), image.height()))
                    .toList(),
                boxesFrom),
            settings.colors());
    AtomicFile.write(
        path(radiograph.folder(), shown.className(), "-overlay.png"),
        out -> ImageIO.write(overlay, "png", out));
    AtomicFile.write(
        path(radiograph.folder(), shown.className(), ".png"),
        out -> Png.write(figure.drawing(), out));
  }

  private String measure() {
    return explainer.input().probabilities() ? "probability" : "score";
  }

  /** Converts a box of a map to pixels of an image of that size. */
  private static MapBox inImage(MapBox box, ImageRegion part, int width, int height) {
    return box.moved(part.x(), part.y())
        .scaled((double) width / part.ofWidth(), (double) height / part.ofHeight());
  }

  private static GreyImage enlarged(GreyImage decoded) {
    double scale = (double) LONGER_SIDE / Math.max(decoded.width(), decoded.height());
    return ExplanationFigure.shown(
        decoded,
        Math.max(1, (int) Math.round(scale * decoded.width())),
        Math.max(1, (int) Math.round(scale * decoded.height())));
  }

  private static void numbers(Path file, List<Integer> shape, float[] values) {
    AtomicFile.write(file, out -> Npy.write(shape, values, out));
  }

  private static String table(Grid grid) {
    StringBuilder text = new StringBuilder();
    for (int y = 0; y < grid.height(); y++) {
      for (int x = 0; x < grid.width(); x++) {
        text.append(x == 0 ? "" : ",").append(grid.at(x, y));
      }
      text.append('\n');
    }
    return text.toString();
  }

  /** Writes the two tables; called once, at the end. */
  public void finish() {
    write(
        "explanations.csv",
        List.of("image", "class", measure(), "method", "layer", "boxes", "folder"),
        explanations);
    write("boxes.csv", List.of("image", "class", measure(), "x", "y", "w", "h", "peak"), boxes);
  }

  private void write(String file, List<String> header, List<String[]> rows) {
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
      csv.writeRecord(header);
      rows.forEach(csv::writeRecord);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    AtomicFile.write(folder.resolve(file), text.toString());
  }

  private Path path(String imageFolder, String className, String ending) {
    String safe = className.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "-");
    return folder.resolve(imageFolder).resolve(safe + ending);
  }

  /** The file's name without its extension; with a number if other files have that name. */
  private String folderName(Path file) {
    String stem = file.getFileName().toString().replaceFirst("(?<=.)\\.[^.]*$", "");
    int parents = file.getNameCount();
    if (stem.matches("view\\d+_(frontal|lateral)") && parents > 2) {
      // CheXpert's file names are unique only with the folders of patient and study.
      stem = file.getName(parents - 3) + "-" + file.getName(parents - 2) + "-" + stem;
    }
    String name = stem;
    for (int i = 2; !taken.add(name); i++) {
      name = stem + "-" + i;
    }
    return name;
  }
}
