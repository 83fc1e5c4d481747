package org.thorax.experiment.log;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.experiment.config.NearestName;

/**
 * A query for logged runs; empty criteria are ignored.
 *
 * @param words that id, name, file name or description must all contain
 * @param name a pattern with {@code *} and {@code ?} for the experiment's name
 * @param setup what was trained
 * @param saved when
 * @param bounds of metrics
 */
public record RunQuery(
    List<String> words,
    Optional<String> name,
    Setup setup,
    Period saved,
    List<MetricCondition> bounds) {
  /** Every run. */
  public static final RunQuery ALL =
      new RunQuery(
          List.of(),
          Optional.empty(),
          new Setup(Optional.empty(), Optional.empty(), OptionalInt.empty(), Optional.empty()),
          new Period(Optional.empty(), Optional.empty()),
          List.of());

  /**
   * What was trained.
   *
   * @param architecture the backbone
   * @param loss a part of the logged loss' name
   * @param classes number of classes
   * @param optimizer as logged, e.g. {@code SGD}
   */
  public record Setup(
      Optional<String> architecture,
      Optional<String> loss,
      OptionalInt classes,
      Optional<String> optimizer) {}

  /**
   * Days of saving, in UTC; an end that is empty is open.
   *
   * @param since the first
   * @param until the last
   */
  public record Period(Optional<LocalDate> since, Optional<LocalDate> until) {}

  /** Copies the lists. */
  public RunQuery {
    words = List.copyOf(words);
    bounds = List.copyOf(bounds);
  }

  /** The matching runs, in their order. */
  public List<LoggedRun> of(List<LoggedRun> runs) {
    Predicate<LoggedRun> wanted = wanted();
    return runs.stream().filter(wanted).toList();
  }

  private Predicate<LoggedRun> wanted() {
    List<Predicate<LoggedRun>> all = new ArrayList<>(bounds);
    if (!words.isEmpty()) {
      all.add(run -> run.mentions(words.toArray(String[]::new)));
    }
    name.map(RunQuery::glob).ifPresent(glob -> all.add(run -> glob.test(run.entry().name())));
    setup.architecture.ifPresent(
        text ->
            all.add(run -> run.setup().architecture().filter(text::equalsIgnoreCase).isPresent()));
    setup.loss.ifPresent(text -> all.add(run -> run.setup().loss().contains(text)));
    setup.classes.ifPresent(count -> all.add(run -> run.setup().classes().size() == count));
    setup.optimizer.ifPresent(
        text -> all.add(run -> run.setup().optimizer().equalsIgnoreCase(text)));
    saved.since.ifPresent(
        day -> all.add(run -> day(run).filter(d -> !d.isBefore(day)).isPresent()));
    saved.until.ifPresent(day -> all.add(run -> day(run).filter(d -> !d.isAfter(day)).isPresent()));
    return all.stream().reduce(run -> true, Predicate::and);
  }

  private static Optional<LocalDate> day(LoggedRun run) {
    return run.saved().map(moment -> moment.atOffset(ZoneOffset.UTC).toLocalDate());
  }

  private static Predicate<String> glob(String pattern) {
    // Names have no slash, so a file name pattern works.
    PathMatcher matcher =
        FileSystems.getDefault()
            .getPathMatcher("glob:" + pattern.replaceAll("([\\[\\]{}\\\\])", "\\\\$1"));
    return name -> !name.contains("/") && matcher.matches(Path.of(name));
  }

  /**
   * Sorts runs by a metric, the best first: the largest, but for losses the smallest; runs without
   * it, or with NaN, last.
   *
   * @throws ThoraxException if no run has it, suggesting the most similar metric
   */
  public static List<LoggedRun> sorted(List<LoggedRun> runs, String metric) {
    if (!runs.isEmpty() && runs.stream().noneMatch(run -> run.figure(metric).isPresent())) {
      List<String> known =
          runs.stream()
              .flatMap(run -> run.metrics().byName().keySet().stream())
              .distinct()
              .toList();
      throw new FileException(
          "No run has the metric '"
              + metric
              + "'"
              + NearestName.of(metric, known)
                  .map(near -> "; did you mean '" + near + "'?")
                  .orElse(
                      "; there are mean_auc, auc, val_auc, best_val_auc, loss, auc_<class> and so"
                          + " on."));
    }
    int sign = metric.endsWith("loss") ? 1 : -1;
    Comparator<LoggedRun> byValue =
        Comparator.comparingDouble(
            run -> {
              double value = run.figure(metric).orElse(Double.NaN);
              return Double.isNaN(value) ? Double.POSITIVE_INFINITY : sign * value;
            });
    return runs.stream().sorted(byValue).toList();
  }
}
