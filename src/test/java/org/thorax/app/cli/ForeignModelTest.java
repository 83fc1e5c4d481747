package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.ensemble.Combination;
import org.thorax.ensemble.Ensemble;
import org.thorax.ensemble.EnsembleFile;
import org.thorax.oracle.MadeOnce;
import org.thorax.oracle.Oracle;

/** Models of public bug reports: pixels of 0..1, and linear outputs; through every command. */
@Tag("oracle")
class ForeignModelTest {
  private static final Path FOLDER = Path.of("target/foreign-models").toAbsolutePath();
  private static final Path UNIT = FOLDER.resolve("pneumonia.h5");
  private static final Path LOGITS = FOLDER.resolve("logits.h5");
  private static final Path FILM = FOLDER.resolve("film.png");

  private static SmallPhantom phantom;

  @TempDir private Path work;

  @BeforeAll
  static void make(@TempDir Path folder) {
    MadeOnce.make(LOGITS, () -> Oracle.run("scaled_models.py", FOLDER, "reports"));
    phantom = SmallPhantom.in(folder.resolve("phantom"));
  }

  @Test
  void aModelOfPixelsOf0To1AnswersAsInKeras() throws IOException {
    JsonNode found = predicted(UNIT, "--scaling", "unit", "--classes", "NORMAL,PNEUMONIA");
    assertThat(found.path("NORMAL").asDouble()).isCloseTo(0.98531324, within(1e-5));
    assertThat(found.path("PNEUMONIA").asDouble()).isCloseTo(0.01468682, within(1e-5));
    JsonNode numbers =
        predicted(UNIT, "--scaling", "mean=0,std=255", "--classes", "NORMAL,PNEUMONIA");
    assertThat(numbers).isEqualTo(found);
  }

  @Test
  void logitsBecomeProbabilitiesAndScoresAreCalledSo() throws IOException {
    JsonNode found = predicted(LOGITS, "--scaling", "tf", "--classes", "a,b");
    assertThat(found.path("a").asDouble()).isCloseTo(0.26176164, within(1e-6));
    assertThat(found.path("b").asDouble()).isCloseTo(0.16876763, within(1e-6));
    Object[] none = {"--scaling", "tf", "--classes", "a,b", "--activation", "none", "--json"};
    CommandLineRun scores = predict(LOGITS, none).succeeds();
    assertThat(scores.out()).contains("\"scores\"").doesNotContain("probabilities");
    JsonNode values = new ObjectMapper().readTree(scores.out()).get(0).path("scores");
    assertThat(values.path("a").asDouble()).isCloseTo(-1.0368325, within(1e-5));
    assertThat(values.path("b").asDouble()).isCloseTo(-1.5943866, within(1e-5));
  }

  @Test
  void whereNoScalingIsKnownEachOneIsShownForTheFirstImage() {
    CommandLineRun run = predict(UNIT, "--classes", "NORMAL,PNEUMONIA");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("film.png it would give")
        .contains("--scaling none       NORMAL 1.0000")
        .contains("--scaling unit       NORMAL 0.9853, PNEUMONIA 0.0147")
        .contains("--scaling tf         PNEUMONIA 0.9998")
        .contains("thorax: The model does not specify how its images are scaled");
    CommandLineRun evaluated = evaluate(UNIT);
    assertThat(evaluated.exit()).isEqualTo(1);
    assertThat(evaluated.err()).contains("--scaling per-image", "--scaling unit");
  }

  @Test
  void evaluationTakesScalingAndActivation() {
    evaluate(UNIT, "--scaling", "unit").succeeds();
    assertThat(evaluate(LOGITS, "--scaling", "per-image").succeeds().out()).contains("logits");
    evaluate(LOGITS, "--scaling", "tf", "--activation", "none")
        .failsSaying("scores", "--activation sigmoid");
  }

