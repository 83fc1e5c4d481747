package org.thorax.app.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.app.cli.CommandLineRun;
import org.thorax.app.cli.SmallPhantom;
import org.thorax.oracle.KerasModel;
import org.thorax.oracle.Oracle;

class ExplainCommandTest {
  private static final Path COLOUR = KerasModel.recorded("keras2", "colour").savedModel();
  private static final String CLASSES = "Pleural Effusion,Lung Opacity";

  private static SmallPhantom phantom;
  private static List<Path> images;

  @TempDir private Path work;

  @BeforeAll
  static void draw(@TempDir Path folder) throws IOException {
    phantom = SmallPhantom.in(folder.resolve("phantom"));
    images = phantom.images().subList(0, 2);
  }

  @Tag("oracle")
  @Test
  void everyMethodLeavesPicturesNumbersAndTables() throws IOException {
    List<Path> arrays = new ArrayList<>();
    for (String method :
        List.of("gradcam", "gradcam++", "guided-backprop", "guided-gradcam", "crm", "occlusion")) {
      Path out = work.resolve(method);
      explain(out, "--method", method, "--class", "all").succeeds();
      List<String> table = Files.readAllLines(out.resolve("explanations.csv"));
      assertThat(table).hasSize(1 + 2 * 2);
      assertThat(table.get(0)).isEqualTo("image,class,probability,method,layer,boxes,folder");
      assertThat(table.get(1)).contains(",Pleural Effusion,0.", "," + method + ",");
      Path folder = out.resolve(name(images.get(0)));
      for (String file : List.of("pleural-effusion", "lung-opacity")) {
        assertThat(ImageIO.read(folder.resolve(file + ".png").toFile()).getWidth())
            .isGreaterThan(1000);
        assertThat(ImageIO.read(folder.resolve(file + "-overlay.png").toFile())).isNotNull();
        arrays.add(folder.resolve(file + ".npy"));
      }
    }
    arrays.add(work.resolve("gradcam").resolve(name(images.get(1)) + "/lung-opacity-raw.npy"));
    arrays.add(
        work.resolve("guided-backprop").resolve(name(images.get(1)) + "/lung-opacity-raw.npy"));
    List<String> read = Oracle.run("read_npy.py", arrays.toArray()).lines().toList();
    assertThat(read.subList(0, 12)).allMatch(line -> line.matches("float32 40x48 \\d.* True"));
    assertThat(read.get(12)).startsWith("float32 10x12x1 ");
    assertThat(read.get(13)).startsWith("float32 40x48x3 ");
  }

  private static String name(Path image) {
    String path = image.toString().replace(".jpg", "").replace('/', '-');
    return path.substring(path.lastIndexOf("patient"));
  }

  @Test
  void imagesOfOneNameDoNotOverwriteEachOther() throws IOException {
    Path out = work.resolve("out");
    Path twice = images.get(0);
    Path sameName = work.resolve(twice.subpath(twice.getNameCount() - 3, twice.getNameCount()));
    Files.createDirectories(sameName.getParent());
    Files.copy(images.get(1), sameName);
    CommandLineRun.thorax(
            "explain",
            COLOUR,
            twice,
            sameName,
            "--size",
            "40x48",
            "--scaling",
            "tf",
            "--classes",
            CLASSES,
            "--out",
            out)
        .succeeds();
    assertThat(out.resolve(name(twice))).isDirectory();
    assertThat(out.resolve(name(twice) + "-2")).isDirectory();
  }

  @Test
  void foldersAndTablesAreTakenAsPredictTakesThem() throws IOException {
    Path film = Files.createDirectories(work.resolve("cd/S1")).resolve("IM0001");
    Files.copy(images.get(0), film);
    Files.writeString(work.resolve("cd/DICOMDIR"), "");
    Files.writeString(work.resolve("cd/table.csv"), "image\nS1/IM0001\n");
    for (String given : List.of("cd", "cd/table.csv")) {
      Path out = work.resolve(given + "-maps");
      CommandLineRun run =
          CommandLineRun.thorax(
              "explain",
              COLOUR,
              work.resolve(given),
              "--size",
              "40x48",
              "--scaling",
              "tf",
              "--classes",
              CLASSES,
              "--out",
              out);
      assertThat(run.exit()).as(run.err()).isZero();
      assertThat(Files.readAllLines(out.resolve("explanations.csv"))).hasSize(2);
      assertThat(out.resolve("IM0001")).isDirectory();
      assertThat(run.err().contains("1 .csv, 1 DICOMDIR")).isEqualTo(given.equals("cd"));
    }
    Path none = work.resolve("nofile.png");
    CommandLineRun.thorax(
            "explain",
            COLOUR,
            none,
            "--size",
            40,
            "--scaling",
            "tf",
            "--classes",
            CLASSES,
            "--out",
            work.resolve("n"))
        .failsSaying("There is no file " + none);
  }

  @Test
  void theOriginalsPicturesHaveTheNetworksSizeAndTheCombinedMapStandsAlone() throws IOException {
    Path out = work.resolve("out");
    explain(out, "--method", "crm", "--class", "combined", "--colors", "original").succeeds();
    Path overlay = out.resolve(name(images.get(0))).resolve("combined-overlay.png");
    assertThat(ImageIO.read(overlay.toFile()).getWidth()).isEqualTo(48);
    assertThat(Files.readAllLines(out.resolve("explanations.csv"))).hasSize(3);
  }

