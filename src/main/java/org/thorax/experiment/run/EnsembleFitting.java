package org.thorax.experiment.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import org.thorax.ThoraxException;
import org.thorax.ensemble.Combination;
import org.thorax.ensemble.Ensemble;
import org.thorax.ensemble.EnsembleFile;
import org.thorax.ensemble.FitReport;
import org.thorax.ensemble.Fitting;
import org.thorax.ensemble.MemberScores;
import org.thorax.evaluation.report.ScoredSamples;
import org.thorax.experiment.config.Benchmark;
import org.thorax.model.Device;
import org.thorax.model.Model;
import org.thorax.model.Network;

/** Fits an ensemble: predicts a set of a benchmark with all members, and fits their combination. */
public final class EnsembleFitting {
  private final Benchmark benchmark;
  private final Settings settings;

  /**
   * Settings.
   *
   * @param data the data set
   * @param part the set that is scored
   * @param device where the members run
   * @param fitting how the combination is found
   */
  public record Settings(
      DatasetSource data, EvaluationRun.Part part, Device device, Fitting fitting) {}

  /** A fitting on a benchmark's data. */
  public EnsembleFitting(Benchmark benchmark, Settings settings) {
    this.benchmark = benchmark;
    this.settings = settings;
  }

  /**
   * Predicts and fits.
   *
   * @param progress receives the number of processed images: (member and set, images)
   * @param remarks receives notes for the user
   * @throws ThoraxException for errors that the user can correct, in particular members that do not
   *     fit together
   */
  public Ensemble fit(
      String name,
      List<Ensemble.Member> members,
      ObjIntConsumer<String> progress,
      List<String> remarks) {
    Benchmark inOrder = checked(name, members);
    ScoredSets sets = new ScoredSets(inOrder, settings.data());
    sets.requireReadable(List.of(settings.part()));
    float[] labels = {};
    List<float[]> scores = new ArrayList<>();
    for (Ensemble.Member member : members) {
      ScoredSamples scored = scored(member, inOrder, sets, progress, remarks);
      labels = scored.labels();
      scores.add(scored.scores());
    }
    MemberScores all = new MemberScores(inOrder.classes().size(), labels, scores);
    Combination combination = settings.fitting().of(all);
    FitReport fit =
        settings.fitting().report(all, combination, settings.part().word(), benchmark.name());
    return new Ensemble(name, inOrder.classes(), members, combination, Optional.of(fit));
  }

  /**
   * The ensemble of models with equal weights, which needs no data.
   *
   * @throws ThoraxException if the members do not fit together
   */
  public static Ensemble mean(String name, List<Ensemble.Member> members) {
    List<String> classes;
    try (Model first = EnsembleFile.openClassifier(members.get(0).model())) {
      classes = first.contract().classNames();
    }
    Combination equal = Combination.WeightedMean.equal(members.size());
    Ensemble ensemble = new Ensemble(name, classes, members, equal, Optional.empty());
    EnsembleFile.open(ensemble).close();
    return ensemble;
  }

  /** Fails before any computation if the members cannot become one network. */
  private Benchmark checked(String name, List<Ensemble.Member> members) {
    try (Model first = EnsembleFile.openClassifier(members.get(0).model())) {
      List<String> own = first.contract().classNames();
      if (!new HashSet<>(own).equals(new HashSet<>(benchmark.classes()))) {
        throw new ThoraxException(
            "The members' classes are %s, those of benchmark '%s' are %s; take the members' own benchmark."
                .formatted(
                    String.join(", ", own),
                    benchmark.name(),
                    String.join(", ", benchmark.classes())));
      }
      Combination mean = Combination.WeightedMean.equal(members.size());
      Ensemble equal = new Ensemble(name, own, members, mean, Optional.empty());
      EnsembleFile.open(equal).close();
      return benchmark.with(benchmark.labels().inOrder(own));
    }
  }

  private ScoredSamples scored(
      Ensemble.Member member,
      Benchmark inOrder,
      ScoredSets sets,
      ObjIntConsumer<String> progress,
      List<String> remarks) {
    try (Model model = EnsembleFile.openClassifier(member.model());
        Network network =
            Network.forInference(
                model.flat(),
                model.contract().scaling().orElseThrow(),
                model.weights(),
                settings.device())) {
      List<String> differences =
          ContractCheck.differences(
              model.contract(),
              inOrder.with(inOrder.labels().inOrder(model.contract().classNames())),
              Optional.empty(),
              sets.images().preparation());
      differences.forEach(each -> remarks.add(member.title() + ": " + each + "."));
      TrainingProvenance.of(member.title(), member.model(), Optional.of(model.contract()))
          .flatMap(its -> new PatientOverlap(its, sets, inOrder).in(settings.part()))
          .ifPresent(difference -> remarks.add(difference + "."));
      ScoredSamples scored =
          sets.of(
              network,
              settings.part(),
              remarks,
              (set, images) -> progress.accept(member.title() + ", " + set, images));
      return inOrder(scored, model.contract().classNames());
    }
  }

  /** The columns of the scores in the class order of the samples, which the labels already have. */
  private static ScoredSamples inOrder(ScoredSamples scored, List<String> own) {
    List<String> wanted = scored.classes();
    if (own.equals(wanted)) {
      return scored;
    }
    int classes = wanted.size();
    float[] sorted = new float[scored.scores().length];
    for (int cell = 0; cell < sorted.length; cell++) {
      int column = own.indexOf(wanted.get(cell % classes));
      sorted[cell] = scored.scores()[cell / classes * classes + column];
    }
    return new ScoredSamples(scored.samples(), scored.labels(), sorted);
  }
}
