package org.thorax.experiment.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.thorax.app.cli.CommandLineRun;
import org.thorax.data.image.Augmentation;
import org.thorax.data.image.AugmentationToken;
import org.thorax.data.image.GreyImage;

/** Every augmentation goes the whole way by its entry: name, form, log, image, page, help. */
class AugmentationEntriesTest {
  private static final int SIDE = 32;

  static List<AugmentationToken> tokens() {
    return AugmentationToken.all();
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void aNameMeansItAndItsBenchmarkHasThatName(AugmentationToken token) {
    Benchmark benchmark = Benchmark.parse("BCE_E1_B8_N5_" + token.text());
    assertThat(benchmark.images().augmentation()).isEqualTo(token.augmentation());
    String canonical = CanonicalName.of(benchmark).name();
    assertThat(BenchmarkName.parse(canonical).token(NameComponent.AUGMENTATION).orElse("NoAug"))
        .isEqualTo(token.text());
    assertThat(BenchmarkReader.read(BenchmarkForm.of(benchmark))).isEqualTo(benchmark);
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void itsWordsInLogsMeanIt(AugmentationToken token) {
    String logged = token.augmentation().text();
    assertThat(AugmentationToken.ofLogged(logged)).isEqualTo(token);
    assertThat(Augmentation.parse(logged.toUpperCase(Locale.ROOT))).isEqualTo(token.augmentation());
    assertThatThrownBy(() -> Augmentation.parse("foo")).hasMessageContaining(logged);
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void itIsExplainedAndKnownToTheGrammar(AugmentationToken token) {
    String name = "BCE_E1_B8_" + token.text();
    assertThat(CommandLineRun.thorax("benchmark", "parse", name).succeeds().out())
        .containsPattern(token.text() + " +augmentation +" + Pattern.quote(token.meaning()));
    assertThat(TokenSuggestion.of(token.text() + "x")).contains(token.text());
    assertThatThrownBy(() -> Benchmark.parse("E1_B8")).hasMessageContaining("_" + token.text());
  }

  @ParameterizedTest
  @EnumSource(Augmentation.Step.class)
  void itChangesImagesAndTheHelpAndThePageNameIt(Augmentation.Step step) throws IOException {
    byte[] pixels = new byte[SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * i);
    }
    GreyImage image = new GreyImage(SIDE, SIDE, pixels);
    GreyImage changed = new Augmentation(List.of(step)).apply(image, 1, 2, 3);
    assertThat(List.of(changed.width(), changed.height())).containsOnly(SIDE);
    assertThat(changed.pixels()).isNotEqualTo(pixels);
    assertThat(CommandLineRun.thorax("dataset", "show", "--help").succeeds().out())
        .contains(step.word());
    String token = AugmentationToken.ofLogged(step.word()).text();
    assertThat(Files.readString(Path.of("docs/data.md"))).contains("`" + token + "`");
  }
}
