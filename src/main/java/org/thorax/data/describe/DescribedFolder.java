package org.thorax.data.describe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.thorax.ConfigurationException;
import org.thorax.DataException;
import org.thorax.ThoraxException;
import org.thorax.data.description.BuiltInDescriptions;
import org.thorax.data.description.DescriptionFile;
import org.thorax.formats.io.AtomicFile;

/**
 * What {@code thorax dataset describe} makes of a folder.
 *
 * @param name the first token of its benchmarks
 * @param title of the published data set that it is; empty for others
 * @param text of the {@code dataset.yaml}; empty for a data set that needs none
 * @param images the text of {@code dataset-images.csv}, where the description reads it
 * @param counts what the description gives when it is read
 */
public record DescribedFolder(
    String name,
    Optional<String> title,
    Optional<String> text,
    Optional<String> images,
    ReadBack counts) {
  /** The table of images that is written beside the description. */
  public static final String IMAGES = FilmTable.NAME;

  static final String MARK = "Written by thorax dataset describe.";

  private static final String TEMPLATE =
      "name: Own, table: findings.csv, image: \"images/{file}.png\", patient: patient_id, labels: {columns: [Effusion, Nodule]}";

  private static final String OTHERWISE = "Own";
  private static final String NAME = "[A-Z][A-Za-z0-9]+";

  /** Whether a {@code dataset.yaml} was written so. */
  public static boolean isOwn(Path file) {
    return beginsWith(file, "# " + MARK);
  }

  /** Whether a table of images was written so. */
  public static boolean isOwnTable(Path file) {
    return beginsWith(file, FilmTable.PATH + ",");
  }

  private static boolean beginsWith(Path file, String text) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8).startsWith(text);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Looks at a folder and writes the most plausible description.
   *
   * @param wanted the data set's name; by default the folder's
   * @throws ThoraxException saying what was looked at when nothing is recognized
   */
  public static DescribedFolder of(Path folder, Optional<String> wanted) {
    FolderContents contents = FolderContents.of(folder);
    Optional<KnownDataset> known =
        wanted.isPresent() ? Optional.empty() : KnownDataset.in(contents);
    if (known.isPresent()) {
      return of(known.get());
    }
    if (contents.images().isEmpty()) {
      throw refused("there is no image (JPEG, PNG, DICOM) to describe", contents, "");
    }
    FilmTable films = FilmTable.of(folder, contents.images());
    ImageIndex index = new ImageIndex(films.paths());
    List<String> notes = new ArrayList<>(films.notes());
    List<TableGroup> groups = TableGroup.of(tables(contents, index, notes), index);
    TableProfile filmProfile = films.profile(folder, index);
    FolderGuess guess = new FolderGuess(contents, groups, notes);
    String name = wanted.or(() -> ownName(contents)).orElse(OTHERWISE);
    Optional<Reading> reading =
        Reading.best(groups, filmProfile)
            .map(each -> each.completedBy(groups))
            .map(
                each ->
                    films.hasHeaders()
                        ? each.completedBy(List.of(TableGroup.single(filmProfile)))
                        : each);
    if (reading.isPresent()) {
      Optional<String> table = Optional.of(films.csv()).filter(t -> reading.get().needsFilms());
      return checked(name, guess.of(reading.get(), name), table, folder);
    }
    FolderClasses classes =
        FolderClasses.of(films.paths())
            .orElseThrow(
                () ->
                    refused(
                        "no labels were recognized: neither columns with labels nor a folder a class",
                        contents,
                        "Columns: %s. %s%s"
                            .formatted(
                                FolderGuess.columns(groups),
                                FolderGuess.nearMisses(groups),
                                notes.isEmpty() ? "" : String.join(" ", notes) + " ")));
    return checked(name, guess.of(classes, name, films), Optional.empty(), folder);
  }

  /**
   * Checks a name.
   *
   * @throws ThoraxException for one that benchmarks' names cannot begin with
   */
  public static String requireName(String name) {
    if (DescriptionFile.isPublished(name)) {
      throw new ConfigurationException(
          "name",
          "The name '%s' belongs to a data set that is read without a description; take another one with `name`."
              .formatted(name));
    }
    if (!name.matches(NAME)) {
      throw new ConfigurationException(
          "name",
          "Expected a `name` of two letters or more that begins with a capital letter and has letters and digits only, found '%s'."
              .formatted(name));
    }
    return name;
  }

  private static Optional<String> ownName(FolderContents contents) {
    return FolderGuess.name(contents)
        .filter(each -> !DescriptionFile.isPublished(each))
        .filter(each -> BuiltInDescriptions.named(each).isEmpty());
  }

  private static DescribedFolder of(KnownDataset known) {
    Optional<String> text =
        known.needsNone()
            ? Optional.empty()
            : BuiltInDescriptions.text(known.name())
                .map(
                    own ->
                        "# %s The tables and folders are those of %s, so this is the description that Thorax has for it.\n%s"
                            .formatted(MARK, known.title(), own));
    return new DescribedFolder(
        known.name(), Optional.of(known.title()), text, Optional.empty(), known.counts());
  }

  private static List<TableProfile> tables(
      FolderContents contents, ImageIndex index, List<String> notes) {
    List<TableProfile> tables = new ArrayList<>();
    for (String each : contents.tables()) {
      if (each.equals(FilmTable.NAME)) {
        continue;
      }
      try {
        TableProfile table = TableProfile.of(contents.folder(), each, index);
        if (table.rows() > 0 && table.columns().size() > 1) {
          tables.add(table);
        }
      } catch (ThoraxException e) {
        notes.add("Not read as a table: " + e.getMessage());
      }
    }
    return tables;
  }

  /** Reads the description once before anybody relies on it. */
  private static DescribedFolder checked(
      String name, String text, Optional<String> images, Path folder) {
    ReadBack counts;
    if (images.isEmpty()) {
      counts = ReadBack.of(text, folder);
    } else {
      Path table = temporary(images.get());
      try {
        counts = ReadBack.of(text.replace(FilmTable.NAME, table.toString()), folder);
      } finally {
        AtomicFile.delete(table);
      }
    }
    return new DescribedFolder(name, Optional.empty(), Optional.of(text), images, counts);
  }

  private static Path temporary(String table) {
    try {
      Path file = Files.createTempFile("thorax-images", ".csv");
      Files.writeString(file, table);
      return file.toAbsolutePath();
    } catch (IOException e) {
      throw new DataException(
          "Cannot write a temporary file: %s; check free space.".formatted(AtomicFile.reason(e)),
          e);
    }
  }

  private static ThoraxException refused(String why, FolderContents contents, String columns) {
    boolean excel =
        contents.others().keySet().stream().anyMatch(each -> each.matches("\\.(xlsx?|ods)"));
    return new DataException(
        "Cannot describe %s: %s. Found %s. %s%srite %s by hand, for example {%s}; docs/data.md has its keys."
            .formatted(
                contents.folder(),
                why,
                contents.describe(),
                columns,
                excel ? "Save the sheets of Excel or Calc as CSV, or else w" : "W",
                DescriptionFile.NAME,
                TEMPLATE));
  }

  /** Writes the files beside the images; the description last, so that it never lacks its table. */
  public void write(Path folder) {
    images.ifPresent(table -> AtomicFile.write(folder.resolve(IMAGES), table));
    text.ifPresent(each -> AtomicFile.write(folder.resolve(DescriptionFile.NAME), each));
  }
}
