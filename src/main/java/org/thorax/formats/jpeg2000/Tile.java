package org.thorax.formats.jpeg2000;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** A rectangle of the image that is coded by itself. */
final class Tile {
  private final Area area;
  private final Parameters parameters;
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  Tile(Area area, Parameters parameters) {
    this.area = area;
    this.parameters = parameters;
  }

  Parameters parameters() {
    return parameters;
  }

  void append(byte[] from, int at, int end) {
    data.write(from, at, end - at);
  }

  /**
   * Decodes its samples into an image.
   *
   * @param image row by row
   * @param of what the image is
   * @param closed whether packets may be missing, as the writer left them out
   * @throws IllegalArgumentException when the tile is damaged or cut off
   */
  void decode(int[] image, GreyCodestream of, boolean closed, Budget budget) {
    CodingStyle style = parameters.coding();
    List<Resolution> resolutions = new ArrayList<>();
    for (int i = 0; i <= style.blocks().levels(); i++) {
      resolutions.add(
          Resolution.of(
              area, i, style.blocks(), parameters.quantization(), of.precision(), budget));
    }
    PacketReader packets = new PacketReader(data.toByteArray(), style, closed && data.size() > 0);
    for (Progression.Part part : parameters.order()) {
      part.visit(resolutions, style.layers(), packets::read);
    }
    place(
        style.blocks().reversible() ? wholeNumbers(resolutions) : realNumbers(resolutions),
        image,
        of);
  }

  /** Adds the middle of unsigned samples (annex G.1) and cuts off what is beyond the range. */
  private void place(IntUnaryOperator samples, int[] image, GreyCodestream of) {
    int half = 1 << (of.precision() - 1);
    int shift = of.signed() ? 0 : half;
    int least = of.signed() ? -half : 0;
    int greatest = least + 2 * half - 1;
    Area whole = of.area();
    for (int y = 0; y < area.height(); y++) {
      int to = (y + area.top() - whole.top()) * whole.width() + area.left() - whole.left();
      for (int x = 0; x < area.width(); x++) {
        int sample = samples.applyAsInt(y * area.width() + x) + shift;
        image[to + x] = Math.min(Math.max(sample, least), greatest);
      }
    }
  }

  /** Takes the doubled coefficients of a block, and where its first one belongs. */
  @FunctionalInterface
  private interface Target {
    void put(int[] doubled, CodeBlock block, Subband band, int at);
  }

  private IntUnaryOperator wholeNumbers(List<Resolution> resolutions) {
    int[] samples = new int[area.width() * area.height()];
    blocks(
        resolutions,
        (doubled, block, band, at) -> {
          for (int y = 0; y < block.height(); y++) {
            for (int x = 0; x < block.width(); x++) {
              samples[at + y * area.width() + x] = doubled[y * block.width() + x] / 2;
            }
          }
        });
    ReversibleWavelet wavelet = new ReversibleWavelet(samples, area.width(), longest());
    resolutions.stream().skip(1).forEach(resolution -> wavelet.invert(resolution.area()));
    return at -> samples[at];
  }

  private IntUnaryOperator realNumbers(List<Resolution> resolutions) {
    float[] samples = new float[area.width() * area.height()];
    blocks(
        resolutions,
        (doubled, block, band, at) -> {
          float step = 0.5f * band.step();
          for (int y = 0; y < block.height(); y++) {
            for (int x = 0; x < block.width(); x++) {
              samples[at + y * area.width() + x] = doubled[y * block.width() + x] * step;
            }
          }
        });
    IrreversibleWavelet wavelet = new IrreversibleWavelet(samples, area.width(), longest());
    resolutions.stream().skip(1).forEach(resolution -> wavelet.invert(resolution.area()));
    // Far beyond any sample, and no overflow when the middle is added.
    return at -> (int) Math.rint(Math.min(Math.max(samples[at], -1e9f), 1e9f));
  }

  private int longest() {
    return Math.max(area.width(), area.height());
  }

  private void blocks(List<Resolution> resolutions, Target target) {
    BlockDecoder decoder = new BlockDecoder(parameters.coding().blocks().style());
    for (Resolution resolution : resolutions) {
      for (Precinct precinct : resolution.precincts()) {
        for (Precinct.Part part : precinct.parts()) {
          Subband band = part.band();
          for (CodeBlock block : part.blocks()) {
            if (block.isIncluded()) {
              int row = band.row() + block.area().top() - band.area().top();
              int column = band.column() + block.area().left() - band.area().left();
              int[] doubled = decoder.decode(block, band.contexts());
              target.put(doubled, block, band, row * area.width() + column);
            }
          }
        }
      }
    }
  }
}
