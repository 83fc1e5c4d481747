package org.thorax.data.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thorax.data.DatasetKind;
import org.thorax.formats.io.YamlValue;

/** Which class of another data set an own class means. */
class ClassMappingTest {
  @ParameterizedTest
  @CsvSource({
    "Effusion, Pleural Effusion",
    "Pleural Effusion, derrame pleural",
    "Pleural Effusion, PLEURAERGUSS",
    "Pleural_Thickening, Pleural thickening",
    "Edema, Œdème pulmonaire",
    "Edema, oedeme  pulmonaire",
    "Fibrosis, Pulmonary fibrosis",
    "Tuberculosis, TB",
    "Pneumonia, neumonía",
    "COVID-19, COVID19",
    "Own-class, own class",
  })
  void synonymsInSeveralLanguagesAreOneFinding(String own, String theirs) {
    assertThat(ClassMapping.NONE.match(List.of(own), List.of("Mass", theirs)))
        .containsExactly(entry(own, theirs));
    assertThat(ClassMapping.NONE.match(List.of(theirs), List.of(own, "Mass")))
        .containsExactly(entry(theirs, own));
  }

  @ParameterizedTest
  @CsvSource({
    "Nodule, Nodule/Mass",
    "Mass, Nodule/Mass",
    "Lung Lesion, Nodule",
    "No Finding, Normal",
    "Lung Opacity, Infiltration",
    "Lung Opacity, Airspace opacity",
    "Pleural Other, Pleural thickening",
    "Hernia, hiatal hernia",
    "Pneumonia, Viral",
    "Atelectasis, laminar atelectasis",
  })
  void widerAndNarrowerFindingsAreNotTheSame(String own, String theirs) {
    assertThat(ClassMapping.NONE.match(List.of(own), List.of(theirs))).isEmpty();
  }

  @Test
  void theGivenClassComesFirstThenTheSameNameThenASynonym() {
    List<String> theirs = List.of("Effusion", "Pleural Effusion", "Fluid");
    assertThat(ClassMapping.parse("Effusion=Fluid").match(List.of("Effusion"), theirs))
        .containsExactly(entry("Effusion", "Fluid"));
    assertThat(ClassMapping.NONE.match(List.of("Effusion"), theirs))
        .containsExactly(entry("Effusion", "Effusion"));
    assertThatThrownBy(() -> ClassMapping.NONE.match(List.of("Pleuraerguss"), theirs))
        .hasMessageContaining("'Pleuraerguss' could be any of [Effusion, Pleural Effusion]");
    assertThat(ClassMapping.parse(" A = Fluid ,B=Effusion").match(List.of("B", "A", "C"), theirs))
        .containsExactly(entry("B", "Effusion"), entry("A", "Fluid"));
  }

  @Test
  void aWrongMappingIsRefusedWithItsForm() {
    for (String wrong : List.of("", "A", "A=", "=B", "A=B=C", "A=B,")) {
      assertThatThrownBy(() -> ClassMapping.parse(wrong)).hasMessageContaining("OWN=THEIRS,...");
    }
    assertThatThrownBy(() -> ClassMapping.parse("A=B,A=C")).hasMessageContaining("mapped twice");
    assertThatThrownBy(() -> ClassMapping.parse("A=B").require(List.of("A"), List.of("C", "D")))
        .hasMessageContaining("no class 'B'; its classes are [C, D]");
  }

  @Test
  void chestXray14sClassesAreFoundInCheXpertAndBack() {
    List<String> chexpert = DatasetKind.CHEXPERT.classes();
    List<String> nih = DatasetKind.CHESTXRAY14.classes();
    assertThat(ClassMapping.NONE.match(nih, chexpert))
        .hasSize(8)
        .contains(entry("Effusion", "Pleural Effusion"), entry("No Finding", "No Finding"));
    assertThat(ClassMapping.NONE.match(chexpert, nih)).hasSize(8);
  }

  @Test
  void noNameBelongsToTwoFindingsAndTheBuiltInSetsHaveNoAmbiguousClasses() {
    for (DatasetDescription one : BuiltInDescriptions.all()) {
      for (DatasetDescription other : BuiltInDescriptions.all()) {
        ClassMapping.NONE.match(one.classes(), other.classes());
      }
    }
    assertThatThrownBy(() -> Synonyms.of(YamlValue.of("A: [x, y]\nB: [Y]\n", "s.yaml")))
        .hasMessageContaining("Line 2, column 5 of s.yaml")
        .hasMessageContaining("'Y' of A");
  }
}