  @Test
  void whatIsNotThereIsNamedWithWhatIs() {
    Path out = work.resolve("out");
    explain(out, "--layer", "relu_1").failsSaying("'relu_1'", "near it: ", "re_lu_1");
    explain(out, "--class", "Oedema").failsSaying("'Oedema'", "Lung Opacity");
    explain(out, "--method", "gradcan").isWrongUsageSaying("gradcam++", "'gradcan'");
    explain(out, "--method", "crm", "--crm", "old").isWrongUsageSaying("legacy", "'old'");
    explain(out, "--colors", "red").isWrongUsageSaying("perceptual|original", "'red'");
    explain(out, "--threshold", "1.5").isWrongUsageSaying("--threshold", "1.5");
    explain(out, "--patch", "0").isWrongUsageSaying("--patch");
    explain(out, "--method", "occlusion", "--patch", "500").failsSaying("--patch", "500");
    explain(out, "--method", "occlusion", "--layer", "conv1").isWrongUsageSaying("--layer");
    CommandLineRun.thorax("explain", COLOUR).isWrongUsageSaying("IMAGE", "--out");
    assertThat(out).doesNotExist();
  }

  @Test
  void legacyCrmNeedsAsManyChannelsAsUnits() {
    // Its last dense layer reads the pooled channels, so both are alike.
    explain(work.resolve("out"), "--method", "crm", "--crm", "legacy").succeeds();
    CommandLineRun.thorax(
            "explain",
            COLOUR,
            images.get(0),
            "--size",
            "40x48",
            "--scaling",
            "tf",
            "--classes",
            CLASSES,
            "--out",
            work.resolve("other"),
            "--method",
            "crm",
            "--crm",
            "legacy",
            "--layer",
            "conv1")
        .failsSaying("16 units", "conv1", "only 8", "--method crm");
  }

  @Test
  void scoresStandBesideWhatKnowsNothing() throws IOException {
    Path out = work.resolve("score");
    CommandLineRun run =
        score(phantom.folder().resolve("BBox_List_2017.csv"), phantom.folder(), "--out", out)
            .succeeds();
    assertThat(run.out())
        .contains("Grad-CAM at colour/re_lu_1 on ", "random maps", "the image's middle")
        .contains("output layer shuffled", "all shuffled", "what a random pixel hits")
        .contains("more often than random maps do");
    List<String> summary = Files.readAllLines(out.resolve("summary.csv"));
    assertThat(summary).hasSize(8);
    assertThat(summary.get(1)).startsWith("trained,");
    int findings = Integer.parseInt(summary.get(1).split(",", -1)[1]);
    assertThat(Files.readAllLines(out.resolve("findings.csv"))).hasSize(1 + findings);
    assertThat(summary.get(2)).startsWith("random maps," + 20 * findings + ",");
    assertThat(
            score(phantom.folder().resolve("BBox_List_2017.csv"), phantom.folder())
                .succeeds()
                .out())
        .isEqualTo(run.out());
  }

  @Test
  void boxesThatAreNoneAreNamedByFileAndLine() throws IOException {
    Path header = Files.writeString(work.resolve("header.csv"), "Path,Finding,x,y,w,h\n");
    Path cut =
        Files.writeString(
            work.resolve("cut.csv"),
            "Image Index,Finding Label,Bbox [x,y,w,h],,,\na.png,Effusion,1,2,3\n");
    Path words =
        Files.writeString(
            work.resolve("words.csv"),
            "Image Index,Finding Label,Bbox [x,y,w,h],,,\na.png,Effusion,1,2,wide,4\n");
    Path absent =
        Files.writeString(
            work.resolve("absent.csv"),
            "Image Index,Finding Label,Bbox [x,y,w,h],,,\na.png,Effusion,1,2,3,4\n");
    score(header, work).failsSaying(header, "Bbox [x,y,w,h]", "Path,Finding");
    score(cut, work).failsSaying(cut, "line 2", "5 cells");
    score(words, work).failsSaying(words, "line 2", "'wide'");
    score(absent, work).failsSaying("Effusion", "1 without image", "--data");
    score(work.resolve("none.csv"), work).failsSaying("none.csv", "--boxes");
  }

  private static CommandLineRun explain(Path out, Object... options) {
    List<Object> arguments = new ArrayList<>(List.of("explain", COLOUR));
    arguments.addAll(images);
    arguments.addAll(
        List.of("--size", "40x48", "--scaling", "tf", "--classes", CLASSES, "--out", out));
    arguments.addAll(List.of(options));
    return CommandLineRun.thorax(arguments.toArray());
  }

  private static CommandLineRun score(Path boxes, Path data, Object... options) {
    List<Object> arguments =
        new ArrayList<>(List.of("explain", "score", COLOUR, "--boxes", boxes, "--data", data));
    arguments.addAll(List.of("--size", "40x48", "--scaling", "tf", "--classes", CLASSES));
    arguments.addAll(List.of(options));
    return CommandLineRun.thorax(arguments.toArray());
  }
}
