package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.thorax.model.keras.ModelFiles;

/**
 * No command deletes or replaces what it did not write: every place that is written ({@link
 * KnownPlacesTest}) is tried with something precious in it, in its stead, and beside it.
 */
class OutputPlacesTest {
  @TempDir private static Path folder;

  private static SmallPhantom phantom;
  private static Path model;
  private static Path other;
  private static Path image;

  @TempDir private Path work;

  @BeforeAll
  static void train() throws IOException {
    phantom = SmallPhantom.in(folder.resolve("phantom"));
    phantom.train(folder.resolve("one")).succeeds();
    phantom.train(folder.resolve("two"), "--seed", 2).succeeds();
    model = SmallPhantom.savedModel(folder.resolve("one"));
    other = SmallPhantom.savedModel(folder.resolve("two"));
    image = phantom.images().get(0);
  }

  private static Stream<OutputCase> folders() {
    Path data = phantom.folder();
    Object[] evaluate = {
      model, "--data", data, "--device", "cpu", "--bootstrap", 0, "--out", "OUT"
    };
    Path predictions = model.resolveSibling(model.getFileName() + "-predictions.csv");
    return Stream.of(
        OutputCase.savedModel("backbone create", "DenseNet121", "--out", "OUT"),
        OutputCase.savedModel("backbone import", SmallPhantom.tiny(), "--out", "OUT"),
        OutputCase.savedModel("export", model, "--format", "savedmodel", "--out", "OUT"),
        OutputCase.folder("evaluate", evaluate),
        OutputCase.folder("ensemble evaluate", evaluate),
        OutputCase.folder("compare", "--logs", folder.resolve("one/logs"), "--out", "OUT"),
        OutputCase.folder("compare", "--predictions", predictions, predictions, "--out", "OUT"),
        OutputCase.folder("dataset stats", data, "--out", "OUT", "--split", "shares"),
        OutputCase.folder("explain", model, image, "--out", "OUT"),
        OutputCase.folder(
            "explain score",
            model,
            "--boxes",
            data.resolve("BBox_List_2017.csv"),
            "--data",
            data,
            "--limit",
            2,
            "--out",
            "OUT"));
  }