  @Test
  void trainingPutsTheActivationOnAndKeepsTheScaling() throws IOException {
    CommandLineRun run =
        phantom.train(SmallPhantom.BENCHMARK, work, "--model", LOGITS, "--scaling", "per-image");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).contains("sigmoid makes probabilities");
    Path config = SmallPhantom.experiment(work).resolve("config.json");
    JsonNode written = new ObjectMapper().readTree(config.toFile());
    assertThat(written.path("scaling").asText()).isEqualTo("per-image");
    assertThat(written.path("output_activation").asText()).isEqualTo("sigmoid");
    Path trained = SmallPhantom.savedModel(work);
    JsonNode here = predicted(trained);
    assertThat(here.size()).isEqualTo(2);
    Path exported = work.resolve("again.h5");
    CommandLineRun.thorax("export", trained, "--format", "h5", "--out", exported).succeeds();
    JsonNode again =
        predicted(exported, "--scaling", "per-image", "--classes", SmallPhantom.CLASSES);
    here.fieldNames()
        .forEachRemaining(
            name ->
                assertThat(again.path(name).asDouble())
                    .isCloseTo(here.path(name).asDouble(), within(1e-6)));
    phantom
        .train(
            SmallPhantom.BENCHMARK,
            work.resolve("scores"),
            "--model",
            LOGITS,
            "--scaling",
            "tf",
            "--activation",
            "none")
        .failsSaying("gives scores", "--activation sigmoid or softmax");
  }

  @Test
  void anImportedModelNeedsNoOptionsAndAnEnsembleScalesEachMember() throws IOException {
    Path unit = imported(UNIT, "unit", "unit");
    Path logits = imported(LOGITS, "per-image", "per-image");
    Path third = imported(UNIT, "numbers", "mean=100,std=50");
    JsonNode one = predicted(unit);
    assertThat(one.path("a").asDouble()).isCloseTo(0.98531324, within(1e-5));
    JsonNode other = predicted(logits);
    JsonNode another = predicted(third);
    List<Ensemble.Member> members =
        List.of(
            new Ensemble.Member(unit, "unit"),
            new Ensemble.Member(logits, "logits"),
            new Ensemble.Member(third, "numbers"));
    Path file = work.resolve("ensemble.json");
    EnsembleFile.write(
        new Ensemble(
            "all", List.of("a", "b"), members, Combination.WeightedMean.equal(3), Optional.empty()),
        file);
    JsonNode together = predicted(file);
    double mean =
        (one.path("a").asDouble() + other.path("a").asDouble() + another.path("a").asDouble()) / 3;
    assertThat(together.path("a").asDouble()).isCloseTo(mean, within(1e-6));
    predict(file, "--activation", "softmax").failsSaying("leave --activation out");
    explain(file, "gradcam").succeeds();
  }

  @Test
  void everyMethodExplainsThem() {
    for (String method : List.of("gradcam", "crm", "occlusion", "guided-gradcam")) {
      CommandLineRun run = explain(LOGITS, method, "--scaling", "per-image", "--classes", "a,b");
      assertThat(run.exit()).as(run.err()).isZero();
    }
    Path scores = work.resolve("scores");
    CommandLineRun.thorax(
            "explain",
            LOGITS,
            FILM,
            "--out",
            scores,
            "--scaling",
            "tf",
            "--classes",
            "a,b",
            "--activation",
            "none")
        .succeeds();
    assertThat(scores.resolve("explanations.csv")).content().startsWith("image,class,score,");
  }

  @Test
  void wrongWordsAreWrongUsage() {
    Object[] scaling = {"--scaling", "rescale", "--classes", "a,b"};
    predict(UNIT, scaling).isWrongUsageSaying("Unknown scaling 'rescale'", "is unit");
    Object[] activation = {"--scaling", "unit", "--activation", "relu", "--classes", "a,b"};
    predict(UNIT, activation).isWrongUsageSaying("Unknown activation 'relu'", "softmax");
    Object[] twice = {"--scaling", "unit", "--activation", "sigmoid", "--classes", "a,b"};
    predict(UNIT, twice).failsSaying("probabilities already");
  }

  private Path imported(Path file, String name, String scaling) {
    Path folder = work.resolve(name);
    CommandLineRun.thorax(
            "backbone", "import", file, "--out", folder, "--scaling", scaling, "--classes", "a,b")
        .succeeds();
    return folder;
  }

  private static JsonNode predicted(Path model, Object... more) throws IOException {
    Object[] options = new Object[more.length + 1];
    System.arraycopy(more, 0, options, 1, more.length);
    options[0] = "--json";
    CommandLineRun run = predict(model, options);
    assertThat(run.exit()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out()).get(0).path("probabilities");
  }

  private static CommandLineRun predict(Path model, Object... more) {
    return run(new Object[] {"predict", model, FILM, "--device", "cpu"}, more);
  }

  private CommandLineRun explain(Path model, String method, Object... more) {
    Path out = work.resolve("explained-" + method + "-" + model.getFileName());
    return run(new Object[] {"explain", model, FILM, "--out", out, "--method", method}, more);
  }

  private static CommandLineRun evaluate(Path model, Object... more) {
    return run(
        new Object[] {
          "evaluate",
          model,
          "--benchmark",
          SmallPhantom.BENCHMARK,
          "--classes",
          SmallPhantom.CLASSES,
          "--data",
          phantom.folder(),
          "--bootstrap",
          "0",
          "--device",
          "cpu"
        },
        more);
  }

  private static CommandLineRun run(Object[] first, Object[] more) {
    Object[] all = new Object[first.length + more.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return CommandLineRun.thorax(all);
  }
}
