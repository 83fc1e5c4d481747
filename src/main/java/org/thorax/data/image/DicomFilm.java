package org.thorax.data.image;

import java.util.Optional;
import org.thorax.DataException;
import org.thorax.ThoraxException;
import org.thorax.formats.dicom.DicomImage;

/** The grey film of a DICOM file, whichever decoder its pixels need. */
final class DicomFilm {
  private DicomFilm() {}

  /**
   * The film as it is to be shown.
   *
   * @param name what errors call the file
   * @param maxPixels a film whose header claims more is refused before memory is taken for it
   * @throws ThoraxException naming the file when it cannot be used
   */
  static GreyImage decode(byte[] bytes, String name, long maxPixels) {
    DicomImage film = DicomImage.read(bytes, name, maxPixels);
    int[] stored = stored(film, name, maxPixels);
    return new GreyImage(film.columns(), film.rows(), film.grey(stored));
  }

  /** The values that the file has for the film, row by row. */
  static int[] stored(DicomImage film, String name, long maxPixels) {
    ImageDecoder.checkSize(film.columns(), film.rows(), name, maxPixels);
    Optional<byte[]> jpeg = film.jpeg();
    if (jpeg.isEmpty()) {
      return film.stored();
    }
    GreyImage within = ImageDecoder.compressed(jpeg.get(), name, maxPixels);
    if (within.width() != film.columns() || within.height() != film.rows()) {
      throw new DataException(
          String.format(
              "The DICOM file %s claims %d x %d pixels, but its JPEG has %d x %d; it is damaged.",
              name, film.columns(), film.rows(), within.width(), within.height()));
    }
    int[] samples = new int[within.pixels().length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = within.pixels()[i] & 0xff;
    }
    return film.stored(samples, Byte.SIZE);
  }
}
