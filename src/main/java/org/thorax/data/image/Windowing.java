package org.thorax.data.image;

import java.util.List;
import java.util.Map;
import org.thorax.DataException;

/**
 * Stretches a window of grey levels to 0..255: clips to the window, (v - low) / (high - low) x 255,
 * truncated.
 *
 * @param low becomes 0; at least 0
 * @param high becomes 255; above {@code low}, at most 255
 */
public record Windowing(int low, int high) implements Transformation {
  /** 40 to 255. */
  public static final Windowing DEFAULT = new Windowing(40, 255);

  /** Checks the window. */
  public Windowing {
    if (low < 0 || high > 255 || low >= high) {
      throw new DataException(
          "A window is two rising grey levels within 0..255, found " + low + ", " + high + ".");
    }
  }

  @Override
  public GreyImage apply(GreyImage image) {
    byte[] levels = new byte[256];
    for (int v = 0; v < levels.length; v++) {
      double clipped = Math.min(Math.max(v, low), high);
      levels[v] = (byte) (int) ((clipped - low) / (high - low) * 255);
    }
    byte[] pixels = new byte[image.pixels().length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = levels[image.pixels()[i] & 0xff];
    }
    return new GreyImage(image.width(), image.height(), pixels);
  }

  @Override
  public String name() {
    return "windowing";
  }

  @Override
  public Map<String, Object> parameters() {
    return Map.of("window", List.of(low, high));
  }

  @Override
  public String fingerprint() {
    return "windowing low=" + low + " high=" + high;
  }
}
