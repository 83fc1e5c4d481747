package org.thorax.formats.jpeg2000;

import java.util.ArrayList;
import java.util.List;

/**
 * A tile at a size, with what its wavelet adds to the next smaller size (ITU T.800, annex B.5).
 *
 * @param area in its own coordinates
 * @param bands one at the smallest size, three at the others
 * @param precincts row by row
 */
record Resolution(Area area, List<Subband> bands, List<Precinct> precincts) {

  /**
   * Makes a resolution.
   *
   * @param number 0 for the smallest
   */
  static Resolution of(
      Area tile,
      int number,
      CodingStyle.Blocks style,
      Quantization steps,
      int precision,
      Budget budget) {
    int coarser = style.levels() - number;
    Area area = tile.coarser(coarser);
    List<Subband> bands = new ArrayList<>();
    for (int band = number == 0 ? -1 : 0; band < (number == 0 ? 0 : 3); band++) {
      bands.add(band(tile, number, band, style, steps, precision));
    }
    Resolution made = new Resolution(area, bands, new ArrayList<>());
    if (!area.isEmpty()) {
      made.divide(tile, coarser, number, style, budget);
    }
    return made;
  }

  /** Band 0 is high across, 1 along, 2 both; -1 is low. */
  private static Subband band(
      Area tile,
      int number,
      int band,
      CodingStyle.Blocks style,
      Quantization steps,
      int precision) {
    boolean highAcross = band == 0 || band == 2;
    boolean highAlong = band > 0;
    int level = number == 0 ? style.levels() : style.levels() - number + 1;
    Area lower = tile.coarser(level);
    return new Subband(
        band < 0 ? lower : tile.band(level, highAcross, highAlong),
        steps.planes(number, band),
        steps.step(number, band, precision),
        new Neighbours(highAcross, highAlong),
        highAcross ? lower.width() : 0,
        highAlong ? lower.height() : 0);
  }

  private void divide(Area tile, int coarser, int number, CodingStyle.Blocks style, Budget budget) {
    int width = style.precinctWidth(number);
    int height = style.precinctHeight(number);
    int halved = number == 0 ? 0 : 1;
    if (width < halved || height < halved) {
      throw new IllegalArgumentException("JPEG 2000 precincts that are narrower than a sample");
    }
    int blockWidth = Math.min(style.width(), width - halved);
    int blockHeight = Math.min(style.height(), height - halved);
    int firstColumn = area.left() >> width;
    int firstRow = area.top() >> height;
    int endColumn = Area.up(area.right(), width);
    int endRow = Area.up(area.bottom(), height);
    budget.take((long) (endColumn - firstColumn) * (endRow - firstRow));
    for (int y = firstRow; y < endRow; y++) {
      for (int x = firstColumn; x < endColumn; x++) {
        Precinct precinct =
            new Precinct(
                begin(x, width + coarser, tile.left()), begin(y, height + coarser, tile.top()));
        Area part = part(x, y, width - halved, height - halved);
        for (Subband band : bands) {
          precinct.add(band, part.common(band.area()), blockWidth, blockHeight, budget);
        }
        precincts.add(precinct);
      }
    }
  }

  /** Where a precinct begins in the image, which for the first is where its tile does. */
  private static int begin(int place, int power, int tile) {
    return (int) Math.max((long) place << Math.min(power, 31), tile);
  }

  private static Area part(int x, int y, int width, int height) {
    return new Area(end(x, width), end(y, height), end(x + 1, width), end(y + 1, height));
  }

  private static int end(int place, int power) {
    return (int) Math.min((long) place << power, Integer.MAX_VALUE);
  }
}
