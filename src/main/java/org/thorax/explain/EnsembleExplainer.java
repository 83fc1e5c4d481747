package org.thorax.explain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.data.image.GreyImage;
import org.thorax.ensemble.Combination;
import org.thorax.ensemble.Ensemble;
import org.thorax.ensemble.EnsembleFile;
import org.thorax.explain.Explanation.ClassMap;
import org.thorax.inference.ClassifierInput;
import org.thorax.inference.Predictor;
import org.thorax.model.Device;
import org.thorax.model.Model;

/**
 * Explains an ensemble. Its probabilities are those of the ensemble's network. Its map is the
 * weighted sum of the members' maps (with equal weights for meta learners, which have none),
 * divided by the largest value as for a single model. Owns that network, and a graph for each
 * member with a weight.
 */
final class EnsembleExplainer implements Explainer {
  private final ClassifierInput input;
  private final Predictor predictor;
  private final List<ExplainedMember> members = new ArrayList<>();
  private final boolean weighted;

  private EnsembleExplainer(ClassifierInput input, Predictor predictor, boolean weighted) {
    this.input = input;
    this.predictor = predictor;
    this.weighted = weighted;
  }

  /**
   * Opens an ensemble.
   *
   * @param given the size, for members of any size; scaling and classes are the members' own
   * @throws ThoraxException if members do not fit, or more than the size is given
   */
  public static EnsembleExplainer open(
      Ensemble ensemble, Predictor.Overrides given, Device device) {
    if (given.scaling().isPresent() || !given.classNames().isEmpty()) {
      throw new ConfigurationException(
          "scaling",
          "The members of the ensemble '%s' specify their scaling and classes themselves; leave `scaling` and `classes` out."
              .formatted(ensemble.name()));
    }
    List<Model> models = EnsembleFile.openMembers(ensemble);
    try {
      return of(ensemble, models, given, device);
    } finally {
      models.forEach(Model::close);
    }
  }

  private static EnsembleExplainer of(
      Ensemble ensemble, List<Model> models, Predictor.Overrides given, Device device) {
    Model merged = EnsembleFile.merged(ensemble, models);
    ClassifierInput input = ClassifierInput.of(merged, given);
    boolean weighted = ensemble.combination() instanceof Combination.WeightedMean;
    EnsembleExplainer explainer =
        new EnsembleExplainer(input, new Predictor(merged, input, device), weighted);
    try {
      List<Double> weights = weights(ensemble);
      for (int i = 0; i < models.size(); i++) {
        // A member with weight 0 changes neither probabilities nor maps.
        if (weights.get(i) > 0) {
          String title = ensemble.members().get(i).title();
          explainer.members.add(
              ExplainedMember.of(title, weights.get(i), models.get(i), input, device));
        }
      }
      return explainer;
    } catch (RuntimeException | Error e) {
      explainer.close();
      throw e;
    }
  }

  private static List<Double> weights(Ensemble ensemble) {
    int count = ensemble.members().size();
    return ensemble.combination() instanceof Combination.WeightedMean mean
        ? mean.weights()
        : Collections.nCopies(count, 1.0 / count);
  }

  @Override
  public ClassifierInput input() {
    return input;
  }

  /** The members' layers; by the last part of their names if they differ. */
  @Override
  public Optional<String> layer(MapRequest request) {
    List<String> paths =
        members.stream()
            .flatMap(member -> member.layer(of(member, request)).stream())
            .distinct()
            .toList();
    return paths.size() < 2
        ? paths.stream().findFirst()
        : Optional.of(
            paths.stream()
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .distinct()
                .collect(Collectors.joining(" + ")));
  }

  /**
   * The request for a member: a layer only if the member has it. If no member has it, or if a
   * layer's whole output is explained, each member reports the missing layer itself.
   */
  private MapRequest of(ExplainedMember member, MapRequest request) {
    boolean refused =
        request.method() == Method.GUIDED_BACKPROPAGATION
            || members.stream().noneMatch(each -> each.hasLayerOf(request));
    return refused || member.hasLayerOf(request) ? request : request.atLast();
  }

