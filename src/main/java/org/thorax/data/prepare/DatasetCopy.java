package org.thorax.data.prepare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.thorax.DataException;
import org.thorax.ThoraxException;
import org.thorax.data.Samples;
import org.thorax.data.description.DatasetReader;
import org.thorax.data.image.GreyImage;
import org.thorax.data.image.GreyPng;
import org.thorax.data.image.Preprocessing;
import org.thorax.data.loader.BadImagePolicy;
import org.thorax.data.loader.ImageFiles;
import org.thorax.data.loader.ImageSource;
import org.thorax.formats.io.AtomicFile;

/**
 * A copy of a data set with prepared images: the same folders and tables, every image as PNG, which
 * is lossless, so that training on the copy equals training on the originals. An interrupted copy
 * resumes where it stopped; images appear complete or not at all, and the tables last.
 */
public final class DatasetCopy {
  /** The copy's list of images that could not be prepared, each with its reason. */
  public static final String BAD_IMAGES = "bad-images.txt";

  private final DatasetReader reader;
  private final Path target;
  private final Preprocessing preprocessing;
  private final BadImagePolicy badImages;
  private final List<Image> images = new ArrayList<>();

  /** One image: its reader, its row there, its name and its name in the copy. */
  private record Image(ImageSource source, int row, Path file, String name, String copy) {}

  /**
   * An image that could not be prepared.
   *
   * @param name relative to the data set's folder
   * @param reason one line
   */
  public record BadFile(String name, String reason) {}

  /**
   * The result.
   *
   * @param written number of new images
   * @param found number of images of an earlier run
   * @param bad images that could not be prepared, by name
   * @param remarks notes for the user, one line each
   * @param complete whether the copy can be used for training
   */
  public record Result(
      int written, int found, List<BadFile> bad, List<String> remarks, boolean complete) {
    /** Copies the lists. */
    public Result {
      bad = List.copyOf(bad);
      remarks = List.copyOf(remarks);
    }
  }

  /**
   * Reads the tables and checks the target.
   *
   * @throws ThoraxException if a table is invalid, or the target contains something else
   */
  public DatasetCopy(DatasetReader reader, Path target, Recipe recipe, BadImagePolicy badImages) {
    this.reader = reader;
    this.target = target;
    this.badImages = badImages;
    preprocessing = recipe.preprocessing();
    state(false).requireIn(target);
    if (target.toAbsolutePath().normalize().equals(source())) {
      throw new DataException("A copy needs a folder of its own, not the data set's.");
    }
    Map<String, String> originals = new HashMap<>();
    add(reader.read(), originals);
    reader.readTest().ifPresent(test -> add(test, originals));
  }

  private void add(Samples samples, Map<String, String> originals) {
    ImageFiles source = new ImageFiles(samples, preprocessing);
    source.requireTemplates();
    for (int row = 0; row < samples.size(); row++) {
      String name = samples.imageName(row);
      String copy = CopiedTables.copyName(name);
      String other = originals.putIfAbsent(copy, name);
      if (other == null) {
        images.add(new Image(source, row, samples.image(row), name, copy));
      } else if (!other.equals(name)) {
        throw new DataException(
            other + " and " + name + " would both become " + copy + "; rename one of them.");
      }
    }
  }

  /** The number of images of the data set. */
  public int images() {
    return images.size();
  }

  /**
   * Makes the copy, on all processors.
   *
   * @param done called after every image, by any thread
   * @throws ThoraxException if something cannot be written
   */
  public Result run(Runnable done) {
    boolean begun = CopyState.in(target).isPresent();
    state(false).writeTo(target);
    if (begun) {
      removeParts();
    }
    preprocessing.crop().ifPresent(crop -> CropTemplates.write(crop.templates(), target));
    AtomicInteger written = new AtomicInteger();
    List<BadFile> bad = Collections.synchronizedList(new ArrayList<>());
    Workers.each(
        images.size(),
        index -> {
          Image image = images.get(index);
          Path copy = target.resolve(image.copy());
          if (!isUpToDate(copy, image.file())) {
            prepared(image, bad)
                .ifPresent(
                    prepared -> {
                      AtomicFile.write(copy, out -> GreyPng.write(prepared, out));
                      written.incrementAndGet();
                    });
          }
          done.run();
        });
    bad.sort(Comparator.comparing(BadFile::name));
    writeBad(bad);
    List<String> remarks = new ArrayList<>();
    boolean complete = bad.isEmpty() || badImages == BadImagePolicy.SKIP;
    if (complete) {
      remarks.addAll(
          new CopiedTables(reader.folder(), reader.table(), target)
              .write(bad.stream().map(BadFile::name).toList()));
      state(true).writeTo(target);
    }
    int found = images.size() - written.get() - bad.size();
    return new Result(written.get(), found, bad, remarks, complete);
  }

  /** Empty, with a note, if the image is bad; a write error is not a bad image. */
  private static Optional<GreyImage> prepared(Image image, List<BadFile> bad) {
    try {
      return Optional.of(image.source().image(image.row()));
    } catch (ThoraxException e) {
      bad.add(new BadFile(image.name(), e.getMessage()));
      return Optional.empty();
    }
  }

  private void writeBad(List<BadFile> bad) {
    Path file = target.resolve(BAD_IMAGES);
    if (bad.isEmpty()) {
      AtomicFile.delete(file);
    } else {
      StringBuilder text = new StringBuilder();
      bad.forEach(each -> text.append(each.name()).append('\t').append(each.reason()).append('\n'));
      AtomicFile.write(file, text.toString());
    }
  }

  private CopyState state(boolean complete) {
    return new CopyState(source().toString(), preprocessing.fingerprint(), complete);
  }

  private Path source() {
    return reader.folder().toAbsolutePath().normalize();
  }

  /** An original that has changed since is prepared again. */
  private static boolean isUpToDate(Path copy, Path original) {
    try {
      return Files.isRegularFile(copy)
          && Files.getLastModifiedTime(copy).compareTo(Files.getLastModifiedTime(original)) >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** The incomplete file of a killed run. */
  private void removeParts() {
    try (Stream<Path> all = Files.walk(target)) {
      for (Path part : all.filter(DatasetCopy::isPart).toList()) {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new DataException(
          "Cannot tidy " + target + ": " + AtomicFile.reason(e) + "; check write access.", e);
    }
  }

  private static boolean isPart(Path path) {
    String name = path.getFileName().toString();
    return name.matches("\\..+\\.\\d+\\.part");
  }
}
