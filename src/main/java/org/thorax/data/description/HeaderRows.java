package org.thorax.data.description;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.thorax.DataException;
import org.thorax.data.TableRows;
import org.thorax.formats.dicom.DicomHeader;
import org.thorax.formats.dicom.HeaderElement;

/**
 * The rows of a table with the headers of their DICOM films, as columns that begin with {@link
 * #PREFIX}. A header is read when a field of it is asked for.
 */
final class HeaderRows implements TableRows {
  /** Begins the names of columns that are elements of a header. */
  static final String PREFIX = "header:";

  private static final List<HeaderElement> ELEMENTS = List.of(HeaderElement.values());

  private final TableRows rows;
  private final Path folder;
  private final Function<TableRows, String> image;
  private final List<String> names;
  private DicomHeader header;

  /**
   * Adds the columns.
   *
   * @param folder to which images are relative
   * @param image the image's path
   */
  HeaderRows(TableRows rows, Path folder, ColumnText image) {
    this.rows = rows;
    this.folder = folder;
    this.image = image.in(new TableColumns(rows));
    this.names = new ArrayList<>(rows.names());
    ELEMENTS.forEach(each -> names.add(PREFIX + each.keyword()));
  }

  @Override
  public boolean next() {
    header = null;
    return rows.next();
  }

  /** An element's text; "" for one that the film lacks and for a film that is not there. */
  @Override
  public String field(int column) {
    int width = names.size() - ELEMENTS.size();
    if (column < width) {
      return rows.field(column);
    }
    String path = image.apply(rows).replace('\\', '/');
    if (header == null) {
      Path film = folder.resolve(path);
      // A missing image is reported where images are checked.
      if (path.isEmpty() || !Files.isRegularFile(film)) {
        return "";
      }
      header = read(film);
    }
    return header.field(ELEMENTS.get(column - width));
  }

  private DicomHeader read(Path film) {
    DicomHeader read = DicomHeader.read(film);
    if (read.unusable().isPresent()) {
      throw new DataException(
          "%s names %s, which is no film that can be read but %s; leave the row out."
              .formatted(rows.where(), film, read.unusable().get()));
    }
    return read;
  }

  @Override
  public Path file() {
    return rows.file();
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public int line() {
    return rows.line();
  }

  @Override
  public String where() {
    return rows.where();
  }

  @Override
  public void close() {
    rows.close();
  }
}
