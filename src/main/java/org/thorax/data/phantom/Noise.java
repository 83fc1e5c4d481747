package org.thorax.data.phantom;

/** Smooth random texture in 0..1 (value noise, two octaves). */
record Noise(long seed, double frequency) {
  double at(double u, double v) {
    return 0.65 * octave(u * frequency, v * frequency, 1)
        + 0.35 * octave(u * frequency * 2.3, v * frequency * 2.3, 2);
  }

  private double octave(double x, double y, int key) {
    int column = (int) Math.floor(x);
    int row = (int) Math.floor(y);
    double a = Shapes.step(x - column);
    double b = Shapes.step(y - row);
    double upper = lattice(column, row, key) * (1 - a) + lattice(column + 1, row, key) * a;
    double lower = lattice(column, row + 1, key) * (1 - a) + lattice(column + 1, row + 1, key) * a;
    return upper * (1 - b) + lower * b;
  }

  private double lattice(int column, int row, int key) {
    long hash =
        Seeds.mix(seed + 0x9E3779B97F4A7C15L * (column * 73_856_093L ^ row * 19_349_663L) + key);
    return (hash >>> 11) * 0x1.0p-53;
  }
}
