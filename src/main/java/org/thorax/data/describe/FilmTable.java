package org.thorax.data.describe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.thorax.ThoraxException;
import org.thorax.data.CsvDialect;
import org.thorax.data.ListedRows;
import org.thorax.data.TableRows;
import org.thorax.formats.dicom.DicomHeader;
import org.thorax.formats.dicom.HeaderElement;

/**
 * A table of a folder's images, for labels that no rule of paths leads to, and of what the headers
 * of DICOM films say.
 *
 * @param names of the columns
 * @param rows one an image, in the order of the paths
 * @param hasHeaders whether some images are DICOM films
 * @param leftOut paths of files that say that they are no film
 * @param notes on them and on what headers lack
 */
record FilmTable(
    List<String> names,
    List<List<String>> rows,
    boolean hasHeaders,
    List<String> leftOut,
    List<String> notes) {
  /** The table's name in the data set's folder. */
  static final String NAME = "dataset-images.csv";

  static final String PATH = "image_path";
  private static final List<String> OF_THE_PATH =
      List.of(PATH, "image_name", "image_stem", "image_folder", "image_parent");
  private static final List<HeaderElement> ELEMENTS = List.of(HeaderElement.values());

  /** Those that {@code patient}, {@code view}, {@code age} and {@code sex} are read from. */
  private static final List<HeaderElement> WANTED =
      List.of(HeaderElement.PATIENT, HeaderElement.VIEW, HeaderElement.AGE, HeaderElement.SEX);

  /**
   * The images' paths and their parts, and the headers of those that are DICOM films. Files that
   * say that they are no film are left out.
   */
  static FilmTable of(Path folder, List<String> images) {
    Map<String, Optional<DicomHeader>> headers = new LinkedHashMap<>();
    Map<String, List<String>> others = new TreeMap<>();
    for (String each : images) {
      Optional<DicomHeader> header = header(folder.resolve(each), each);
      Optional<String> other = header.flatMap(DicomHeader::unusable);
      if (other.isPresent()) {
        others.computeIfAbsent(other.get(), key -> new ArrayList<>()).add(each);
      } else {
        headers.put(each, header);
      }
    }
    List<DicomHeader> films = headers.values().stream().flatMap(Optional::stream).toList();
    List<String> names = new ArrayList<>(OF_THE_PATH);
    if (!films.isEmpty()) {
      ELEMENTS.forEach(each -> names.add(each.keyword()));
    }
    List<List<String>> rows = new ArrayList<>();
    headers.forEach(
        (path, header) -> {
          List<String> row = new ArrayList<>(ofPath(path));
          if (!films.isEmpty()) {
            ELEMENTS.forEach(each -> row.add(header.map(h -> h.field(each)).orElse("")));
          }
          rows.add(row);
        });
    List<String> leftOut = others.values().stream().flatMap(List::stream).sorted().toList();
    return new FilmTable(names, rows, !films.isEmpty(), leftOut, notes(films, others));
  }

  /** Only files that may be DICOM are opened; a damaged one is left to those who check images. */
  private static Optional<DicomHeader> header(Path file, String name) {
    if (name.matches("(?i).*\\.(jpe?g|png)")) {
      return Optional.empty();
    }
    try {
      return Optional.of(DicomHeader.read(file));
    } catch (ThoraxException e) {
      return Optional.empty();
    }
  }

  private static List<String> notes(List<DicomHeader> films, Map<String, List<String>> others) {
    List<String> notes = new ArrayList<>();
    others.forEach(
        (what, files) ->
            notes.add(
                String.format(
                    Locale.ROOT,
                    "Left out as %s: %,d, e.g. %s.",
                    what,
                    files.size(),
                    files.get(0))));
    long flat = films.stream().filter(film -> !film.windowed()).count();
    if (flat > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%,d of %,d films have no window: they are shown over the whole range of their values.",
              flat,
              films.size()));
    }
    List<String> lacking = new ArrayList<>();
    for (HeaderElement each : WANTED) {
      long without = films.stream().filter(film -> film.field(each).isEmpty()).count();
      if (without > 0) {
        lacking.add(String.format(Locale.ROOT, "%s in %,d", each.keyword(), without));
      }
    }
    if (!lacking.isEmpty()) {
      notes.add(
          String.format(
              Locale.ROOT,
              "Missing, or not in the standard's form, in the headers of %,d films: %s.",
              films.size(),
              String.join(", ", lacking)));
    }
    return notes;
  }

  /** The different values of an element, sorted; blanks left out. */
  List<String> values(HeaderElement element) {
    int column = names.indexOf(element.keyword());
    return rows.stream()
        .map(row -> row.get(column))
        .filter(each -> !each.isEmpty())
        .distinct()
        .sorted()
        .toList();
  }

  /** The paths of the images that are left. */
  List<String> paths() {
    return rows.stream().map(row -> row.get(0)).toList();
  }

  private static List<String> ofPath(String path) {
    String name = ImageIndex.last(path);
    String folders = ImageIndex.folder(path);
    String folder = folders.isEmpty() ? "" : folders.substring(0, folders.length() - 1);
    String around = ImageIndex.folder(folder);
    return List.of(
        path,
        name,
        ImageIndex.stem(name),
        ImageIndex.last(folder),
        around.isEmpty() ? "" : ImageIndex.last(around.substring(0, around.length() - 1)));
  }

  /** It, as if it were a table in the folder. */
  TableProfile profile(Path folder, ImageIndex index) {
    return TableProfile.of(
        NAME, CsvDialect.STANDARD, () -> listed(folder.resolve(NAME), names, rows), index);
  }

  /** The file's text. */
  String csv() {
    StringBuilder text = new StringBuilder();
    line(names, text);
    rows.forEach(row -> line(row, text));
    return text.toString();
  }

  private static void line(List<String> fields, StringBuilder text) {
    for (int i = 0; i < fields.size(); i++) {
      String field = fields.get(i);
      boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c < ' ');
      text.append(i == 0 ? "" : ",")
          .append(plain ? field : "\"" + field.replace("\"", "\"\"") + "\"");
    }
    text.append('\n');
  }

  private static TableRows listed(Path file, List<String> names, List<List<String>> rows) {
    return new ListedRows(file, names, rows, row -> "Row %d of %s".formatted(row + 1, file));
  }
}
