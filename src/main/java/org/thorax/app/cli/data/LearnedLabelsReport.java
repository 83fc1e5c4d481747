package org.thorax.app.cli.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.thorax.ThoraxException;
import org.thorax.app.cli.options.TextTable;
import org.thorax.data.Labels;
import org.thorax.data.Samples;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.config.ClassWeights;
import org.thorax.experiment.run.LearnedLabels;

/** The labels that a benchmark learns from, counted, as text or JSON. */
record LearnedLabelsReport(Benchmark benchmark, String split, LearnedLabels labels) {
  /** The three sets: samples without copies, and their labels. */
  private Map<String, Map.Entry<Samples, Labels>> sets() {
    Map<String, Map.Entry<Samples, Labels>> sets = new LinkedHashMap<>();
    sets.put("training", Map.entry(labels.split().train(), labels.train()));
    sets.put("validation", Map.entry(labels.split().validation(), labels.validation()));
    sets.put("test", Map.entry(labels.split().test(), labels.test()));
    return sets;
  }

  /** The scaled class weights of the training set; empty if a class has one label only. */
  private Optional<ClassWeights> weights() {
    Labels train = labels.train();
    try {
      ClassWeights raw =
          ClassWeights.raw(train.classes(), train.count(1), train.count(0), train.size());
      return Optional.of(raw.scaled(benchmark.objective().weights()));
    } catch (ThoraxException e) {
      return Optional.empty();
    }
  }

  private static long patients(Samples samples) {
    return samples.patients().stream().distinct().count();
  }

  String text() {
    TextTable sizes = new TextTable(List.of("set", "patients", "images", "rows learned"));
    sets()
        .forEach(
            (name, set) ->
                sizes.add(
                    List.of(
                        name,
                        Long.toString(patients(set.getKey())),
                        Integer.toString(set.getKey().size()),
                        Integer.toString(set.getValue().size()))));
    TextTable cells =
        new TextTable(List.of("class", "set", "positive", "negative", "between", "unlabelled"));
    for (int c = 0; c < benchmark.classes().size(); c++) {
      for (Map.Entry<String, Map.Entry<Samples, Labels>> set : sets().entrySet()) {
        List<String> row = new ArrayList<>(List.of(benchmark.classes().get(c), set.getKey()));
        for (long number : counts(set.getValue().getValue(), c)) {
          row.add(Long.toString(number));
        }
        cells.add(row);
      }
    }
    return "%s: %s%n%n%s%n%s%n%s".formatted(benchmark.name(), split, sizes, cells, weightsText());
  }

  private String weightsText() {
    TextTable table =
        new TextTable(List.of("class", "class weight", "positive weight", "negative weight"));
    Optional<ClassWeights> found = weights();
    if (found.isEmpty()) {
      return "No class weights: a class has no positives or no negatives in the training set."
          + System.lineSeparator();
    }
    ClassWeights weights = found.get();
    IntStream.range(0, benchmark.classes().size())
        .forEach(
            c ->
                table.add(
                    List.of(
                        benchmark.classes().get(c),
                        decimal(weights.classWeights().get(c)),
                        decimal(weights.positiveWeights().get(c)),
                        decimal(weights.negativeWeights().get(c)))));
    return (benchmark.objective().weighs()
            ? "Class weights of the loss:"
            : "Class weights, which this loss does not use:")
        + System.lineSeparator()
        + table;
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }

  /** Positive, negative, between (smoothed) and unlabelled cells. */
  private static long[] counts(Labels labels, int column) {
    long[] counts = new long[4];
    for (int i = 0; i < labels.size(); i++) {
      float label = labels.at(i, column);
      counts[label == 1 ? 0 : label == 0 ? 1 : label > 0 ? 2 : 3]++;
    }
    return counts;
  }

  String json() {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("benchmark", benchmark.name()).put("split", split);
    sets().forEach((name, set) -> root.set(name, json(set.getKey(), set.getValue())));
    weights()
        .ifPresent(
            found -> {
              ObjectNode node = root.putObject("class_weights");
              node.put("used", benchmark.objective().weighs());
              found.classWeights().forEach(node.putArray("class")::add);
              found.positiveWeights().forEach(node.putArray("positive")::add);
              found.negativeWeights().forEach(node.putArray("negative")::add);
            });
    return root.toPrettyString();
  }

  private JsonNode json(Samples samples, Labels learned) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("patients", patients(samples)).put("images", samples.size());
    node.put("rows", learned.size());
    ObjectNode classes = node.putObject("classes");
    for (int c = 0; c < benchmark.classes().size(); c++) {
      long[] counts = counts(learned, c);
      classes
          .putObject(benchmark.classes().get(c))
          .put("positive", counts[0])
          .put("negative", counts[1])
          .put("between", counts[2])
          .put("unlabelled", counts[3]);
    }
    return node;
  }
}
