package org.thorax.data.describe;

import java.util.List;

/** What a column may mean, by its name in English, German, Spanish, French or Portuguese. */
@SuppressWarnings("ImmutableEnumChecker") // The lists are List.of, which nobody can change.
enum ColumnRole {
  PATIENT(
      "patient subject patientid patid pid patnr patno mrn person personid paciente idpaciente sujeto"
          + " sujet patientennummer patientennr patientnummer patientenid patientuid casenumber"),
  STUDY(
      "study studyid studyinstanceuid accession accessionnumber exam examid estudio etude exame examen"
          + " untersuchung untersuchungsnummer auftragsnummer fallnummer case caseid"),
  VIEW(
      "view viewposition projection projektion proyeccion projecao incidence incidencia vue ansicht"
          + " aufnahmerichtung strahlengang frontallateral vista"),
  AGE("age patientage alter patientenalter alterinjahren edad idade ageyears"),
  BORN(
      "birth birthdate birthday birthyear dob born geburt geburtsdatum geburtsjahr gebdatum geb nacimiento"
          + " fechanacimiento naissance nascimento"),
  TAKEN(
      "date datum studydate examdate acquisitiondate untersuchungsdatum aufnahmedatum fecha taken"
          + " datestudy"),
  SEX("sex gender geschlecht sexo sexe genre genero"),
  SET(
      "split set setid dataset partition subset datasplit conjunto particion datensatz fold usage phase"),
  READER(
      "reader readerid rad radid radiologist radiologe annotator annotatorid befunder rater observer"
          + " radiologo lecteur leitor physician labeler labeller"),
  BOX(
      "x y w h x0 y0 x1 y1 x2 y2 xmin xmax ymin ymax width height bbox box left top right bottom breite hoehe"
          + " hohe ancho alto largeur hauteur largura altura"),
  FINDING(
      "label labels finding findings findinglabels class classname diagnosis diagnoses diagnose diagnosen"
          + " diagnostico diagnosticos diagnostic befund befunde hallazgo hallazgos etiqueta etiquetas resultat"
          + " achado achados rotulo category kategorie target dx pathology pathologies disease diseases"
          + " condition krankheit klasse clase classe impression problems"),
  IMAGE(
      "image imageid imageindex img path file filename dateiname datei bild bilddatei imagen fichier arquivo"
          + " imagem pfad ruta chemin film"),
  OTHER(
      "index id male female weiblich maennlich mannlich frontal lateral ap pa smoker raucher fumador fumeur fumante icu intensiv died dead death exitus verstorben survival"
          + " survived excluded exclude ausschluss included include portable bedside mobil quality qualitat"
          + " followup contrast emergency notfall inpatient outpatient pregnant schwanger checked validated"
          + " gepruft modality manufacturer hospital site offset consent privat insurance pediatric");

  private static final List<String> PERSONS =
      List.of(
          "patient",
          "patients",
          "patienten",
          "pat",
          "subject",
          "paciente",
          "pacientes",
          "person",
          "persona",
          "sujet",
          "sujeto");

  /** Words that a person's identity may have beside the person. */
  private static final List<String> IDENTITY =
      List.of(
          ("id nr no num number nummer n code key uid hash hashed pseudonym pseudonymized numero codigo kennung"
                  + " case anon anonymized identifier identifiant de do da du del des of the der")
              .split(" ", -1));

  private final List<String> names;

  ColumnRole(String names) {
    this.names = List.of(names.split(" ", -1));
  }

  /** Whether a column's name says so. */
  boolean fits(String column) {
    Words words = Words.of(column);
    return switch (this) {
      case PATIENT -> words.is(names) || isPerson(words);
      case SET -> words.is(names) || lastWord(words, List.of("split", "partition", "subset"));
      // "Verschattung links" is no box, and "width" no part of "heart width".
      case BOX -> words.is(names) || words.has(List.of("bbox", "box"));
      case FINDING, OTHER, VIEW, STUDY -> words.is(names) || lastWord(words, names);
      default -> words.has(names);
    };
  }

  /** A person and words that only say that it is a number. */
  private static boolean isPerson(Words words) {
    return words.each().stream().anyMatch(PERSONS::contains)
        && words.each().stream().allMatch(w -> PERSONS.contains(w) || IDENTITY.contains(w));
  }

  private static boolean lastWord(Words words, List<String> names) {
    List<String> each = words.each();
    return !each.isEmpty()
        && (names.contains(each.get(0)) || names.contains(each.get(each.size() - 1)));
  }

  /** Whether the name says something else than that it is a label. */
  static boolean isNoLabel(String column) {
    return List.of(PATIENT, STUDY, VIEW, AGE, BORN, TAKEN, SEX, SET, READER, BOX, OTHER).stream()
        .anyMatch(role -> role.fits(column));
  }
}
