package org.thorax.experiment.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.thorax.ThoraxException;
import org.thorax.app.cli.CommandLineRun;
import org.thorax.training.loss.Loss;

/** Every loss goes the whole way by its entry: name, form, log, network, page. */
class LossEntriesTest {
  private static final ClassWeights RAW =
      new ClassWeights(List.of(3.0, 5.0), List.of(2.5, 4.0), List.of(5.0 / 3, 4.0 / 3));

  static List<LossToken> tokens() {
    return LossToken.all();
  }

  @ParameterizedTest
  @EnumSource(LossName.class)
  void aNameMeansItAndItsBenchmarkHasThatName(LossName loss) {
    Benchmark benchmark = named(loss);
    assertThat(benchmark.objective()).isEqualTo(Objective.of(loss));
    CanonicalName canonical = CanonicalName.of(benchmark);
    assertThat(BenchmarkName.parse(canonical.name()).token(NameComponent.LOSS))
        .contains(loss.token());
    assertThat(Benchmark.parse(canonical.name()).objective()).isEqualTo(benchmark.objective());
    assertThat(benchmark.optimization().optimizer()).isEqualTo(loss.usual().optimizer());
    assertThat(BenchmarkReader.read(BenchmarkForm.of(benchmark))).isEqualTo(benchmark);
  }

  @ParameterizedTest
  @EnumSource(LossName.class)
  void itsLoggedNameMeansItAndGoesWithItsToken(LossName loss) {
    assertThat(LossName.of(loss.logged())).isEqualTo(loss);
    LossToken token = LossToken.of(loss.token());
    assertThat(token.fits(loss.logged(), Optional.of(false))).isTrue();
    assertThat(token.fits(loss.logged(), Optional.empty())).isTrue();
  }

  @ParameterizedTest
  @EnumSource(LossName.class)
  void itIsMadeOfItsArgumentsAndWeights(LossName loss) {
    Objective objective = Objective.of(loss);
    Loss made = objective.loss(Optional.of(RAW));
    assertThat(made.masks()).isEqualTo(loss.masks());
    assertThat(made.outputsPerClass()).isEqualTo(loss == LossName.THREE_WAY_CROSSENTROPY ? 3 : 1);
    if (!objective.weighs()) {
      assertThat(objective.loss(Optional.empty())).isEqualTo(made);
    }
    loss.arguments()
        .forEach(
            (name, value) -> {
              Objective changed =
                  new Objective(
                      loss, false, ClassWeightScale.L1_NORMED, Map.of(name, value / 2 + 0.25));
              assertThat(changed.loss(Optional.of(RAW))).as(name).isNotEqualTo(made);
            });
    assertThat(objective.inKeras().name()).matches("[A-Za-z_]+");
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void everyTokenIsExplainedAndKnownToTheGrammar(LossToken token) {
    String name = token.text() + "_E1_B8_N5";
    Benchmark benchmark = Benchmark.parse(name);
    assertThat(token.losses()).contains(benchmark.objective().loss());
    assertThat(benchmark.objective().classWeight()).isEqualTo(token.classWeight());
    assertThat(benchmark.objective().loss(Optional.of(RAW)).masks())
        .isEqualTo(benchmark.objective().loss().masks());
    CommandLineRun.thorax("benchmark", "parse", name)
        .succeeds()
        .out()
        .lines()
        .filter(line -> line.startsWith(token.text() + " "))
        .findFirst()
        .ifPresentOrElse(
            line -> assertThat(line).contains("loss", token.meaning()),
            () -> assertThat(name).as("no line of it").isEmpty());
    assertThat(TokenSuggestion.of(token.text() + "x")).contains(token.text());
  }

  @Test
  void messagesListThem() {
    assertThatThrownBy(() -> Benchmark.parse("E1_B8"))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining(String.join("|", NameGrammar.losses()));
    assertThatThrownBy(() -> Benchmark.parse("Masked_BCE_E1_B8"))
        .hasMessageContainingAll(LossToken.masking().toArray(new String[0]));
  }

  @ParameterizedTest
  @EnumSource(LossName.class)
  void thePageDescribesIt(LossName loss) throws IOException {
    try (Stream<String> page = Files.lines(Path.of("docs/losses.md"))) {
      assertThat(page)
          .anyMatch(
              line ->
                  line.startsWith("| `" + loss.token() + "`")
                      && line.contains("| `" + loss.logged() + "`"));
    }
  }

  /** A benchmark whose name means the loss: some tokens mean it for one data set or head only. */
  private static Benchmark named(LossName loss) {
    return Stream.of("Chexpert_%s_E1_B8_N5", "Chestxray_%s_E1_B8", "%s_E1_B8_N5_Umulticlass")
        .map(pattern -> pattern.formatted(loss.token()))
        .flatMap(name -> parsed(name).stream())
        .filter(benchmark -> benchmark.objective().loss() == loss)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no name means " + loss));
  }

  private static Optional<Benchmark> parsed(String name) {
    try {
      return Optional.of(Benchmark.parse(name));
    } catch (ThoraxException e) {
      return Optional.empty();
    }
  }
}
