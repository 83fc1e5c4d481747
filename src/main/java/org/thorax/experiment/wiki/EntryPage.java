package org.thorax.experiment.wiki;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.thorax.ThoraxException;
import org.thorax.experiment.log.ExperimentEntry;
import org.thorax.experiment.log.LogCheck;
import org.thorax.experiment.log.LogIssue;
import org.thorax.experiment.log.LoggedRun;
import org.thorax.formats.plot.Drawing;

/** Writes a run's entry, section after section. */
public final class EntryPage {
  private static final String LOST =
      "The history of this run is lost; there are no figures of its epochs.";
  private static final int PERCENT = 100;

  private final LoggedRun run;
  private final ExperimentEntry entry;
  private final RunHistory history;
  private final ScoreTables scores;
  private final Optional<LabelDistribution> distribution;
  private final Markdown page = new Markdown();
  private final Map<String, Drawing> figures = new LinkedHashMap<>();

  private EntryPage(LoggedRun run, Optional<LabelDistribution> distribution) {
    this.run = run;
    this.entry = run.entry();
    this.history = RunHistory.of(run);
    this.scores = new ScoreTables(run);
    this.distribution = distribution;
  }

  /**
   * The entry of a run.
   *
   * @param distribution of the labels, if the data set is available
   * @throws ThoraxException if the run was not evaluated, or id or name cannot be part of a file
   *     name
   */
  public static WikiEntry of(LoggedRun run, Optional<LabelDistribution> distribution) {
    ExperimentEntry entry = run.entry();
    WikiEntry.requireNames(entry.id(), entry.name());
    if (entry.test().isEmpty()) {
      throw new ThoraxException(
          "it was not evaluated on the test set; let the training end first.");
    }
    EntryPage page = new EntryPage(run, distribution);
    page.head();
    page.summary();
    page.losses();
    page.scores();
    page.benchmark();
    page.data();
    page.metrics();
    return new WikiEntry(entry.id(), entry.name(), page.page.text(), page.figures);
  }

  private void head() {
    page.heading(1, entry.name());
    page.paragraph("Version: " + entry.version());
    page.paragraph(entry.description());
  }

  private void summary() {
    page.heading(1, "Model and Benchmark Summary");
    sentences(entry.description()).forEach(page::paragraph);
    page.facts(RunFacts.of(run));
    List<String> odd =
        LogCheck.of(entry.toTree()).stream()
            .filter(EntryPage::matters)
            .map(LogIssue::text)
            .toList();
    if (!odd.isEmpty()) {
      page.paragraph("To be known when reading this entry:").points(odd);
    }
  }

  /** Notes concern the log's format, except for these. */
  private static boolean matters(LogIssue issue) {
    return issue.kind().severity() != LogIssue.Severity.NOTE
        || issue.kind() == LogIssue.Kind.UNDEFINED_CLASS
        || issue.kind() == LogIssue.Kind.ENDED_EARLY;
  }

  /** A point ends a sentence before a space, or before a capital letter if the space is missing. */
  static List<String> sentences(String description) {
    List<String> sentences = new ArrayList<>();
    for (String each :
        description.strip().split("(?<=\\.)\\s+|(?<=[a-z]\\.)(?=[A-Z][a-z]+ )", -1)) {
      sentences.add(each.replaceAll("\\s*\\R\\s*", " "));
    }
    return sentences;
  }

  private void losses() {
    page.heading(2, "Plot training & validation loss values");
    if (history.epochs() == 0) {
      page.paragraph(LOST);
    } else if (history.epochs() == 1) {
      page.table(
          List.of("One epoch", "Train", "Validation"), history.numbers(List.of("loss", "lr")));
    }
    show(history.losses());
  }

  private void scores() {
    page.heading(2, "Validation Scores");
    if (history.epochs() == 0) {
      page.paragraph(LOST);
    } else {
      page.paragraph("Of the last epoch.");
      scores.write("val_", "Valid", page);
    }
    page.heading(2, "Test Scores");
    if (run.metrics().realigned()) {
      page.remark(
          "The log has these values under wrong names, one place too early; here they are put"
              + " right.");
    }
    scores.write("", "Test", page);
    page.heading(2, "Classification Report");
    page.paragraph("A score of 0.5 and above counts as positive.");
    entry.classificationReport().ifPresentOrElse(page::code, () -> page.paragraph("Not logged."));
  }

  private void benchmark() {
    page.heading(2, "Benchmark Details");
    entry
        .benchmark()
        .ifPresentOrElse(
            tree -> page.code(MapFormatter.of(tree)), () -> page.paragraph("Not logged."));
  }

  private void data() {
    page.heading(1, "Data Distribution");
    List<List<String>> logged = new ArrayList<>();
    loggedSamples("train").ifPresent(count -> logged.add(List.of("Training", number(count))));
    loggedSamples("validation")
        .ifPresent(count -> logged.add(List.of("Validation", number(count))));
    loggedSamples("test").ifPresent(count -> logged.add(List.of("Test", number(count))));
    if (!logged.isEmpty()) {
      page.table(List.of("Set", "Samples"), logged);
    }
    if (distribution.isEmpty()) {
      if (entry.benchmark().filter(tree -> tree.has("split_seed")).isEmpty()) {
        page.paragraph(
            "The log does not specify how patients were split; the labels are not counted.");
      }
      return;
    }
    List<LabelDistribution.Counts> sets = distribution.get().sets();
    OptionalInt[] known = {
      loggedSamples("train"), loggedSamples("validation"), loggedSamples("test")
    };
    for (int s = 0; s < sets.size(); s++) {
      if (known[s].isPresent() && known[s].getAsInt() != sets.get(s).samples()) {
        page.remark(
            "%s set: the run had %s samples, the data set divided again gives %s. What follows is the latter."
                .formatted(
                    sets.get(s).name(),
                    number(known[s].getAsInt()),
                    number(sets.get(s).samples())));
      }
    }
    show(DistributionFigures.of(distribution.get()));
    sets.forEach(this::table);
  }

  /** The number of samples by its newer or its older name. */
  private OptionalInt loggedSamples(String set) {
    String older = set.equals("validation") ? "valid" : set;
    for (String key : List.of("num_samples_" + set, older + "_num_samples")) {
      JsonNode count = entry.benchmark().map(tree -> tree.get(key)).orElse(null);
      if (count != null && count.isInt()) {
        return OptionalInt.of(count.intValue());
      }
    }
    return OptionalInt.empty();
  }

  private void table(LabelDistribution.Counts set) {
    List<List<String>> rows = new ArrayList<>();
    for (LabelDistribution.ClassCount each : set.classes()) {
      rows.add(
          List.of(
              each.name(),
              number(each.positive()),
              percent(set.share(each.positive())),
              number(each.negative()),
              percent(set.share(each.negative()))));
    }
    page.paragraph(set.name() + " set:");
    page.table(List.of("Pathology", "Positive", "Positive %", "Negative", "Negative %"), rows);
  }

  private void metrics() {
    page.heading(2, "Plot training & validation accuracy values");
    if (history.epochs() == 0) {
      page.paragraph(LOST);
    } else if (history.epochs() == 1) {
      page.table(List.of("One epoch", "Train", "Validation"), history.numbers(history.overall()));
    }
    show(history.metrics());
  }

  private void show(Map<String, Drawing> drawings) {
    drawings.forEach(
        (end, drawing) -> {
          String file = entry.id() + "-" + end + ".png";
          figures.put(file, drawing);
          page.image(drawing.title(), "../" + WikiFolder.UPLOADS + "/" + file);
        });
  }

  private static String number(int count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f", PERCENT * share);
  }
}
