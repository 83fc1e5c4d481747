package org.thorax.data.loader;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.thorax.ThoraxException;
import org.thorax.data.Samples;
import org.thorax.data.image.ImageFolder;
import org.thorax.formats.dicom.DicomHeader;

/**
 * The DICOM films among the images of a set.
 *
 * @param films their number; an image of several samples is one
 * @param windowed of them, those that say how their values are shown, by a window or a table
 */
public record FilmCount(int films, int windowed) {
  private static final List<String> OTHERS = List.of("jpg", "jpeg", "png");

  /** Looks at the headers of all files but those whose names say that they are JPEG or PNG. */
  public static FilmCount of(Samples samples) {
    List<DicomHeader> headers =
        IntStream.range(0, samples.size())
            .mapToObj(samples::image)
            .distinct()
            .filter(file -> !OTHERS.contains(ImageFolder.ending(file)))
            .parallel()
            .flatMap(file -> header(file).stream())
            .toList();
    return new FilmCount(
        headers.size(), (int) headers.stream().filter(DicomHeader::windowed).count());
  }

  /** Bad images are left to those who check images. */
  private static Optional<DicomHeader> header(Path file) {
    try {
      return Optional.of(DicomHeader.read(file));
    } catch (ThoraxException e) {
      return Optional.empty();
    }
  }
}
