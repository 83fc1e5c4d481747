package org.thorax.experiment.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.data.Fold;
import org.thorax.data.SplitPlan;

class FoldNameTest {
  private static final String NAME = "Chexpert_BCE_E1_B8_C0_N5_D64_1LR4_Adam";

  @ParameterizedTest
  @CsvSource({"1,2", "2,5", "10,10"})
  void aFoldsNameMeansIt(int number, int count) {
    Fold fold = new Fold(number, count);
    Benchmark folded = FoldName.with(fold, Benchmark.parse(NAME));
    assertThat(folded.name()).isEqualTo("Fold%dof%d_%s".formatted(number, count, NAME));
    assertThat(Benchmark.parse(folded.name())).isEqualTo(folded);
    assertThat(Benchmark.parse("Xception_" + folded.name())).isEqualTo(folded);
    assertThat(folded.split()).isEqualTo(SplitPlan.DEFAULT.withFold(fold));
    CanonicalName canonical = CanonicalName.of(folded);
    assertThat(canonical.name()).isEqualTo(folded.name());
    assertThat(canonical.unsaid()).isEmpty();
    assertThat(FoldName.ofAll("Xception_3_" + folded.name(), fold))
        .isEqualTo("Xception_3_Folds%d_%s".formatted(count, NAME));
  }

  @Test
  void whatTheNameDoesNotSayGivesItAChecksum() {
    Benchmark plain = Benchmark.parse(NAME);
    Benchmark shuffled = FoldName.with(new Fold(1, 3), plain);
    Benchmark other = FoldName.with(new Fold(1, 3, false), plain);
    assertThat(other.name()).startsWith("Fold1of3_" + NAME + "_x");
    Benchmark stratified =
        CanonicalName.distinct(shuffled, shuffled.with(shuffled.split().withStratified(true)));
    assertThat(stratified.name()).startsWith("Fold1of3_" + NAME + "_x");
    assertThat(stratified.name()).isNotEqualTo(other.name());
    // A checksum of the whole data set's benchmark does not fit that of a fold.
    Benchmark marked = ChecksumName.mark(plain.with(plain.split().withSeed(4)));
    Benchmark folded = FoldName.with(new Fold(2, 3), marked);
    assertThat(folded.name())
        .startsWith("Fold2of3_" + NAME + "_x")
        .doesNotEndWith(marked.name().substring(marked.name().length() - 6));
    assertThat(ChecksumName.mark(folded)).isEqualTo(folded);
  }

  @Test
  void aBenchmarkWithoutFoldsHasTheSameFormAsBefore() {
    ObjectNode split = (ObjectNode) BenchmarkForm.of(Benchmark.parse(NAME)).get("split");
    assertThat(split)
        .hasToString(
            "{\"seed\":6122156,\"test_size\":0.2,\"valid_size\":0.2,\"official_test\":false,"
                + "\"stratified\":false}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Fold0of5_",
        "Fold6of5_",
        "Fold1of1_",
        "Fold1of99999999999_",
        "Fold1of5_Fold2of5_"
      })
  void whatIsNoFoldIsRefused(String token) {
    assertThatThrownBy(() -> Benchmark.parse(token + NAME)).isInstanceOf(ThoraxException.class);
  }

  @Test
  void aFoldIsNotMadeOfAFold() {
    Benchmark folded = Benchmark.parse("Fold2of5_" + NAME);
    assertThatThrownBy(() -> FoldName.with(new Fold(1, 5), folded))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("is of fold 2 of 5 already");
  }

  @Test
  void theFormOfAFoldIsReadStrictly() {
    ObjectNode form = BenchmarkForm.of(Benchmark.parse("Fold2of5_" + NAME));
    ObjectNode fold = (ObjectNode) form.get("split").get("fold");
    assertThat(fold).hasToString("{\"number\":2,\"count\":5,\"shuffle\":true}");
    fold.remove("shuffle");
    assertThat(BenchmarkReader.read(form).split().fold()).isEqualTo(Optional.of(new Fold(2, 5)));
    fold.put("shufle", true);
    assertThatThrownBy(() -> BenchmarkReader.read(form))
        .hasMessageContaining("no key split.fold.shufle")
        .hasMessageContaining("did you mean 'shuffle'?");
    fold.remove(List.of("shufle", "count"));
    assertThatThrownBy(() -> BenchmarkReader.read(form)).hasMessageContaining("split.fold.count");
  }

  @Test
  void theDataSetOfADescriptionStandsBehindTheFold() {
    BenchmarkName name = BenchmarkName.parse("2_Fold1of5_Own_BCE_E1_B8_N2");
    assertThat(name.unknown()).isEmpty();
    assertThat(name.token(NameComponent.DATASET)).contains("Own");
    assertThat(name.token(NameComponent.FOLD)).contains("Fold1of5");
    assertThat(NameExplanation.of(name.text()).tokens().get(1).meaning())
        .isEqualTo("the test set is fold 1 of 5 of the patients");
  }
}
