package org.thorax.data.description;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.thorax.DataException;
import org.thorax.ThoraxException;
import org.thorax.data.TableRows;
import org.thorax.formats.io.AtomicFile;

/**
 * The reports of Open-i (Demner-Fushman et al. 2016), one XML file each, as a table with one row an
 * image: {@code report} (the report's id), {@code image} (the image's id), {@code major} and {@code
 * automatic} (the MeSH headings of both kinds without qualifiers, with {@code |} between them).
 */
final class ReportRows implements TableRows {
  static final List<String> COLUMNS = List.of("report", "image", "major", "automatic");

  private final Path folder;
  private final List<Row> rows = new ArrayList<>();
  private int row = -1;

  private record Row(Path file, List<String> fields) {}

  /**
   * Reads the reports.
   *
   * @throws ThoraxException if the folder cannot be listed, or a file is no XML
   */
  ReportRows(Path folder) {
    this.folder = folder;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(ReportRows::isReport).sorted().toList()) {
        read(file);
      }
    } catch (IOException e) {
      throw new DataException(
          "Cannot read the reports in %s: %s; check the description's folders and read access."
              .formatted(folder, AtomicFile.reason(e)),
          e);
    }
  }

  private static boolean isReport(Path file) {
    return file.toString().endsWith(".xml");
  }

  private void read(Path file) throws IOException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try (InputStream in = Files.newInputStream(file)) {
      add(file, factory.createXMLStreamReader(in));
    } catch (XMLStreamException e) {
      throw new DataException(
          "%s is no XML: %s. Fetch the reports again, or take the file out of the folder."
              .formatted(file, e.getMessage().replace('\n', ' ')),
          e);
    }
  }

  private void add(Path file, XMLStreamReader xml) throws XMLStreamException {
    String report = "";
    List<String> images = new ArrayList<>();
    List<String> major = new ArrayList<>();
    List<String> automatic = new ArrayList<>();
    while (xml.hasNext()) {
      if (xml.next() == XMLStreamReader.START_ELEMENT) {
        switch (xml.getLocalName()) {
          case "uId" -> report = xml.getAttributeValue(null, "id");
          case "parentImage" -> images.add(xml.getAttributeValue(null, "id"));
          case "major" -> major.add(heading(xml.getElementText()));
          case "automatic" -> automatic.add(heading(xml.getElementText()));
          default -> {}
        }
      }
    }
    for (String image : images) {
      rows.add(
          new Row(
              file,
              List.of(
                  report == null ? "" : report,
                  image == null ? "" : image,
                  String.join("|", major),
                  String.join("|", automatic))));
    }
  }

  /** {@code Opacity/lung/base/left} is the heading Opacity with three qualifiers. */
  private static String heading(String text) {
    return text.split("/", 2)[0].strip();
  }

  @Override
  public Path file() {
    return folder;
  }

  @Override
  public List<String> names() {
    return COLUMNS;
  }

  @Override
  public boolean next() {
    return ++row < rows.size();
  }

  @Override
  public String field(int column) {
    return rows.get(row).fields().get(column);
  }

  @Override
  public int line() {
    return row + 1;
  }

  @Override
  public String where() {
    return "The report " + rows.get(row).file();
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
