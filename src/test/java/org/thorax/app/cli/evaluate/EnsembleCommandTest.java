package org.thorax.app.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.app.cli.CommandLineRun;
import org.thorax.app.cli.SmallPhantom;

class EnsembleCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static SmallPhantom phantom;
  private static List<Path> members;

  @TempDir private static Path folder;

  @BeforeAll
  static void train() throws IOException {
    phantom = SmallPhantom.in(folder.resolve("phantom"));
    members = new ArrayList<>();
    for (int seed = 1; seed <= 2; seed++) {
      Path work = folder.resolve("run" + seed);
      phantom.train(work, "--seed", seed).succeeds();
      members.add(SmallPhantom.savedModel(work));
    }
  }

  @Test
  void whatIsFittedOnValidationIsReachedThereAndTheFileIsAModelEverywhere() throws IOException {
    Path file = fit("dirichlet", "--draws", "200");
    JsonNode ensemble = JSON.readTree(file.toFile());
    double reported = ensemble.path("fit").path("value").asDouble();
    assertThat(ensemble.path("fit").path("on").asText()).isEqualTo("validation");
    for (JsonNode member : ensemble.path("fit").path("member_values")) {
      assertThat(reported).isGreaterThanOrEqualTo(member.asDouble() - 0.05);
    }
    JsonNode evaluated =
        json(
            run("ensemble", "evaluate", file, "--split", "validation", "--json", "--bootstrap", 0));
    JsonNode classes = evaluated.path("classes");
    assertThat(classes.toString()).contains("auc");
    Path exported = folder.resolve("exported");
    CommandLineRun.thorax("ensemble", "export", file, "--format", "savedmodel", "--out", exported)
        .succeeds();
    assertThat(JSON.readTree(predict(exported)).toString())
        .isEqualTo(JSON.readTree(predict(file)).toString());
  }

  @Tag("long")
  @Test
  void membersWithSharesOfTheirOwnAreJudgedOnThem() throws IOException {
    Path first = trained("third", SmallPhantom.BENCHMARK, "--valid-size", "0.3");
    Path second = trained("same", SmallPhantom.BENCHMARK, "--valid-size", "0.3", "--seed", "3");
    Path file = folder.resolve("shares.json");
    fitted(file, first, second).succeeds();
    JsonNode report = json(run("evaluate", file, "--json", "--bootstrap", 0));
    assertThat(report.path("remarks").toString()).doesNotContain("trained with");
    // The other members know the shares' usual validation set, but not the test set.
    Path mixed = folder.resolve("mixed.json");
    fitted(mixed, first, members.get(0));
    CommandLineRun other = run("evaluate", mixed, "--json", "--bootstrap", 0);
    assertThat(other.exit()).as(other.err()).isZero();
    assertThat(other.err())
        .contains(
            members.get(0).getFileName() + ": it was trained with --valid-size 0.2 (here 0.3)")
        .contains("but none of the test set's patients");
    Path leaking = trained("leaking", SmallPhantom.BENCHMARK, "--split-seed", "1");
    Path known = folder.resolve("known.json");
    fitted(known, first, leaking);
    run("evaluate", known)
        .failsSaying(
            leaking.getFileName() + ": it was trained with", "--split-seed 1 (here 6122156)");
  }

  @Test
  void membersOfABenchmarkInAFileAreJudgedOnIt() throws IOException {
    Path benchmark =
        Files.writeString(
            folder.resolve("mine.yaml"),
            "extends: Chexpert_BCE_E1_B8_C0_N5_D32_1LR3_Adam\nname: mine\n"
                + "labels: {classes: [Pleural Effusion, Lung Opacity]}\nsplit: {seed: 5}\n");
    Path first = trained("mine1", benchmark, "--seed", "1");
    Path second = trained("mine2", benchmark, "--seed", "2");
    Path file = folder.resolve("of-mine.json");
    fitted(file, first, second).succeeds();
    JsonNode report = json(run("evaluate", file, "--json", "--bootstrap", 0));
    assertThat(report.path("benchmark").asText()).isEqualTo("mine");
  }

  private static Path trained(String work, Object benchmark, Object... more) throws IOException {
    Path place = folder.resolve(work);
    List<Object> train = new ArrayList<>(List.of("train", benchmark, "--data", phantom.folder()));
    train.addAll(List.of("--models-dir", place.resolve("models")));
    train.addAll(List.of("--logs-dir", place.resolve("logs")));
    if (benchmark instanceof String) {
      train.addAll(List.of("--classes", SmallPhantom.CLASSES));
    }
    train.addAll(List.of(SmallPhantom.withTiny("--device", "cpu")));
    train.addAll(List.of(more));
    CommandLineRun.thorax(train.toArray()).succeeds();
    return SmallPhantom.savedModel(place);
  }

  private static CommandLineRun fitted(Path file, Path first, Path second) {
    return CommandLineRun.thorax(
        "ensemble",
        "fit",
        first,
        second,
        "--method",
        "mean",
        "--out",
        file,
        "--data",
        phantom.folder(),
        "--device",
        "cpu");
  }

  @Test
  void theMeanIsTheMeanOfItsMembersPredictions() throws IOException {
    JsonNode mean = JSON.readTree(predict(fit("mean")));
    JsonNode first = JSON.readTree(predict(members.get(0)));
    JsonNode second = JSON.readTree(predict(members.get(1)));
    for (String name : SmallPhantom.CLASSES.split(",", -1)) {
      double expected = (probability(first, name) + probability(second, name)) / 2;
      assertThat(probability(mean, name)).isCloseTo(expected, within(1e-6));
    }
  }

  @Tag("long")
  @Test
  void anEnsembleIsExplainedAndScoredLikeAModel() throws IOException {
    Path file = fit("mean");
    Path out = folder.resolve("maps");
    Path image = phantom.images().get(0);
    CommandLineRun run =
        CommandLineRun.thorax(
            "explain", file, image, "--class", "all", "--out", out, "--device", "cpu");
    assertThat(run.exit()).as(run.err()).isZero();
    List<String> table = Files.readAllLines(out.resolve("explanations.csv"));
    JsonNode predicted = JSON.readTree(predict(file));
    String[] classes = SmallPhantom.CLASSES.split(",", -1);
    assertThat(table).hasSize(1 + classes.length);
    for (int i = 0; i < classes.length; i++) {
      String[] cells = table.get(1 + i).split(",", -1);
      assertThat(cells[1]).isEqualTo(classes[i]);
      assertThat(Double.parseDouble(cells[2]))
          .isCloseTo(probability(predicted, classes[i]), within(1e-6));
    }
    Path boxes = phantom.folder().resolve("BBox_List_2017.csv");
    CommandLineRun score =
        CommandLineRun.thorax(
            "explain", "score", file, "--boxes", boxes, "--data", phantom.folder(), "--limit", 4);
    assertThat(score.exit()).as(score.err()).isZero();
    assertThat(score.out()).contains("on 4 findings", "trained", "all shuffled");
    CommandLineRun.thorax("explain", file, image, "--out", folder.resolve("no"), "--scaling", "tf")
        .failsSaying("members", "leave --scaling and --classes out");
  }

  @Tag("long")
  @Test
  void theSameSeedGivesTheSameFileByEveryMethod() throws IOException {
    for (String method : List.of("greedy", "stacking", "forest")) {
      byte[] once = Files.readAllBytes(fit(method, "--epochs", "3", "--trees", "5"));
      byte[] again = Files.readAllBytes(fit(method, "--epochs", "3", "--trees", "5"));
      assertThat(again).as(method).isEqualTo(once);
    }
  }

  @Test
  void whatIsFittedOnTestSaysSo() {
    Path file = folder.resolve("on-test.json");
    CommandLineRun run = run("ensemble", "fit", "--fit-on", "test", "--method", "greedy", file);
    assertThat(run.out()).contains("fitted on test", "too good to be true");
    assertThat(CommandLineRun.thorax("ensemble", "describe", file).out())
        .contains(" - Weight: ", "warning: fitted on test");
  }

  @Test
  void wrongOptionsAreUsage() {
    Path out = folder.resolve("x.json");
    CommandLineRun.thorax("ensemble", "fit", members.get(0), "--out", out).isWrongUsageSaying("2");
    run("ensemble", "fit", "--method", "vote", out).isWrongUsageSaying("vote", "dirichlet");
    run("ensemble", "fit", "--weights", "1,0", out).isWrongUsageSaying("--method fixed");
    run("ensemble", "fit", "--method", "fixed", "--weights", "0.7,0.7", out)
        .failsSaying("sum to 1");
    run("ensemble", "fit", folder.resolve("x.txt")).isWrongUsageSaying("FILE.json");
  }

  private static Path fit(String method, Object... more) {
    Path file = folder.resolve(method + ".json");
    List<Object> arguments =
        new ArrayList<>(List.of("ensemble", "fit", "--overwrite", "--method", method));
    arguments.addAll(List.of(more));
    arguments.add(file);
    CommandLineRun run = run(arguments.toArray());
    assertThat(run.exit()).as(run.err()).isZero();
    return file;
  }

  /** The last argument of a fit is its file. */
  private static CommandLineRun run(Object... given) {
    List<Object> arguments = new ArrayList<>(List.of(given));
    if (given[1].equals("fit")) {
      Object out = arguments.remove(arguments.size() - 1);
      arguments.addAll(2, members);
      arguments.addAll(List.of("--out", out));
    }
    arguments.addAll(List.of("--data", phantom.folder(), "--device", "cpu"));
    return CommandLineRun.thorax(arguments.toArray());
  }

  private static JsonNode json(CommandLineRun run) throws IOException {
    assertThat(run.exit()).as(run.err()).isZero();
    return JSON.readTree(run.out());
  }

  private static String predict(Path model) throws IOException {
    CommandLineRun run =
        CommandLineRun.thorax(
            "predict", model, phantom.images().get(0), "--json", "--device", "cpu");
    assertThat(run.exit()).as(run.err()).isZero();
    return run.out();
  }

  private static double probability(JsonNode predictions, String name) {
    return predictions.get(0).path("probabilities").path(name).asDouble();
  }
}
