package org.thorax.experiment.log;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.thorax.experiment.log.LogIssue.Kind;

/** Checks an entry's texts: id, name, file, version, description. */
final class EntryFormCheck {
  private static final Pattern PREFIX = Pattern.compile("[a-z]+-[0-9a-f]{8}-.*");
  private static final Pattern NUMBER = Pattern.compile("[1-9]\\d*");
  private static final Set<String> LATER_KEYS =
      Set.of("test_again", "val_again", "val", "epoch_model");
  // Half a second of tolerance, because the file's name is older than the id.
  private static final Duration SLACK = Duration.ofMillis(1500);

  private EntryFormCheck() {}

  static void check(ExperimentEntry entry, EntryIssues findings) {
    moment(entry, findings);
    Optional<String> prefix = ExperimentName.prefix(entry.filename());
    if (prefix.isPresent() && !prefix.get().equals(entry.name())) {
      findings.add(
          Kind.RENAMED,
          "the name was edited: the file begins with '%s', so the folder may too",
          prefix.get());
    }
    if (!NUMBER.matcher(entry.version()).matches()) {
      findings.add(Kind.ODD_VERSION, "version '%s' is no number", entry.version());
    }
    if (entry.name().contains("Failed")) {
      findings.add(
          Kind.FAILED, "the name marks it as failed, so it is not published or re-evaluated");
    }
    description(entry, findings);
    List<String> unknown =
        entry.others().keySet().stream().filter(key -> !LATER_KEYS.contains(key)).toList();
    if (!unknown.isEmpty()) {
      findings.add(Kind.UNKNOWN_KEYS, "unknown keys: %s", String.join(", ", unknown));
    }
  }

  private static void moment(ExperimentEntry entry, EntryIssues findings) {
    Optional<Instant> id = ExperimentId.moment(entry.id());
    Optional<Instant> file = ExperimentName.moment(entry.filename());
    if (id.isEmpty()) {
      findings.add(Kind.ODD_ID, "the id is no UUID of version 1");
    } else if (PREFIX.matcher(entry.id()).matches()) {
      findings.add(
          Kind.ODD_ID,
          "the id was edited: a copy of %s, whose model in a bucket it does not have",
          entry.id().substring(entry.id().indexOf('-') + 1));
    }
    if (file.isEmpty()) {
      findings.add(Kind.ODD_MOMENT, "the file name '%s' has no moment", entry.filename());
    } else if (id.isPresent()) {
      Duration between = Duration.between(file.get(), id.get());
      if (between.isNegative() || between.compareTo(SLACK) > 0) {
        findings.add(
            Kind.ODD_MOMENT, "the id was made at %s, the file at %s", id.get(), file.get());
      }
    }
  }

  private static void description(ExperimentEntry entry, EntryIssues findings) {
    if (entry.benchmark().isEmpty()) {
      return;
    }
    String usual = Description.of(LoggedRun.described(entry).orElse(""), entry.benchmark().get());
    if (!usual.equals(entry.description())) {
      findings.add(Kind.OTHER_DESCRIPTION, "%s", reason(entry.description()));
    }
  }

  private static String reason(String description) {
    if (description.contains("shuffel")) {
      return "the description says 'shuffel' for 'shuffle', as early ones do";
    }
    if (description.contains("with class weights.")) {
      return "the description adds 'with class weights'";
    }
    return "the description differs from the usual words or from the benchmark's fields";
  }
}
