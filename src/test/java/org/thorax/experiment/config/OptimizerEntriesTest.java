package org.thorax.experiment.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.thorax.app.cli.CommandLineRun;
import org.thorax.model.OptimizerConfig;
import org.thorax.model.OptimizerKind;
import org.thorax.training.optimizer.ClippingOptimizer;
import org.thorax.training.optimizer.MovingAverageOptimizer;
import org.thorax.training.optimizer.Optimizer;

/** Every optimizer goes the whole way by its entry: name, form, arguments, arrays, page. */
class OptimizerEntriesTest {
  @ParameterizedTest
  @EnumSource(OptimizerKind.class)
  void aNameMeansItAndItsBenchmarkHasThatName(OptimizerKind kind) {
    Benchmark benchmark = Benchmark.parse("BCE_E1_B8_N5_" + kind.kerasName());
    assertThat(benchmark.optimization().optimizer()).isEqualTo(Optimizer.named(kind.kerasName()));
    String canonical = CanonicalName.of(benchmark).name();
    assertThat(BenchmarkName.parse(canonical).token(NameComponent.OPTIMIZER))
        .contains(kind.kerasName());
    assertThat(Benchmark.parse(canonical).optimization()).isEqualTo(benchmark.optimization());
    assertThat(BenchmarkReader.read(BenchmarkForm.of(benchmark))).isEqualTo(benchmark);
  }

  @ParameterizedTest
  @EnumSource(OptimizerKind.class)
  void itIsMadeOfItsArgumentsAndKnowsItsArrays(OptimizerKind kind) {
    Optimizer made = Optimizer.named(kind.kerasName());
    OptimizerConfig config = made.config(0.1);
    assertThat(config.kind()).contains(kind);
    assertThat(kind.arguments()).containsAll(config.arguments().keySet());
    assertThat(Optimizer.of(kind.kerasName(), config.arguments())).isEqualTo(made);
    assertThat(config.slots()).isNotEmpty().containsAll(made.slots());
    assertThat(config.isKnown()).isEqualTo(kind.isInKeras());
    assertThatThrownBy(() -> Optimizer.of(kind.kerasName(), Map.of("foo", 1.0)))
        .hasMessageContaining(kind.kerasName());
  }

  @ParameterizedTest
  @EnumSource(OptimizerKind.class)
  void itIsExplainedAndKnownToTheGrammar(OptimizerKind kind) {
    String token = kind.kerasName();
    assertThat(CommandLineRun.thorax("benchmark", "parse", "BCE_E1_B8_" + token).succeeds().out())
        .containsPattern(Pattern.quote(token) + " +optimizer +" + Pattern.quote(kind.meaning()));
    assertThat(TokenSuggestion.of(token + "xx")).contains(token);
    assertThatThrownBy(() -> Benchmark.parse("E1_B8")).hasMessageContaining("_" + token);
    assertThatThrownBy(() -> Optimizer.named("Foo")).hasMessageContaining(token);
  }

  @Test
  void everyClassIsOfOneEntry() {
    assertThat(Arrays.stream(OptimizerKind.values()).map(k -> Optimizer.named(k.kerasName())))
        .extracting(Object::getClass)
        .doesNotHaveDuplicates()
        .hasSize(Optimizer.class.getPermittedSubclasses().length - 2)
        .doesNotContainAnyElementsOf(
            List.of(MovingAverageOptimizer.class, ClippingOptimizer.class));
  }

  @ParameterizedTest
  @EnumSource(OptimizerKind.class)
  void thePageDescribesIt(OptimizerKind kind) throws IOException {
    String page = Files.readString(Path.of("docs/losses.md"));
    String section = page.substring(page.indexOf("## Optimizers"), page.indexOf("## Learning"));
    assertThat(section).contains(kind.kerasName());
    // Arguments that are there to be refused are none to describe.
    for (String argument : Optimizer.named(kind.kerasName()).config(1).arguments().keySet()) {
      if (!argument.equals("amsgrad")) {
        assertThat(section).contains("`" + argument + "`");
      }
    }
  }
}
