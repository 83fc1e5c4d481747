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
import org.thorax.data.ListedRows;
import org.thorax.data.TableRows;
import org.thorax.formats.io.AtomicFile;

/**
 * The reports of Open-i (Demner-Fushman et al. 2016), one XML file each, as a table with one row an
 * image: {@code report} (the report's id), {@code image} (the image's id), {@code major} and {@code
 * automatic} (the MeSH headings of both kinds without qualifiers, with {@code |} between them).
 */
final class ReportRows {
  static final List<String> COLUMNS = List.of("report", "image", "major", "automatic");

  private final List<Path> files = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  private ReportRows() {}

  /**
   * Reads the reports.
   *
   * @throws ThoraxException if the folder cannot be listed, or a file is no XML
   */
  static TableRows of(Path folder) {
    ReportRows read = new ReportRows();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.filter(ReportRows::isReport).sorted().toList()) {
        read.read(file);
      }
    } catch (IOException e) {
      throw new DataException(
          "Cannot read the reports in %s: %s; check the description's folders and read access."
              .formatted(folder, AtomicFile.reason(e)),
          e);
    }
    return new ListedRows(folder, COLUMNS, read.rows, row -> "The report " + read.files.get(row));
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
      files.add(file);
      rows.add(
          List.of(
              report == null ? "" : report,
              image == null ? "" : image,
              String.join("|", major),
              String.join("|", automatic)));
    }
  }

  /** {@code Opacity/lung/base/left} is the heading Opacity with three qualifiers. */
  private static String heading(String text) {
    return text.split("/", 2)[0].strip();
  }
}
