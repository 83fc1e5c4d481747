package org.thorax.explain;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.thorax.ConfigurationException;
import org.thorax.FileException;
import org.thorax.ThoraxException;

/**
 * Bounding boxes of findings, in the format of NIH's list for ChestX-ray14 ({@code
 * BBox_List_2017.csv}): columns {@code Image Index,Finding Label,Bbox [x,y,w,h],,,}, in a grid of
 * 1024 x 1024 over the image, whatever its size.
 *
 * @param boxes in the file's order
 */
public record BoxList(List<FindingBox> boxes) {
  private static final double GRID = 1024;
  private static final int COLUMNS = 6;

  /**
   * A box in fractions of the image's width and height.
   *
   * @param image the file's name, or its path within the data set
   * @param finding the class
   * @param left fraction of the width, like {@code right}
   * @param top fraction of the height, like {@code bottom}
   */
  public record FindingBox(
      String image, String finding, double left, double top, double right, double bottom) {
    boolean contains(double x, double y) {
      return x >= left && x < right && y >= top && y < bottom;
    }
  }

  /** Copies the list. */
  public BoxList {
    boxes = List.copyOf(boxes);
  }

  /**
   * Reads a file.
   *
   * @throws ThoraxException naming file and line if it is missing or not such a table
   */
  public static BoxList read(Path file) {
    List<FindingBox> boxes = new ArrayList<>();
    try (CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(file)) {
      boolean header = true;
      for (CsvRecord row : csv) {
        if (header) {
          checkHeader(row, file);
          header = false;
        } else {
          boxes.add(box(row, file));
        }
      }
    } catch (NoSuchFileException e) {
      throw new ConfigurationException(
          "boxes", "Expected a list of boxes at " + file + ", found nothing; check `boxes`.", e);
    } catch (IOException | UncheckedIOException e) {
      String kind = Files.isDirectory(file) ? "a folder" : String.valueOf(e.getMessage());
      throw new ConfigurationException(
          "boxes",
          "Expected a list of boxes at " + file + ", found " + kind + "; check `boxes`.",
          e);
    }
    return new BoxList(boxes);
  }

  private static void checkHeader(CsvRecord row, Path file) {
    List<String> names = row.getFields();
    if (names.size() < 3
        || !names.get(0).strip().equalsIgnoreCase("Image Index")
        || !names.get(1).strip().equalsIgnoreCase("Finding Label")
        || !names.get(2).strip().startsWith("Bbox [x")) {
      throw new FileException(
          "Expected the columns 'Image Index,Finding Label,Bbox [x,y,w,h],,,' in %s, found '%s'; give NIH's BBox_List_2017.csv or a table of that form."
              .formatted(file, String.join(",", names)));
    }
  }

  private static FindingBox box(CsvRecord row, Path file) {
    List<String> cells = row.getFields();
    String where = file + ", line " + row.getStartingLineNumber();
    if (cells.size() < COLUMNS) {
      throw new ThoraxException(
          "Expected image, finding, x, y, w, h in %s, found %d cells; fix the line."
              .formatted(where, cells.size()));
    }
    double[] xywh = new double[4];
    for (int i = 0; i < xywh.length; i++) {
      try {
        xywh[i] = Double.parseDouble(cells.get(2 + i).strip()) / GRID;
      } catch (NumberFormatException e) {
        throw new ThoraxException(
            "Expected a number in %s, found '%s'; fix the line.".formatted(where, cells.get(2 + i)),
            e);
      }
    }
    if (!(xywh[2] > 0 && xywh[3] > 0)) {
      throw new ThoraxException(
          "Expected a box with width and height in " + where + ", found none; fix the line.");
    }
    return new FindingBox(
        cells.get(0).strip(),
        cells.get(1).strip(),
        xywh[0],
        xywh[1],
        xywh[0] + xywh[2],
        xywh[1] + xywh[3]);
  }
}
