package org.thorax.data.prepare;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.thorax.DataException;
import org.thorax.ThoraxException;
import org.thorax.formats.io.AtomicFile;

/**
 * The tables of a data set for its prepared copy: the same cells, image names with new extensions,
 * without bad images. Tables of boxes are not copied, because they refer to the originals' pixels.
 *
 * @param source the data set's folder
 * @param table its label table, which may be in a subfolder
 * @param target the copy's folder
 */
record CopiedTables(Path source, Path table, Path target) {
  private static final List<String> IMAGE_COLUMNS = List.of("Path", "Image Index");

  /** An image's name in the copy: with the extension .png. */
  static String copyName(String name) {
    return name.replaceFirst("\\.[A-Za-z0-9]+$", "") + ".png";
  }

  /**
   * Writes all tables.
   *
   * @param bad paths of images left out, relative to the data set's folder
   * @return notes on what was not copied, one line each
   */
  List<String> write(List<String> bad) {
    Set<String> left = new HashSet<>(bad);
    List<String> remarks = new ArrayList<>();
    for (Path file : files()) {
      Path copy = target.resolve(source.relativize(file));
      boolean list = file.getFileName().toString().endsWith(".txt");
      if (!list && isOfBoxes(file)) {
        remarks.add(
            file.getFileName() + " is not carried along: its boxes are in the originals' pixels.");
      } else {
        AtomicFile.write(
            copy,
            out -> {
              if (list) {
                writeList(file, left, out);
              } else {
                writeTable(file, left, out);
              }
            });
      }
    }
    return remarks;
  }

  /** The label table, all tables in the folder, and ChestX-ray14's two lists. */
  private Set<Path> files() {
    Set<Path> files = new TreeSet<>();
    files.add(table);
    try (Stream<Path> all = Files.list(source)) {
      all.filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().matches("(?i).*\\.csv|.*_list\\.txt"))
          .forEach(files::add);
    } catch (IOException e) {
      throw new DataException("Cannot list " + source + ": " + AtomicFile.reason(e) + ".", e);
    }
    return files;
  }

  private static boolean isOfBoxes(Path file) {
    try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(file)) {
      return reader.stream().findFirst().stream()
          .flatMap(header -> header.getFields().stream())
          .map(column -> column.strip().toLowerCase(Locale.ROOT))
          .anyMatch(column -> column.equals("x") || column.startsWith("bbox"));
    } catch (IOException | CsvParseException | UncheckedIOException e) {
      throw unreadable(file, e);
    }
  }

  private static void writeTable(Path file, Set<String> bad, OutputStream out) throws IOException {
    BufferedWriter text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(file)) {
      CsvWriter writer = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text);
      int column = -1;
      boolean header = true;
      for (CsvRecord row : reader) {
        List<String> cells = new ArrayList<>(row.getFields());
        if (header) {
          // The first one may be preceded by a byte order mark.
          column =
              IMAGE_COLUMNS.stream()
                  .mapToInt(
                      cells.stream().map(cell -> cell.replace("\ufeff", "")).toList()::indexOf)
                  .max()
                  .orElse(-1);
          header = false;
        } else if (column >= 0 && column < cells.size()) {
          if (isBad(cells.get(column).strip(), bad)) {
            continue;
          }
          cells.set(column, copyName(cells.get(column).strip()));
        }
        writer.writeRecord(cells);
      }
    } catch (CsvParseException e) {
      throw unreadable(file, e);
    }
    text.flush();
  }

  private static void writeList(Path file, Set<String> bad, OutputStream out) throws IOException {
    for (String name : Files.readAllLines(file)) {
      if (!name.isBlank() && !isBad(name.strip(), bad)) {
        out.write((copyName(name.strip()) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  /** Tables contain paths with more or fewer folders. */
  private static boolean isBad(String name, Set<String> bad) {
    return bad.stream().anyMatch(each -> ends(each, name) || ends(name, each));
  }

  private static boolean ends(String longer, String shorter) {
    return longer.equals(shorter) || longer.endsWith("/" + shorter);
  }

  private static ThoraxException unreadable(Path file, Exception e) {
    return new DataException(
        "The table " + file + " is no readable CSV: " + AtomicFile.reason(e) + ".", e);
  }
}
