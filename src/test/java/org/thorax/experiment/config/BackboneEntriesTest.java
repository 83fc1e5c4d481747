package org.thorax.experiment.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.thorax.app.cli.CommandLineRun;
import org.thorax.model.Scaling;
import org.thorax.model.keras.PublishedWeights;
import org.thorax.model.keras.applications.Architecture;
import org.thorax.model.keras.layers.LayerGraph;

/** Every backbone goes the whole way by its entry: name, network, published file, page, help. */
class BackboneEntriesTest {
  @ParameterizedTest
  @EnumSource(Architecture.class)
  void aNameMeansIt(Architecture architecture) {
    String token = architecture.kerasName();
    assertThat(Architecture.named(token)).isEqualTo(architecture);
    BenchmarkName name = BenchmarkName.parse(token + "-2_BCE_E1_B8");
    assertThat(name.token(NameComponent.ARCHITECTURE)).contains(token);
    assertThat(Benchmark.parse(name.text()).name()).isEqualTo("2_BCE_E1_B8");
    assertThat(NameExplanation.of(name.text()).tokens().get(0).meaning()).isEqualTo("backbone");
    assertThat(TokenSuggestion.of(token + "x")).contains(token);
    assertThatThrownBy(() -> Architecture.named("foo")).hasMessageContaining(token);
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void itIsBuiltAndItsWeightsArePublished(Architecture architecture) {
    LayerGraph backbone = architecture.backbone();
    assertThat(backbone.weights()).hasSizeGreaterThan(100);
    assertThat(Architecture.ofModelName(backbone.name())).isEqualTo(architecture.kerasName());
    assertThat(Scaling.NAMED).contains(Scaling.of(architecture.inputScaling()));
    PublishedWeights published = PublishedWeights.of(architecture);
    assertThat(published.fileName()).startsWith(backbone.name()).endsWith("_notop.h5");
    assertThat(published.folder()).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void theHelpAndThePageNameIt(Architecture architecture) throws IOException {
    for (String command : new String[] {"create", "fetch"}) {
      assertThat(CommandLineRun.thorax("backbone", command, "--help").succeeds().out())
          .contains(architecture.kerasName());
    }
    assertThat(Files.readString(Path.of("README.md"))).contains(architecture.kerasName());
  }
}
