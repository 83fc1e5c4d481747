package org.thorax.data.prepare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.thorax.DataException;
import org.thorax.ThoraxException;
import org.thorax.data.Samples;
import org.thorax.data.description.DatasetReader;
import org.thorax.data.image.GreyImage;
import org.thorax.data.image.GreyPng;
import org.thorax.data.image.Preprocessing;
import org.thorax.data.image.Template;
import org.thorax.data.image.TemplateView;
import org.thorax.data.loader.ImageFiles;
import org.thorax.formats.io.AtomicFile;
import org.thorax.formats.io.PngMark;

/**
 * Computes templates from a data set: for each view the mean of all training images, each resized
 * to the view's frame. The test table is not used. Sums are integers, so that the order of the
 * threads does not matter.
 */
public final class TemplateMean {
  private final Samples samples;

  /** Reads the label table. */
  public TemplateMean(DatasetReader reader) {
    samples = reader.read();
  }

  /**
   * A computed template.
   *
   * @param file its path
   * @param images number of averaged images
   * @param left number of unreadable images that were left out
   */
  public record Made(Path file, int images, int left) {}

  /** The number of images to read. */
  public int images() {
    return samples.size();
  }

  /**
   * Writes {@code frontal.png} and {@code lateral.png}, each if there are such images.
   *
   * @param done called after every image, by any thread
   * @throws ThoraxException if no image specifies its view, or nothing can be written
   */
  public List<Made> write(Path folder, Runnable done) {
    List<Made> made = new ArrayList<>();
    for (TemplateView view : TemplateView.values()) {
      Sums sums = sums(view, done);
      if (sums.images > 0) {
        Path file = file(folder, view);
        GreyImage mean = sums.mean();
        AtomicFile.write(file, out -> PngMark.write(out, png -> GreyPng.write(mean, png)));
        made.add(new Made(file, sums.images, sums.left.get()));
      }
    }
    if (made.isEmpty()) {
      throw new DataException(
          "No readable image of "
              + samples.folder()
              + " says whether it is frontal or lateral; its table needs a column Frontal/Lateral"
              + " or View Position.");
    }
    return made;
  }

  /** The files that {@link #write} may write into a folder. */
  public static List<Path> files(Path folder) {
    return Arrays.stream(TemplateView.values()).map(view -> file(folder, view)).toList();
  }

  private static Path file(Path folder, TemplateView view) {
    return folder.resolve(view.name().toLowerCase(Locale.ROOT) + ".png");
  }

  private Sums sums(TemplateView view, Runnable done) {
    Template.Frame frame = Template.Frame.of(view);
    Preprocessing stretch = Preprocessing.of(frame.width(), frame.height(), List.of());
    ImageFiles images = new ImageFiles(samples, stretch);
    Sums sums = new Sums(frame.width(), frame.height());
    Workers.each(
        samples.size(),
        sample -> {
          if (samples.examination(sample).view().name().equals(view.name())) {
            sums.add(images, sample);
            done.run();
          }
        });
    return sums;
  }

  /** The sums of the threads. */
  private static final class Sums {
    private final int width;
    private final int height;
    private final AtomicInteger left = new AtomicInteger();
    private final long[] levels;
    private int images;

    Sums(int width, int height) {
      this.width = width;
      this.height = height;
      levels = new long[width * height];
    }

    void add(ImageFiles files, int sample) {
      try {
        add(files.image(sample));
      } catch (ThoraxException e) {
        left.incrementAndGet();
      }
    }

    private synchronized void add(GreyImage image) {
      for (int i = 0; i < levels.length; i++) {
        levels[i] += image.pixels()[i] & 0xff;
      }
      images++;
    }

    GreyImage mean() {
      byte[] mean = new byte[levels.length];
      for (int i = 0; i < mean.length; i++) {
        mean[i] = (byte) ((2 * levels[i] + images) / (2L * images));
      }
      return new GreyImage(width, height, mean);
    }
  }
}
