package org.thorax.data.loader;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.data.Samples;

/**
 * Prepared images on disk, decoded once and shared by runs: a folder with the images' names ({@code
 * names.txt}, one per line, only appended to) and a memory-mapped file of their pixels ({@code
 * pixels}, full CheXpert at 256 x 256 is 14.7 GB).
 *
 * <p>The folder's name is derived from the data set's folder and the preparation of its images, so
 * other sizes, crops or transformations have other caches. Several processes may use a cache.
 */
public final class ImageCache {
  private static final String NAMES = "names.txt";

  private final Map<String, Integer> slots;
  private final CachedPixels pixels;

  /**
   * Opens the cache of a data set's images, and adds slots for new ones.
   *
   * @param caches parent folder of the caches
   * @param sets the sets to cache; all of one folder
   * @param preprocessing their preparation, {@link
   *     org.thorax.data.image.Preprocessing#fingerprint()}
   * @param width of a prepared image
   * @param height of a prepared image
   * @throws ThoraxException if the cache cannot be written or is damaged
   */
  public static ImageCache open(
      Path caches, List<Samples> sets, String preprocessing, int width, int height) {
    Path data = sets.get(0).folder().toAbsolutePath().normalize();
    String key = hash(data + "\n" + preprocessing).substring(0, 16);
    Path folder = caches.resolve(data.getFileName() + "-" + width + "x" + height + "-" + key);
    try {
      Files.createDirectories(folder);
      return locked(folder, sets, width, height);
    } catch (IOException e) {
      throw new ConfigurationException(
          "cache",
          "Cannot use the image cache "
              + folder
              + ": "
              + e.getMessage()
              + "; check write access and free space, or choose another `cache`.",
          e);
    }
  }

  private static ImageCache locked(Path folder, List<Samples> sets, int width, int height)
      throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.lock(); // Until the channel is closed.
      Map<String, Integer> slots = known(folder.resolve(NAMES));
      List<String> added =
          sets.stream()
              .flatMap(samples -> IntStream.range(0, samples.size()).mapToObj(samples::imageName))
              .distinct()
              .filter(name -> !slots.containsKey(name))
              .toList();
      added.forEach(name -> slots.put(name, slots.size()));
      CachedPixels pixels =
          CachedPixels.open(folder.resolve("pixels"), slots.size(), width, height);
      Files.writeString(
          folder.resolve(NAMES),
          added.stream().map(name -> name + "\n").collect(Collectors.joining()),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      return new ImageCache(slots, pixels);
    }
  }

  /** The names so far; an incomplete last line is written again. */
  private static Map<String, Integer> known(Path names) throws IOException {
    Map<String, Integer> slots = new HashMap<>();
    if (Files.exists(names)) {
      String text = Files.readString(names);
      int whole = text.lastIndexOf('\n') + 1;
      if (whole < text.length()) {
        Files.writeString(names, text.substring(0, whole));
      }
      text.substring(0, whole).lines().forEach(name -> slots.put(name, slots.size()));
    }
    return slots;
  }

  private ImageCache(Map<String, Integer> slots, CachedPixels pixels) {
    this.slots = slots;
    this.pixels = pixels;
  }

  /** The source's images of these samples, from the cache if it has them. */
  public ImageSource over(ImageSource source, Samples samples) {
    int[] slot =
        IntStream.range(0, samples.size()).map(i -> slots.get(samples.imageName(i))).toArray();
    return sample -> {
      FileStamp stamp = FileStamp.of(samples.image(sample));
      return pixels
          .read(slot[sample], stamp)
          .orElseGet(
              () -> {
                var image = source.image(sample);
                pixels.write(slot[sample], stamp, image);
                return image;
              });
    };
  }

  private static String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