  @Override
  public List<String> remarks(MapRequest request) {
    List<String> remarks = new ArrayList<>(input.remarks());
    if (!weighted) {
      remarks.add(
          "The ensemble's meta learner gives no weight to a member as a whole; its map is the members' plain mean.");
    }
    Map<String, List<String>> titles = new LinkedHashMap<>();
    for (ExplainedMember member : members) {
      MapRequest own = of(member, request);
      Stream<String> missing =
          own.equals(request)
              ? Stream.empty()
              : Stream.of(
                  "has no layer '%s' and is explained at its last feature map."
                      .formatted(request.layer().orElseThrow()));
      Stream.concat(missing, member.explainer().remarks(own).stream())
          .filter(remark -> !remarks.contains(remark))
          .forEach(
              remark ->
                  titles.computeIfAbsent(remark, key -> new ArrayList<>()).add(member.title()));
    }
    titles.forEach((remark, of) -> remarks.add(String.join(", ", of) + ": " + remark));
    return remarks;
  }

  /** The finest of the members' grids. */
  @Override
  public Optional<int[]> gridOf(MapRequest request) {
    return members.stream()
        .flatMap(member -> member.explainer().gridOf(of(member, request)).stream())
        .max((one, other) -> Integer.compare(one[0] * one[1], other[0] * other[1]));
  }

  /** Shuffles this share of every member's weights; the ensemble's network keeps its weights. */
  @Override
  public WeightShuffling shuffling(long seed) {
    List<WeightShuffling> each =
        IntStream.range(0, members.size())
            .mapToObj(i -> members.get(i).explainer().shuffling(seed + i))
            .toList();
    return share -> each.stream().mapToDouble(one -> one.shuffle(share)).average().orElseThrow();
  }

  @Override
  public List<List<Float>> predict(List<GreyImage> prepared) {
    return predictor.probabilities(prepared);
  }

  @Override
  public List<Explanation> explain(
      List<GreyImage> prepared, ClassChoice choice, MapRequest request) {
    List<List<Float>> probabilities = predict(prepared);
    // The ensemble's probabilities select the classes, so members are called once for each set of
    // classes.
    Map<List<Integer>, List<Integer>> images =
        IntStream.range(0, prepared.size())
            .boxed()
            .collect(
                Collectors.groupingBy(
                    i -> choice.of(probabilities.get(i)), LinkedHashMap::new, Collectors.toList()));
    Explanation[] explanations = new Explanation[prepared.size()];
    images.forEach(
        (classes, places) -> {
          List<GreyImage> together = places.stream().map(prepared::get).toList();
          List<List<Explanation>> said =
              members.stream()
                  .map(member -> member.explain(together, classes, of(member, request)))
                  .toList();
          for (int i = 0; i < places.size(); i++) {
            int image = i;
            explanations[places.get(i)] =
                combined(
                    probabilities.get(places.get(i)),
                    classes,
                    said.stream().map(byMember -> byMember.get(image)).toList());
          }
        });
    return List.of(explanations);
  }

  private Explanation combined(
      List<Float> probabilities, List<Integer> classes, List<Explanation> said) {
    List<ClassMap> maps = new ArrayList<>();
    for (int i = 0; i < classes.size(); i++) {
      int place = i;
      Grid sum = sum(said.stream().map(each -> each.maps().get(place).map()).toList());
      maps.add(new ClassMap(classes.get(i), new SaliencyMap(sum.dividedByMax()), sum));
    }
    Grid all = sum(said.stream().map(Explanation::combined).toList());
    return new Explanation(probabilities, maps, new SaliencyMap(all.dividedByMax()));
  }

  private Grid sum(List<SaliencyMap> maps) {
    return SaliencyMap.sum(maps, members.stream().map(ExplainedMember::weight).toList());
  }

  @Override
  public void close() {
    members.forEach(member -> member.explainer().close());
    predictor.close();
  }
}
