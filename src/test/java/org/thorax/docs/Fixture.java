package org.thorax.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.thorax.data.phantom.PhantomDataset;
import org.thorax.data.phantom.PhantomSample;
import org.thorax.data.phantom.PhantomSettings;
import org.thorax.model.keras.ModelFiles;
import org.thorax.model.keras.TinyClassifier;
import org.thorax.oracle.Oracle;

/**
 * What the documentation takes for granted, small: both data sets, backbones of two convolutions
 * under Keras' names, films, archives to download, and every file that a page shows. All pages
 * start from copies of one such folder, with two trained models.
 */
final class Fixture {
  private static final PhantomSettings PATIENTS = new PhantomSettings(7, 60, 12, 64);
  private static final int PIXELS = 128;

  private Fixture() {}

  /** Everything but what {@code thorax} itself has to do. */
  static void write(Path folder, List<Page> pages) throws IOException {
    Path chexpert = folder.resolve("data/chexpert/full");
    PhantomDataset drawn = PhantomDataset.write(chexpert, PATIENTS);
    copy(chexpert, folder.resolve("data/phantom"));
    NihLayout.write(drawn, chexpert, folder.resolve("data/chestxray14"));
    for (String name : List.of("DenseNet121", "Xception", "ResNet152V2")) {
      TinyClassifier.writeBackbone(folder.resolve("keras-weights/" + name), name, PIXELS, 3);
    }
    TinyClassifier.writeBackbone(folder.resolve("densenet121"), "DenseNet121", PIXELS, 4);
    Files.copy(ModelFiles.file("densenet_notop.h5"), folder.resolve("densenet121_notop.h5"));
    List<PhantomSample> films = PhantomSample.draw(11);
    Files.write(folder.resolve("film.jpg"), films.get(2).jpeg());
    Files.write(folder.resolve("other.jpg"), films.get(1).jpeg());
    Oracle.run("drawn_film.py", folder.resolve("film.jpg"), folder.resolve("film.dcm"));
    for (String file : List.of("download_dataset.sh", ".env.example")) {
      Files.copy(Path.of(file), folder.resolve(file));
    }
    archive(folder, "chexpert/chexpert_dev_medium_scale.tar.gz", "train.csv");
    archive(folder, "chestxray14-nih/chestxray14_256.tar.gz", "meta/data/labels.csv");
    for (Page page : pages) {
      for (Page.Block block : page.blocks()) {
        if (!block.file().isEmpty()) {
          Files.write(folder.resolve(block.file()), block.lines());
        }
      }
    }
  }

  /** An archive for {@code download_dataset.sh} that holds a table alone. */
  private static void archive(Path folder, String name, String table) throws IOException {
    Path content = folder.resolve("archives/content");
    Files.createDirectories(content.resolve(table).getParent());
    Files.writeString(content.resolve(table), "Path\n");
    Path archive = folder.resolve("archives").resolve(name);
    Files.createDirectories(archive.getParent());
    try {
      new ProcessBuilder("tar", "czf", archive.toString(), "-C", content.toString(), table)
          .inheritIO()
          .start()
          .waitFor();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Deletes a folder, if it is there. */
  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  /** Copies a folder with all that is in it. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path copy = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(path, copy, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }
}
