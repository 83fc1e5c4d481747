package org.thorax.data.describe;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The key {@code patient} of a description. */
final class PatientSection {
  private static final List<String> PATTERNS =
      List.of("patient[ _-]?([0-9]+)", "(?i:patient|subject|person|pat)[ _-]?([0-9]+)");

  /** As Kermany's names are, whose persons have numbers of their own for each cause. */
  private static final String PERSON = "person[0-9]+_[a-z]+|[A-Za-z0-9-]*IM-[0-9]+";

  private PatientSection() {}

  /**
   * Writes it.
   *
   * @param image the column with the images' names
   * @param key by which labels of several images are joined, which is an examination at least
   */
  static void write(MergedColumns columns, String image, Optional<String> key, YamlText yaml) {
    List<ColumnProfile> named =
        columns.named(ColumnRole.PATIENT).stream()
            .sorted(Comparator.comparing((ColumnProfile each) -> each.blanks() > 0 ? 1 : 0))
            .toList();
    if (!named.isEmpty()) {
      ColumnProfile first = named.get(0);
      yaml.comment(
          "The column's name says that it is the patient%s%s."
              .formatted(
                  first.blanks() > 0
                      ? "; %d rows have none, which a training refuses: fill them in or delete them"
                          .formatted(first.blanks())
                      : "",
                  named.size() > 1
                      ? "; others: "
                          + String.join(
                              ", ", named.stream().skip(1).map(ColumnProfile::name).toList())
                      : ""));
      yaml.line("patient: " + YamlText.text(first.name()));
      return;
    }
    Optional<ColumnProfile> names = columns.column(image);
    if (names.isPresent() && fromName(names.get(), yaml)) {
      return;
    }
    Optional<String> study =
        columns.named(ColumnRole.STUDY).stream()
            .filter(each -> each.blanks() == 0)
            .map(ColumnProfile::name)
            .findFirst()
            .or(() -> key);
    if (study.isPresent()) {
      yaml.comment(
          "No column names the patient; every examination counts as one. A patient with several examinations may be in two sets, which makes test results too good: name the patient's column if there is one.");
      yaml.line("patient: " + YamlText.text(study.get()));
      return;
    }
    yaml.comment(
        "No column names the patient; every image counts as one. If patients have several images, the same patient is in two sets, which makes test results too good: name the patient's column, or take the patient from the image's name: {from: %s, pattern: \"([^/_]+)_[^/]*$\"}."
            .formatted(YamlText.text(image)));
    yaml.line("patient: " + YamlText.text(image));
  }

  private static boolean fromName(ColumnProfile names, YamlText yaml) {
    for (String each : PATTERNS) {
      if (all(names, each)) {
        write(names, each, "The images' names have the patient's number", yaml);
        return true;
      }
    }
    if (all(names, PERSON) && names.share(value -> value.contains("person")) > 0) {
      write(names, PERSON, "The images' names seem to have the person", yaml);
      return true;
    }
    return false;
  }

  private static void write(ColumnProfile names, String pattern, String why, YamlText yaml) {
    String value = names.values().keySet().iterator().next();
    Matcher matcher = Pattern.compile(pattern).matcher(value);
    matcher.find();
    String found = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
    yaml.comment("%s: %s is of patient %s.".formatted(why, value, found));
    yaml.line(
        "patient: {from: %s, pattern: %s}"
            .formatted(YamlText.text(names.name()), YamlText.text(pattern)));
  }

  private static boolean all(ColumnProfile names, String pattern) {
    Pattern compiled = Pattern.compile(pattern);
    return names.share(value -> compiled.matcher(value).find()) == 1;
  }
}
