package org.thorax.data.describe;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.thorax.data.View;

/** What values mean, in English, German, Spanish, French and Portuguese. */
final class ValueWords {
  private static final List<String> POSITIVE =
      words(
          "1 true t yes y ja j si oui sim positive positiv positivo positif pos x present vorhanden +");
  private static final List<String> NEGATIVE =
      words(
          "0 false f no n nein non nao negative negativ negativo negatif neg absent fehlt kein -");
  private static final List<String> UNCERTAIN =
      words(
          "-1 ? uncertain unclear fraglich unklar unsicher maybe possible moglich verdacht dudoso douteux"
              + " incerto incierto u");
  private static final List<String> BLANK =
      words("nan na n/a null none unknown unbekannt k.a. ka desconocido inconnu desconhecido nd");

  private static final List<String> NO_FINDING =
      words(
          "nofinding nofindings normal unauffallig unauffaellig ohnebefund ob keinbefund keinebefunde healthy"
              + " gesund sano sain sinhallazgos ras semachados semalteracoes normales nodisease nothing"
              + " clear noabnormality nolungopacitynotnormal nopneumonia nopneumothorax");

  private static final List<String> FINDINGS =
      words(
          "atelect atelekt mediastin cardiomeg kardiomeg effusion erguss derrame epanchement infiltrat infiltrac mass nodul"
              + " rundherd pneumon neumon pneumoth neumoth consolid konsolid edema oedem odem emphys enfis"
              + " fibros pleura hernia opac verschatt fractur fraktur frattur tubercul tuberkul tbc covid copd"
              + " calcif verkalk lesion device schrittmacher stau cancer carcinom karzinom tumor aortic"
              + " skolios scolio drain katheter catheter abscess abszess bronch nofinding viral bacteri");
  private static final List<String> FINDING_NAMES =
      words("tb ild normal device devices mass bcg lung");

  private static final List<String> FRONTAL =
      words("frontal front face anteroposterior posteroanterior");
  private static final List<String> LATERAL =
      words("l ll rl lat lateral laterale seitlich seite profil perfil");

  /** The first of {@link #LATERAL} are letters. */
  private static final int LETTERS = 3;

  private static final List<String> FEMALE =
      words("f female w weiblich frau woman mujer femenino femme feminin feminino mulher");
  private static final List<String> MALE =
      words("m male mannlich maennlich mann man hombre masculino homme masculin homem varon h");

  private static final List<String> TRAIN =
      words("train training trainset trainieren entrenamiento treino dev0");
  private static final List<String> VALIDATION =
      words("val valid validation validate dev validierung validacion validacao tune");
  private static final List<String> TEST =
      words("test testing testset eval evaluation holdout prueba teste");

  private ValueWords() {}

  /** Labels a value can be. */
  enum Meaning {
    POSITIVE,
    NEGATIVE,
    UNCERTAIN,
    BLANK
  }

  /** Sets a value can name. */
  enum SetName {
    TRAIN,
    VALIDATION,
    TEST
  }

  private static List<String> words(String all) {
    return List.of(all.split(" ", -1));
  }

  /** The label that a value is; empty for one that is none. */
  static Optional<Meaning> label(String value) {
    String key = value.matches("[+-]?[0-9]+[.,]0+") ? value.replaceFirst("[.,]0+$", "") : value;
    String plain = key.length() > 1 && !key.matches("[-+]?[0-9]+|n/a|k\\.a\\.") ? joined(key) : key;
    String word = plain.toLowerCase(Locale.ROOT);
    if (word.isEmpty() || BLANK.contains(word)) {
      return Optional.of(Meaning.BLANK);
    }
    if (POSITIVE.contains(word)) {
      return Optional.of(Meaning.POSITIVE);
    }
    if (NEGATIVE.contains(word)) {
      return Optional.of(Meaning.NEGATIVE);
    }
    return UNCERTAIN.contains(word) ? Optional.of(Meaning.UNCERTAIN) : Optional.empty();
  }

  private static String joined(String text) {
    return Words.of(text).joined();
  }

  static boolean isNoFinding(String name) {
    return NO_FINDING.contains(joined(name));
  }

  /** Whether a name is, or has, one of a finding that radiographs show. */
  static boolean isFinding(String name) {
    Words words = Words.of(name);
    return words.has(FINDING_NAMES)
        || words.joined().equals("nofinding")
        || words.each().stream().anyMatch(word -> FINDINGS.stream().anyMatch(word::contains));
  }

  /** The view that a projection is; unknown for other words. */
  static View view(String projection) {
    Words words = Words.of(projection);
    String first = words.each().isEmpty() ? "" : words.each().get(0);
    boolean film = first.equals("pa") || first.equals("ap") || words.joined().matches("(pa|ap)");
    if (film || words.has(FRONTAL)) {
      return View.FRONTAL;
    }
    boolean side =
        words.is(LATERAL)
            || words.each().stream().anyMatch(LATERAL.subList(LETTERS, LATERAL.size())::contains);
    // Lying on the side, but taken from the front.
    return side && !words.contains(List.of("decub")) ? View.LATERAL : View.UNKNOWN;
  }

  static boolean isFemale(String value) {
    return FEMALE.contains(joined(value));
  }

  static boolean isMale(String value) {
    return MALE.contains(joined(value));
  }

  /** The set that a value or the name of a file or folder is. */
  static Optional<SetName> set(String name) {
    Words words = Words.of(name);
    if (words.has(TRAIN)) {
      return Optional.of(SetName.TRAIN);
    }
    if (words.has(VALIDATION)) {
      return Optional.of(SetName.VALIDATION);
    }
    return words.has(TEST) ? Optional.of(SetName.TEST) : Optional.empty();
  }
}
