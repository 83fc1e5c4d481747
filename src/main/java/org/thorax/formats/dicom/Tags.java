package org.thorax.formats.dicom;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The elements that are read, group and element number in one (DICOM PS3.6). */
final class Tags {
  static final int FILE_SOP_CLASS = 0x00020002;
  static final int TRANSFER_SYNTAX = 0x00020010;
  static final int SOP_CLASS = 0x00080016;
  static final int SAMPLES_PER_PIXEL = 0x00280002;
  static final int PHOTOMETRIC_INTERPRETATION = 0x00280004;
  static final int NUMBER_OF_FRAMES = 0x00280008;
  static final int ROWS = 0x00280010;
  static final int COLUMNS = 0x00280011;
  static final int BITS_ALLOCATED = 0x00280100;
  static final int BITS_STORED = 0x00280101;
  static final int HIGH_BIT = 0x00280102;
  static final int PIXEL_REPRESENTATION = 0x00280103;
  static final int PIXEL_PADDING = 0x00280120;
  static final int PIXEL_PADDING_LIMIT = 0x00280121;
  static final int WINDOW_CENTER = 0x00281050;
  static final int WINDOW_WIDTH = 0x00281051;
  static final int RESCALE_INTERCEPT = 0x00281052;
  static final int RESCALE_SLOPE = 0x00281053;
  static final int WINDOW_FUNCTION = 0x00281056;
  static final int MODALITY_LUT = 0x00283000;
  static final int LUT_DESCRIPTOR = 0x00283002;
  static final int LUT_DATA = 0x00283006;
  static final int VOI_LUT = 0x00283010;
  static final int PIXEL_DATA = 0x7fe00010;

  /** What a film is and whose; read outside of the groups that are read as a whole. */
  private static final Set<Integer> OF_THE_FILM =
      Stream.concat(
              Stream.of(SOP_CLASS), Arrays.stream(HeaderElement.values()).map(HeaderElement::tag))
          .collect(Collectors.toUnmodifiableSet());

  private Tags() {}

  static boolean isOfTheFilm(int tag) {
    return OF_THE_FILM.contains(tag);
  }
}
