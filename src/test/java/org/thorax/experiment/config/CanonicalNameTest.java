package org.thorax.experiment.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.thorax.experiment.registry.BenchmarkSource;

class CanonicalNameTest {
  @Property(tries = 300)
  void aNameMadeOfABenchmarkMeansThatBenchmark(@ForAll("names") String name) {
    Benchmark benchmark = Benchmark.parse(name);
    CanonicalName canonical = CanonicalName.of(benchmark);
    assertThat(canonical.unsaid()).isEmpty();
    assertThat(Benchmark.parse(canonical.name())).isEqualTo(benchmark.withName(canonical.name()));
    assertThat(CanonicalName.of(Benchmark.parse(canonical.name()))).isEqualTo(canonical);
  }

  /** Names of the grammar, every component there or not. */
  @Provide
  Arbitrary<String> names() {
    List<Arbitrary<String>> parts = new ArrayList<>();
    parts.add(Arbitraries.of("", "DenseNet121_", "Xception-2_", "InceptionV3_3_"));
    parts.add(Arbitraries.of("", "Fold1of2_", "Fold7of10_"));
    parts.add(Arbitraries.of("", "Chexpert_"));
    parts.add(
        Arbitraries.of(
            "BCE", "WBCE", "Masked_CWBCE", "CWBCE_L1Normed", "CWBCE_NoNorm", "PWBCE_Balanced"));
    parts.add(Arbitraries.integers().between(1, 99).map(n -> "_E" + n));
    parts.add(Arbitraries.integers().between(1, 512).map(n -> "_B" + n));
    parts.add(Arbitraries.of("", "_C0", "_C1"));
    parts.add(Arbitraries.of("_N12"));
    parts.add(Arbitraries.of("", "_NoAug", "_AugAffine", "_AugColor", "_AugAffineColor"));
    parts.add(Arbitraries.of("", "_sharp21", "_sharp51", "_hist_gb", "_gb_hist", "_hist_sharp32"));
    parts.add(
        Arbitraries.of("", "_Uones", "_UONES", "_Uzero", "_UZEROES", "_U75", "_U66", "_UonesLSR"));
    parts.add(Arbitraries.of("", "_D256", "_D320", "_D64"));
    parts.add(Arbitraries.of("", "_DS9505", "_DS9010", "_DS8020"));
    parts.add(Arbitraries.of("", "_2LR1", "_LR4", "_1LR4", "_5LR1", "_15LR5", "_1LR0", "_30LR2"));
    parts.add(Arbitraries.of("", "_LF5", "_LF1", "_LF9"));
    parts.add(Arbitraries.of("", "_Adam", "_SGD", "_AdamW", "_RMSprop"));
    parts.add(Arbitraries.of("", "_Upsampled"));
    return Combinators.combine(parts)
        .as(tokens -> String.join("", tokens))
        // No template fits into 64 pixels.
        .filter(name -> !(name.contains("_C1") && name.contains("_D64")));
  }

  @Test
  void everyTokenStandsInItsPlace() {
    Benchmark benchmark =
        Benchmark.parse(
            "DenseNet121_2_BCE_E5_B32_N12_AugAffine_sharp21_U75_DS9505_LR4_LF1_Upsampled");
    assertThat(CanonicalName.of(benchmark).name())
        .isEqualTo(
            "Chexpert_BCE_E5_B32_C0_N12_AugAffine_sharp21_U75_D256_DS9505_1LR4_LF1_Adam_Upsampled");
  }

  @Test
  void whatTheNameDoesNotSayIsListed() {
    Benchmark benchmark =
        BenchmarkSource.of(
                "Chexpert_BCE_E5_B32_N5",
                List.of(Setting.parse("split.seed=7"), Setting.parse("shuffle=false")))
            .benchmark();
    assertThat(CanonicalName.of(benchmark).unsaid())
        .extracting(BenchmarkDiff::key)
        .containsExactly("split.seed", "fit.shuffle");
  }
}
