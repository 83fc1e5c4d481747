package org.thorax.formats.dicom;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.formats.io.AtomicFile;

/**
 * What a DICOM file says about whose film it is and how it was taken (DICOM PS3.3, sections C.7.1,
 * C.7.2 and C.8.11.5). What is missing, blank or of another form than the standard's is empty;
 * nothing is guessed from descriptions.
 *
 * @param texts the elements that the file has
 * @param unusable why the file is no film that can be read, beginning with a noun: a presentation
 *     state, a structured report, a film of several frames; empty for a film
 * @param windowed whether the file says how its values are shown, by a window or a VOI table
 */
public record DicomHeader(
    Map<HeaderElement, String> texts, Optional<String> unusable, boolean windowed) {
  private static final Pattern AGE = Pattern.compile("([0-9]{1,3})([DWMY]?)");
  private static final double DAYS_A_YEAR = 365.25;

  /** Nearly all headers are shorter. */
  private static final int BEGIN = 1 << 16;

  /** Copies the map. */
  public DicomHeader {
    texts = Map.copyOf(texts);
  }

  /**
   * Reads a file, however its pixels are compressed.
   *
   * @param name what errors call the file
   * @throws ThoraxException naming the file when it is damaged or its elements cannot be read
   */
  public static DicomHeader read(byte[] file, String name) {
    return of(DicomDataSetReader.header(file, name));
  }

  /**
   * Reads a file's begin, and all of it only where the header is longer.
   *
   * @throws ThoraxException naming the file when it is no DICOM file, damaged, or cannot be read
   */
  public static DicomHeader read(Path file) {
    try {
      byte[] begin;
      try (InputStream in = Files.newInputStream(file)) {
        begin = in.readNBytes(BEGIN);
      }
      if (!DicomDataSetReader.isDicom(begin)) {
        throw new FileException(
            "%s is no DICOM file; leave it out, or name a DICOM film.".formatted(file));
      }
      try {
        return read(begin, file.toString());
      } catch (ThoraxException e) {
        if (begin.length < BEGIN) {
          throw e;
        }
        return read(Files.readAllBytes(file), file.toString());
      }
    } catch (IOException e) {
      throw new FileException(
          "Cannot read %s: %s; check read access.".formatted(file, AtomicFile.reason(e)), e);
    }
  }

  static DicomHeader of(DicomDataSet elements) {
    Map<HeaderElement, String> texts = new EnumMap<>(HeaderElement.class);
    for (HeaderElement each : HeaderElement.values()) {
      elements.text(each.tag()).ifPresent(text -> texts.put(each, text));
    }
    boolean window =
        elements.text(Tags.WINDOW_CENTER).isPresent()
            && elements.text(Tags.WINDOW_WIDTH).isPresent();
    return new DicomHeader(
        texts, unusable(elements), window || elements.item(Tags.VOI_LUT).isPresent());
  }

  private static Optional<String> unusable(DicomDataSet elements) {
    String sopClass = DicomImage.sopClass(elements).orElse("");
    Optional<ObjectKind> other = ObjectKind.of(sopClass);
    if (other.isPresent()) {
      return Optional.of("%s (%s)".formatted(other.get().noun(), SopClass.words(sopClass)));
    }
    String frames = elements.text(Tags.NUMBER_OF_FRAMES).orElse("1");
    return frames.equals("1")
        ? Optional.empty()
        : Optional.of("a multi-frame film (%s)".formatted(SopClass.words(sopClass)));
  }

  /** An element as it is written, the first of several values. */
  public Optional<String> text(HeaderElement element) {
    return Optional.ofNullable(texts.get(element)).map(all -> all.split("\\\\", 2)[0].strip());
  }

  /** The patient's identifier (0010,0020). */
  public Optional<String> patient() {
    return text(HeaderElement.PATIENT);
  }

  /** The study's unique identifier (0020,000D). */
  public Optional<String> study() {
    return text(HeaderElement.STUDY);
  }

  /** The view position (0018,5101) in capitals, e.g. PA, AP, LL. */
  public Optional<String> view() {
    return text(HeaderElement.VIEW).map(view -> view.toUpperCase(Locale.ROOT));
  }

  /**
   * The age at the time of the study (0010,1010) in whole years; a number without unit, which some
   * published sets have, is years too.
   */
  public OptionalInt ageYears() {
    return text(HeaderElement.AGE).map(DicomHeader::years).orElse(OptionalInt.empty());
  }

  /** M, F or O (0010,0040). */
  public Optional<String> sex() {
    return text(HeaderElement.SEX).filter(sex -> sex.matches("[MFO]"));
  }

  /** An element in the form of a table: views in capitals, ages in whole years; "" if unknown. */
  public String field(HeaderElement element) {
    return switch (element) {
      case VIEW -> view().orElse("");
      case SEX -> sex().orElse("");
      case AGE -> ageYears().isPresent() ? Integer.toString(ageYears().getAsInt()) : "";
      default -> text(element).orElse("");
    };
  }

  private static OptionalInt years(String age) {
    Matcher parts = AGE.matcher(age);
    if (!parts.matches()) {
      return OptionalInt.empty();
    }
    int number = Integer.parseInt(parts.group(1));
    return OptionalInt.of(
        switch (parts.group(2)) {
          case "D" -> (int) (number / DAYS_A_YEAR);
          case "W" -> (int) (7 * number / DAYS_A_YEAR);
          case "M" -> number / 12;
          default -> number;
        });
  }
}
