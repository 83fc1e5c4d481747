package org.thorax.data.describe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.thorax.data.CsvDialect;

/**
 * A table of a folder's images, for labels that no rule of paths leads to.
 *
 * @param names of the columns
 * @param rows one an image, in the order of the paths
 */
record FilmTable(List<String> names, List<List<String>> rows) {
  /** The table's name in the data set's folder. */
  static final String NAME = "dataset-images.csv";

  static final String PATH = "image_path";
  private static final List<String> OF_THE_PATH =
      List.of(PATH, "image_name", "image_stem", "image_folder", "image_parent");

  /** The images' paths and their parts. */
  static FilmTable of(List<String> images) {
    List<List<String>> rows = new ArrayList<>();
    images.forEach(each -> rows.add(ofPath(each)));
    return new FilmTable(OF_THE_PATH, rows);
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
        NAME, CsvDialect.STANDARD, () -> new ListRows(folder.resolve(NAME), names, rows), index);
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

  /** The first line of such a file. */
  String header() {
    return String.join(",", names);
  }
}