  private static Stream<OutputCase> files() {
    Path data = phantom.folder();
    Path log = folder.resolve("one/logs").resolve("unvalidated-experiment-log.json");
    return Stream.of(
        OutputCase.file("export", "m.h5", model, "--format", "h5", "--out", "OUT"),
        OutputCase.file("export", "m.keras", model, "--format", "keras", "--out", "OUT"),
        OutputCase.file("export", "m.weights.h5", model, "--format", "weights-h5", "--out", "OUT"),
        OutputCase.file(
            "ensemble fit",
            "e.json",
            model,
            other,
            "--method",
            "mean",
            "--data",
            data,
            "--device",
            "cpu",
            "--out",
            "OUT"),
        OutputCase.file("dataset show", "sheet.png", data, "--count", 2, "--out", "OUT"),
        OutputCase.file("predict", "scores.csv", model, image, "--out", "OUT"),
        OutputCase.file("log copy", "copy.json", log, "OUT"));
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("folders")
  void aFolderIsReplacedByItsOwnKindAlone(OutputCase each) throws IOException {
    Path out = Files.createDirectories(work.resolve("out"));
    Files.createDirectory(out.resolve("data"));
    Files.writeString(out.resolve("data/thesis.txt"), "precious");
    Files.writeString(work.resolve("beside.txt"), "precious");
    refused(each, out, "name another folder");
    refused(each, Files.createFile(work.resolve("file")), "is a file");
    Path copy = work.resolve("copy");
    Files.createDirectories(copy.resolve(".git"));
    refused(each, copy, "git working copy", "name a folder of its own");
    refused(each, out.resolve("data/../../copy/."), "git working copy");
    refused(each, Files.createSymbolicLink(work.resolve("link"), copy), "git working copy");

    Path own = Files.createDirectory(work.resolve("own"));
    OutputCase.done(each.run(own));
    Map<String, String> first = FolderContents.of(own);
    Map<String, String> all = FolderContents.of(work);
    each.run(own).failsSaying(own, "--overwrite");
    assertThat(FolderContents.of(work)).isEqualTo(all);
    OutputCase.done(each.run(own, "--overwrite"));
    assertThat(FolderContents.of(own)).containsOnlyKeys(first.keySet());

    Files.writeString(own.resolve("thesis.txt"), "precious");
    if (each.alone()) {
      refused(each, own);
    } else {
      OutputCase.done(each.run(own, "--overwrite"));
    }
    assertThat(own.resolve("thesis.txt")).hasContent("precious");
    Map<String, String> end = FolderContents.of(work);
    end.keySet().removeIf(name -> name.startsWith("own/"));
    all.keySet().removeIf(name -> name.startsWith("own/"));
    assertThat(end).isEqualTo(all);
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("files")
  void aFileIsReplacedByItsOwnKindAlone(OutputCase each) throws IOException {
    Path out = Files.writeString(work.resolve(each.name()), "precious");
    refused(each, out, "move it away");
    Path link = Files.createDirectory(work.resolve("links")).resolve(each.name());
    refused(each, Files.createSymbolicLink(link, out), "move it away");
    refused(each, Files.createDirectories(work.resolve("d").resolve(each.name())), "is a folder");

    Path own = Files.createDirectory(work.resolve("own")).resolve(each.name());
    OutputCase.done(each.run(own));
    Map<String, String> all = FolderContents.of(work);
    each.run(own).failsSaying(own, "--overwrite");
    assertThat(FolderContents.of(work)).isEqualTo(all);
    OutputCase.done(each.run(own, "--overwrite"));
    assertThat(FolderContents.of(work)).containsOnlyKeys(all.keySet());
    Files.delete(link);
    refused(each, Files.createSymbolicLink(link, own), "move it away");
    assertThat(out).hasContent("precious");
  }

  @Tag("oracle")
  @Test
  void filesOfTheSameSortThatOthersWroteStay() throws IOException {
    Map<String, Path> others = new TreeMap<>();
    others.put("m.h5", ModelFiles.file("densenet_notop.h5"));
    others.put("e.json", Files.writeString(work.resolve("o.json"), "{\"name\": \"ensemble\"}"));
    BufferedImage picture = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
    others.put("sheet.png", work.resolve("o.png"));
    ImageIO.write(picture, "png", others.get("sheet.png").toFile());
    String labels = "image,%s\n%s,1.0,0.0\n".formatted(SmallPhantom.CLASSES, image);
    others.put("scores.csv", Files.writeString(work.resolve("o.csv"), labels));
    others.put("copy.json", folder.resolve("two/logs/unvalidated-experiment-log.json"));
    for (OutputCase each : files().filter(found -> others.containsKey(found.name())).toList()) {
      Path out = Files.createDirectory(work.resolve("at-" + each.name())).resolve(each.name());
      Files.copy(others.get(each.name()), out);
      refused(each, out, "is not", "that Thorax wrote", "move it away");
    }
  }

  @Test
  void tablesAndTemplatesBesideTheDataAreReplacedByTheirOwnKindAlone() throws IOException {
    SmallPhantom data = phantom.copiedTo(work.resolve("data"));
    Path template = data.folder().resolve("templates/frontal.png");
    Path table = data.folder().resolve("nofinding_train.csv");
    Files.createDirectories(template.getParent());
    OutputCase templates = OutputCase.file("preprocess template", "frontal.png", data.folder());
    OutputCase tables = OutputCase.file("dataset relabel", "nofinding_train.csv", data.folder());
    for (OutputCase each : List.of(templates, tables)) {
      Path out = each.equals(templates) ? template : table;
      Files.writeString(out, "precious");
      Map<String, String> before = FolderContents.of(work);
      each.run(out).failsSaying(out, "move it away");
      each.run(out, "--overwrite").failsSaying(out, "move it away");
      assertThat(FolderContents.of(work)).isEqualTo(before);
      Files.delete(out);
      OutputCase.done(each.run(out));
      each.run(out).failsSaying("--overwrite");
      OutputCase.done(each.run(out, "--overwrite"));
      assertThat(FolderContents.of(work)).containsKeys(before.keySet().toArray(String[]::new));
    }
  }

  /** With and without --overwrite, and nothing has changed. */
  private void refused(OutputCase each, Path out, Object... parts) throws IOException {
    Map<String, String> before = FolderContents.of(work);
    for (Object[] more : new Object[][] {{}, {"--overwrite"}}) {
      CommandLineRun run = each.run(out, more);
      run.failsSaying(out);
      if (more.length == 1 || parts.length > 0) {
        run.failsSaying(parts);
      }
      assertThat(FolderContents.of(work)).as(each + " " + out).isEqualTo(before);
    }
  }
}
