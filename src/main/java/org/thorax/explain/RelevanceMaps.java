package org.thorax.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.thorax.ConfigurationException;
import org.thorax.explain.Explanation.ClassMap;
import org.thorax.explain.FeatureGradients.Forward;
import org.thorax.explain.FeatureGradients.Row;
import org.thorax.inference.ClassifierInput;
import org.thorax.model.Variable;

/** Class-selective relevance maps, as published and as in the original project. */
final class RelevanceMaps {
  private final GradientGraph graph;
  private final OutputLayer output;
  private final FeatureGradients features;
  private final ClassifierInput input;

  RelevanceMaps(
      GradientGraph graph, OutputLayer output, FeatureGradients features, ClassifierInput input) {
    this.graph = graph;
    this.output = output;
    this.features = features;
    this.input = input;
  }

  /** The maps of the selected classes, and the combined map of all classes. */
  List<Explanation> explain(byte[] bytes, Forward forward, ClassChoice choice, boolean legacy) {
    int images = forward.outputs().batch();
    int classes = input.classNames().size();
    List<Row> all =
        IntStream.range(0, images * classes)
            .mapToObj(i -> new Row(i / classes, i % classes))
            .toList();
    List<Grid> squared =
        (legacy ? legacyContributions(forward, all) : contributions(bytes, forward, all))
            .stream().map(Relevance::squared).toList();
    List<Explanation> explanations = new ArrayList<>();
    for (int image = 0; image < images; image++) {
      List<Grid> own = squared.subList(image * classes, (image + 1) * classes);
      List<Float> probabilities = forward.probabilities(image);
      List<ClassMap> maps =
          choice.of(probabilities).stream()
              .map(c -> new ClassMap(c, map(own.get(c)), own.get(c)))
              .toList();
      explanations.add(new Explanation(probabilities, maps, map(Relevance.sum(own))));
    }
    return explanations;
  }

  private SaliencyMap map(Grid squared) {
    return SaliencyMap.relevance(squared, input.height(), input.width());
  }

  private List<Grid> contributions(byte[] bytes, Forward forward, List<Row> rows) {
    List<Grid> gradients = features.gradients(bytes, forward, rows, GradientTarget.LOGIT);
    return IntStream.range(0, rows.size())
        .mapToObj(
            i ->
                Relevance.contributions(forward.activations(rows.get(i).image()), gradients.get(i)))
        .toList();
  }

  private List<Grid> legacyContributions(Forward forward, List<Row> rows) {
    String network = graph.network().flat().name();
    Variable kernel =
        output
            .kernel()
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "method",
                        "Legacy CRM needs a dense layer at the end of '%s', found none; use `method` crm."
                            .formatted(network)));
    long units = kernel.shape().get(0);
    if (units > forward.layer().channels()) {
      throw new ConfigurationException(
          "method",
          "Legacy CRM takes the %d units before the output for channels, but layer %s has only %d; use `method` crm."
              .formatted(units, forward.layer().name(), forward.layer().channels()));
    }
    float[] values = graph.network().values(List.of(kernel)).get(kernel);
    int classes = input.classNames().size();
    return rows.stream()
        .map(
            row ->
                Relevance.legacyContributions(
                    forward.activations(row.image()), values, classes, row.classIndex()))
        .toList();
  }
}
