package org.thorax.data.describe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.thorax.ThoraxException;
import org.thorax.data.DatasetKind;
import org.thorax.data.description.BuiltInDescriptions;
import org.thorax.data.description.DatasetDescription;
import org.thorax.data.description.DatasetReader;

/**
 * A published data set that Thorax knows.
 *
 * @param name the first token of its benchmarks
 * @param title its name
 * @param needsNone whether it is read without a {@code dataset.yaml}
 * @param counts what it has
 */
record KnownDataset(String name, String title, boolean needsNone, ReadBack counts) {

  /** The one that is in a folder; empty for none. */
  static Optional<KnownDataset> in(FolderContents contents) {
    Path folder = contents.folder();
    for (DatasetKind kind : DatasetKind.published()) {
      boolean there =
          kind.tables().stream().anyMatch(each -> Files.isRegularFile(folder.resolve(each)));
      if (there) {
        Optional<KnownDataset> known = published(kind, contents);
        if (known.isPresent()) {
          return known;
        }
      }
    }
    return BuiltInDescriptions.all().stream()
        .filter(
            each -> DatasetKind.published().stream().noneMatch(k -> k.title().equals(each.title())))
        .filter(each -> hasSource(each, contents))
        .flatMap(each -> described(each, contents).stream())
        .findFirst();
  }

  private static Optional<KnownDataset> published(DatasetKind kind, FolderContents contents) {
    try {
      DatasetReader reader = new DatasetReader(kind, contents.folder());
      if (!new HashSet<>(reader.classes()).containsAll(kind.classes())) {
        return Optional.empty();
      }
      ReadBack counts = counts(reader);
      String name = kind == DatasetKind.CHEXPERT ? "Chexpert" : "Chestxray";
      return Optional.of(new KnownDataset(name, kind.title(), true, counts))
          .filter(each -> each.fits(contents));
    } catch (ThoraxException e) {
      return Optional.empty(); // A table of that name, but of another data set.
    }
  }

  /** CheXpert's test table may have no rows, and is then no test set. */
  private static ReadBack counts(DatasetReader reader) {
    try {
      return ReadBack.of(reader);
    } catch (ThoraxException e) {
      return ReadBack.ofTraining(reader);
    }
  }

  private static Optional<KnownDataset> described(
      DatasetDescription description, FolderContents contents) {
    try {
      ReadBack counts = ReadBack.of(new DatasetReader(description, contents.folder()));
      return Optional.of(
              new KnownDataset(
                  description.name(),
                  description.title(),
                  isReadAnyway(description, contents.folder()),
                  counts))
          .filter(each -> each.fits(contents));
    } catch (ThoraxException e) {
      return Optional.empty();
    }
  }

  private static boolean hasSource(DatasetDescription description, FolderContents contents) {
    return description.sources().stream().allMatch(place -> exists(place, contents));
  }

  private static boolean exists(List<String> places, FolderContents contents) {
    return places.stream()
        .anyMatch(
            place ->
                contents.tables().contains(place)
                    || contents.images().stream().anyMatch(each -> each.startsWith(place + "/")));
  }

  private static boolean isReadAnyway(DatasetDescription description, Path folder) {
    try {
      return DatasetReader.of(folder).title().equals(description.title());
    } catch (ThoraxException e) {
      return false;
    }
  }

  /** Few rows are bad, and the images are where it says, if there are any. */
  private boolean fits(FolderContents contents) {
    return counts.badRows().count() <= counts.images()
        && (contents.images().isEmpty() || counts.missing().count() < counts.images());
  }
}
