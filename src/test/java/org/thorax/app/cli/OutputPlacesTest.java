package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.thorax.model.keras.ModelFiles;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * No command deletes or replaces what it did not write. Every option and parameter that names a
 * file or folder is in {@link #PLACES}, and every one that is written is tried with something
 * precious in its place, in it, and beside it.
 */
class OutputPlacesTest {
  /** Each place that a command takes, and how it is used; * is every command. */
  private static final String PLACES =
      """
      backbone create --out            folder
      backbone fetch --keras-cache     read
      backbone fetch --out             folder
      backbone import --out            folder
      backbone import MODEL            read
      backbone show MODEL              read
      compare --labels                 read
      compare --out                    folder
      compare --predictions            read
      dataset relabel --out            files
      dataset show --out               file
      dataset stats --out              folder
      ensemble describe ENSEMBLE       read
      ensemble evaluate --out          folder
      ensemble export --out            file or folder
      ensemble fit --out               file
      evaluate --out                   folder
      explain --out                    folder
      explain IMAGE                    read
      explain score --boxes            read
      explain score --out              folder
      export --out                     file or folder
      log check FILE                   read
      log copy SOURCE                  read
      log copy TARGET                  file
      predict --out                    file
      predict IMAGE                    read
      preprocess --out                 goes on
      preprocess --templates           read
      preprocess template --out        files
      quickstart --data                goes on
      run --plan-dir                   goes on
      run FILE                         read
      train --backbone                 read
      train --model                    read
      wiki --out                       goes on
      * --cache-dir                    goes on
      * --data                         read
      * --logs                         goes on
      * --models                       goes on
      * --store                        goes on
      * --weights                      read
      """;

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

  /** A command that writes, its output's name, and its arguments with OUT for that. */
  private record Case(String command, String name, List<Object> arguments, boolean alone) {
    CommandLineRun run(Path out, Object... more) {
      List<Object> all = new ArrayList<>(Arrays.asList(command.split(" ", -1)));
      arguments.forEach(each -> all.add(each.equals("OUT") ? out : each));
      all.addAll(List.of(more));
      return CommandLineRun.thorax(all.toArray());
    }

    @Override
    public String toString() {
      return command + " " + name;
    }
  }

  private static Case folder(String command, Object... arguments) {
    return new Case(command, "out", List.of(arguments), false);
  }

  private static Case savedModel(String command, Object... arguments) {
    return new Case(command, "out", List.of(arguments), true);
  }

  private static Case file(String command, String name, Object... arguments) {
    return new Case(command, name, List.of(arguments), true);
  }

  private static Stream<Case> folders() {
    Path data = phantom.folder();
    Object[] evaluate = {
      model, "--data", data, "--device", "cpu", "--bootstrap", 0, "--out", "OUT"
    };
    Path predictions = model.resolveSibling(model.getFileName() + "-predictions.csv");
    return Stream.of(
        savedModel("backbone create", "DenseNet121", "--out", "OUT"),
        savedModel("backbone import", SmallPhantom.tiny(), "--out", "OUT"),
        savedModel("export", model, "--format", "savedmodel", "--out", "OUT"),
        folder("evaluate", evaluate),
        folder("ensemble evaluate", evaluate),
        folder("compare", "--logs", folder.resolve("one/logs"), "--out", "OUT"),
        folder("compare", "--predictions", predictions, predictions, "--out", "OUT"),
        folder("dataset stats", data, "--out", "OUT", "--split", "shares"),
        folder("explain", model, image, "--out", "OUT"),
        folder(
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

  private static Stream<Case> files() {
    Path data = phantom.folder();
    Path log = folder.resolve("one/logs").resolve("unvalidated-experiment-log.json");
    return Stream.of(
        file("export", "m.h5", model, "--format", "h5", "--out", "OUT"),
        file("export", "m.keras", model, "--format", "keras", "--out", "OUT"),
        file("export", "m.weights.h5", model, "--format", "weights-h5", "--out", "OUT"),
        file(
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
        file("dataset show", "sheet.png", data, "--count", 2, "--out", "OUT"),
        file("predict", "scores.csv", model, image, "--out", "OUT"),
        file("log copy", "copy.json", log, "OUT"));
  }

  @Test
  void everyPlaceThatACommandTakesIsKnown() {
    assertThat(places("", new CommandLine(new Thorax())))
        .as("places that commands take; a new one belongs into PLACES, and into a test if written")
        .isEqualTo(new TreeSet<>(known().keySet()));
  }

  @Test
  void everyCommandThatFillsAPlaceAnewTakesOverwrite() {
    known()
        .forEach(
            (place, use) -> {
              if (use.startsWith("f")) {
                CommandLine found = new CommandLine(new Thorax());
                String command = place.substring(0, place.lastIndexOf(' '));
                for (String word : command.split(" ", -1)) {
                  found = found.getSubcommands().get(word);
                }
                assertThat(found.getCommandSpec().findOption("--overwrite")).as(place).isNotNull();
              }
            });
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("folders")
  void aFolderIsReplacedByItsOwnKindAlone(Case each) throws IOException {
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
    done(each.run(own));
    Map<String, String> first = contents(own);
    Map<String, String> all = contents(work);
    each.run(own).failsSaying(own, "--overwrite");
    assertThat(contents(work)).isEqualTo(all);
    done(each.run(own, "--overwrite"));
    assertThat(contents(own)).containsOnlyKeys(first.keySet());

    Files.writeString(own.resolve("thesis.txt"), "precious");
    if (each.alone()) {
      refused(each, own);
    } else {
      done(each.run(own, "--overwrite"));
    }
    assertThat(own.resolve("thesis.txt")).hasContent("precious");
    Map<String, String> end = contents(work);
    end.keySet().removeIf(name -> name.startsWith("own/"));
    all.keySet().removeIf(name -> name.startsWith("own/"));
    assertThat(end).isEqualTo(all);
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("files")
  void aFileIsReplacedByItsOwnKindAlone(Case each) throws IOException {
    Path out = Files.writeString(work.resolve(each.name()), "precious");
    refused(each, out, "move it away");
    Path link = Files.createDirectory(work.resolve("links")).resolve(each.name());
    refused(each, Files.createSymbolicLink(link, out), "move it away");
    refused(each, Files.createDirectories(work.resolve("d").resolve(each.name())), "is a folder");

    Path own = Files.createDirectory(work.resolve("own")).resolve(each.name());
    done(each.run(own));
    Map<String, String> all = contents(work);
    each.run(own).failsSaying(own, "--overwrite");
    assertThat(contents(work)).isEqualTo(all);
    done(each.run(own, "--overwrite"));
    assertThat(contents(work)).containsOnlyKeys(all.keySet());
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
    for (Case each : files().filter(found -> others.containsKey(found.name())).toList()) {
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
    Case templates = file("preprocess template", "frontal.png", data.folder());
    Case tables = file("dataset relabel", "nofinding_train.csv", data.folder());
    for (Case each : List.of(templates, tables)) {
      Path out = each.equals(templates) ? template : table;
      Files.writeString(out, "precious");
      Map<String, String> before = contents(work);
      each.run(out).failsSaying(out, "move it away");
      each.run(out, "--overwrite").failsSaying(out, "move it away");
      assertThat(contents(work)).isEqualTo(before);
      Files.delete(out);
      done(each.run(out));
      each.run(out).failsSaying("--overwrite");
      done(each.run(out, "--overwrite"));
      assertThat(contents(work)).containsKeys(before.keySet().toArray(String[]::new));
    }
  }

  @Test
  void whatGoesOnWhereItWasGoesOnInItsOwnFolderAlone() throws IOException {
    Path out = Files.createDirectory(work.resolve("out"));
    Files.writeString(out.resolve("train.csv"), "precious");
    Path log = out.resolve("Xception_" + SmallPhantom.BENCHMARK + ".log");
    Files.writeString(log, "precious");
    CommandLineRun.thorax("preprocess", phantom.folder(), "--out", out)
        .failsSaying(out, "name another");
    CommandLineRun.thorax("quickstart", "--data", out).failsSaying(out, "name another");
    Path plan =
        Files.writeString(
            work.resolve("plan.yaml"),
            "benchmarks: [%s]\narchitectures: [Xception]\n".formatted(SmallPhantom.BENCHMARK));
    CommandLineRun.thorax("run", plan, "--plan-dir", out).failsSaying(log, "--plan-dir");
    Files.createDirectories(out.resolve("models"));
    Path page = out.resolve("models").resolve(experiment() + ".md");
    Files.writeString(page, "precious\n");
    Map<String, String> before = contents(out);
    Object[] wiki = {"wiki", experiment(), "--logs", folder.resolve("one/logs"), "--out", out};
    done(CommandLineRun.thorax(wiki));
    assertThat(Files.readString(page)).startsWith("precious\n");
    before.remove("models/" + page.getFileName());
    assertThat(contents(out)).containsAllEntriesOf(before);
  }

  @Test
  void trainingWritesIntoItsOwnFoldersAlone() throws IOException {
    Path run = work.resolve("models").resolve(experiment());
    Files.createDirectories(run);
    for (String name : List.of("predictions_probs.csv", "history.csv", "thesis.txt")) {
      Path canary = Files.writeString(run.resolve(name), "precious");
      phantom.train(work).failsSaying(canary, "move it away", "--models-dir");
      assertThat(canary).hasContent("precious");
      assertThat(contents(run)).containsOnlyKeys("", name);
      Files.delete(canary);
    }
    phantom.train(work).succeeds();
    Files.writeString(run.resolve("thesis.txt"), "precious");
    phantom.train(work).succeeds();
    assertThat(run.resolve("thesis.txt")).hasContent("precious");
  }

  @Tag("long")
  @Test
  void theWorkingFolderStaysAsItIs() throws Exception {
    Path place = Files.createDirectories(work.resolve("place/data")).getParent();
    Files.writeString(place.resolve("thesis.txt"), "precious");
    Files.writeString(place.resolve("data/a"), "precious");
    Map<String, String> before = contents(work);
    String script =
        """
        cd '%s' || exit 9
        for out in . ../place data/.. data/../. .. data models logs; do
          '%s' -cp '%s' -XX:TieredStopAtLevel=1 %s export '%s' --format savedmodel --overwrite --out $out \
            && exit 9
        done
        exit 0
        """
            .formatted(
                place,
                Path.of(System.getProperty("java.home"), "bin", "java"),
                ThoraxProcess.classPath(),
                Thorax.class.getName(),
                model);
    Process process = new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    assertThat(printed.lines()).hasSize(8).allMatch(line -> line.contains("nothing is ever"));
    assertThat(contents(work)).isEqualTo(before);
  }

  private static String experiment() throws IOException {
    return SmallPhantom.experiment(folder.resolve("one")).getFileName().toString();
  }

  /** With and without --overwrite, and nothing has changed. */
  private void refused(Case each, Path out, Object... parts) throws IOException {
    Map<String, String> before = contents(work);
    for (Object[] more : new Object[][] {{}, {"--overwrite"}}) {
      CommandLineRun run = each.run(out, more);
      run.failsSaying(out);
      if (more.length == 1 || parts.length > 0) {
        run.failsSaying(parts);
      }
      assertThat(contents(work)).as(each + " " + out).isEqualTo(before);
    }
  }

  private static void done(CommandLineRun run) {
    assertThat(run.exit()).as(run.err()).isZero();
  }

  private static Map<String, String> contents(Path place) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> all = Files.walk(place)) {
      for (Path path : all.toList()) {
        boolean file = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
        contents.put(
            place.relativize(path).toString(),
            file ? Arrays.hashCode(Files.readAllBytes(path)) + "" : "not a file");
      }
    }
    return contents;
  }

  private static Map<String, String> known() {
    Map<String, String> known = new TreeMap<>();
    PLACES
        .lines()
        .map(line -> line.split(" {2,}", -1))
        .forEach(line -> known.put(line[0], line[1]));
    return known;
  }

  private static Set<String> places(String name, CommandLine command) {
    Set<String> places = new TreeSet<>();
    for (ArgSpec each : command.getCommandSpec().args()) {
      boolean isPath =
          each.type() == Path.class || List.of(each.auxiliaryTypes()).contains(Path.class);
      if (isPath || each.paramLabel().matches(".*(DIR|FILE|PATH).*")) {
        String place = each instanceof OptionSpec option ? option.names()[0] : each.paramLabel();
        boolean general =
            known().containsKey("* " + place) && !known().containsKey(name + " " + place);
        places.add((general ? "*" : name) + " " + place);
      }
    }
    command
        .getSubcommands()
        .forEach((word, sub) -> places.addAll(places((name + " " + word).strip(), sub)));
    return places;
  }
}
