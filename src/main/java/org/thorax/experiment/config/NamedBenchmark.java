package org.thorax.experiment.config;

import static org.thorax.experiment.config.NameComponent.AUGMENTATION;
import static org.thorax.experiment.config.NameComponent.BATCH;
import static org.thorax.experiment.config.NameComponent.CLASSES;
import static org.thorax.experiment.config.NameComponent.CLASS_WEIGHT;
import static org.thorax.experiment.config.NameComponent.CROP;
import static org.thorax.experiment.config.NameComponent.DATASET;
import static org.thorax.experiment.config.NameComponent.DIMENSION;
import static org.thorax.experiment.config.NameComponent.EPOCHS;
import static org.thorax.experiment.config.NameComponent.FOLD;
import static org.thorax.experiment.config.NameComponent.LEARNING_RATE;
import static org.thorax.experiment.config.NameComponent.LEARNING_RATE_FACTOR;
import static org.thorax.experiment.config.NameComponent.LOSS;
import static org.thorax.experiment.config.NameComponent.MASKED;
import static org.thorax.experiment.config.NameComponent.OPTIMIZER;
import static org.thorax.experiment.config.NameComponent.SPLIT;
import static org.thorax.experiment.config.NameComponent.TRANSFORMATION;
import static org.thorax.experiment.config.NameComponent.UNCERTAINTY;
import static org.thorax.experiment.config.NameComponent.UPSAMPLED;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.data.BlankPolicy;
import org.thorax.data.ChexpertPresets;
import org.thorax.data.DatasetKind;
import org.thorax.data.LabelEncoding;
import org.thorax.data.SplitPlan;
import org.thorax.data.UncertaintyPolicy;
import org.thorax.data.Upsampling;
import org.thorax.data.image.AugmentationToken;
import org.thorax.data.image.Transformation;
import org.thorax.training.callback.LearningRateSchedule;
import org.thorax.training.optimizer.Optimization;
import org.thorax.training.optimizer.Optimizer;

/** Turns a name's tokens into a benchmark, and refuses what this version would not do. */
final class NamedBenchmark {
  private final BenchmarkName name;

  private NamedBenchmark(BenchmarkName name) {
    this.name = name;
  }

  /**
   * The benchmark of {@code name}.
   *
   * @param classes empty when the dataset's own are meant
   * @param repeated what {@code Upsampled} means, when it is not what it meant so far
   */
  static Benchmark of(BenchmarkName name, List<String> classes, Optional<Upsampling> repeated) {
    return new NamedBenchmark(name).build(classes, repeated);
  }

  private Benchmark build(List<String> given, Optional<Upsampling> repeated) {
    checkTokens();
    DatasetName dataset = dataset();
    LossToken lossToken = LossToken.of(required(LOSS));
    List<String> classes = classes(dataset, given);
    LabelEncoding encoding =
        new LabelEncoding(
            uncertainty(),
            name.token(MASKED).isPresent() ? BlankPolicy.MASKED : BlankPolicy.ABSENT);
    LossName loss = lossToken.loss(dataset, encoding.threeWay());
    return new Benchmark(
        name.withoutArchitecture(),
        dataset,
        new LabelSettings(classes, encoding, upsampling(dataset, classes, repeated)),
        new ImageSettings(
            name.token(DIMENSION)
                .map(token -> number(DIMENSION, token))
                .orElse(ImageSettings.DEFAULT_DIM),
            name.token(CROP).equals(Optional.of("C1")),
            transformations(),
            name.token(AUGMENTATION)
                .map(AugmentationToken::of)
                .orElse(AugmentationToken.NONE)
                .augmentation()),
        split(),
        objective(loss, lossToken.classWeight()),
        new Optimization(optimizer(loss), learningRate(loss)),
        new FitSettings(number(EPOCHS, required(EPOCHS)), number(BATCH, required(BATCH))));
  }

  private SplitPlan split() {
    SplitPlan plan = name.token(SPLIT).map(SplitPlan::ofTag).orElse(SplitPlan.DEFAULT);
    return name.token(FOLD).map(FoldName::fold).map(plan::withFold).orElse(plan);
  }

  private Objective objective(LossName loss, boolean classWeight) {
    ClassWeightScale scale =
        switch (name.token(CLASS_WEIGHT).orElse("L1Normed")) {
          case "NoNorm" -> ClassWeightScale.RAW;
          case "Balanced" -> ClassWeightScale.BALANCED;
          default -> ClassWeightScale.L1_NORMED;
        };
    return new Objective(loss, classWeight, scale, Map.of());
  }

  private void checkTokens() {
    name.firstUnknown()
        .ifPresent(
            fault -> {
              throw new ConfigurationException("benchmark", fault);
            });
    name.outOfOrder()
        .ifPresent(
            token -> {
              throw new ConfigurationException(
                  "benchmark",
                  where(token) + " is out of order; expected " + NameGrammar.PATTERN + ".");
            });
  }

  private String where(BenchmarkName.Token token) {
    return String.format(
        "'%s' at character %d of benchmark name '%s'",
        token.text(), token.start() + 1, name.text());
  }

  private String required(NameComponent component) {
    return name.token(component)
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "benchmark",
                    String.format(
                        "Benchmark name '%s' lacks the %s; expected %s.",
                        name.text(),
                        component.name().toLowerCase(Locale.ROOT),
                        NameGrammar.PATTERN)));
  }

  private DatasetName dataset() {
    return name.token(DATASET).map(DatasetName::of).orElse(DatasetName.CHEXPERT);
  }

  private Optimizer optimizer(LossName loss) {
    return name.token(OPTIMIZER).map(Optimizer::named).orElseGet(() -> loss.usual().optimizer());
  }

  private LearningRateSchedule learningRate(LossName loss) {
    double rate =
        name.token(LEARNING_RATE)
            .map(NamedBenchmark::learningRate)
            .orElseGet(() -> loss.usual().learningRate().rate());
    return name.token(LEARNING_RATE_FACTOR)
        .map(token -> Integer.parseInt(token.substring(2)) / 10.0)
        .<LearningRateSchedule>map(factor -> new LearningRateSchedule.FactorPerEpoch(rate, factor))
        .orElseGet(() -> new LearningRateSchedule.Constant(rate));
  }

  private List<String> classes(DatasetName dataset, List<String> given) {
    int own = dataset.classes().isEmpty() ? given.size() : dataset.classes().size();
    int count = name.token(CLASSES).map(token -> number(CLASSES, token)).orElse(own);
    if (given.isEmpty() && dataset.kind() == DatasetKind.DESCRIBED) {
      throw new ConfigurationException(
          "classes",
          "Benchmark name '%s' is of the data set '%s', whose classes stand in its %s; give its folder with `data`, or `classes`, or labels.classes in a file."
              .formatted(name.text(), dataset.token(), DatasetName.DESCRIPTION));
    }
    if (given.isEmpty()) {
      return dataset.classes(count).orElseThrow(() -> noClassList(dataset, count));
    }
    if (given.size() != count) {
      throw new ConfigurationException(
          "classes",
          String.format(
              "Benchmark name '%s' means %d classes, but `classes` gives %d; write N%d in the name.",
              name.text(), count, given.size(), given.size()));
    }
    return given;
  }

  private List<Transformation> transformations() {
    return name.token(TRANSFORMATION).stream()
        .flatMap(tokens -> Arrays.stream(tokens.split("_", -1)))
        .map(Transformation::ofToken)
        .toList();
  }

  private UncertaintyPolicy uncertainty() {
    String token = name.token(UNCERTAINTY).orElse("Uzeroes");
    if (token.endsWith("LSR")) {
      return token.startsWith("Uones")
          ? UncertaintyPolicy.Smoothed.towardsOne(SplitPlan.DEFAULT_SEED)
          : UncertaintyPolicy.Smoothed.towardsZero(SplitPlan.DEFAULT_SEED);
    }
    return token.matches("U[0-9]{2}")
        ? ChexpertPresets.uncertainty(token)
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "benchmark",
                        String.format(
                            "Benchmark name '%s' asks for %s, but lists of classes are agreed for"
                                + " U75, U66 and U32 only; use one of these, Uzeroes or Uones.",
                            name.text(), token)))
        : UncertaintyPolicy.parse(token);
  }

  private Upsampling upsampling(
      DatasetName dataset, List<String> classes, Optional<Upsampling> repeated) {
    boolean wanted = name.token(UPSAMPLED).isPresent();
    if (!wanted && repeated.isPresent()) {
      throw new ConfigurationException(
          "benchmark",
          String.format(
              "Training rows are to be repeated, but benchmark name '%s' does not say so; put"
                  + " _Upsampled at its end.",
              name.text()));
    }
    Optional<Upsampling> agreed =
        dataset.equals(DatasetName.CHEXPERT)
            ? ChexpertPresets.upsampling(classes)
            : Optional.empty();
    return wanted
        ? repeated
            .or(() -> agreed)
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "upsample",
                        String.format(
                            "Benchmark name '%s' asks for upsampling, but no factors are agreed for"
                                + " its classes; give them with `upsample` \"CLASS=TIMES,...\".",
                            name.text())))
        : Upsampling.NONE;
  }

  private ThoraxException noClassList(DatasetName dataset, int count) {
    String known =
        IntStream.rangeClosed(1, dataset.classes().size())
            .filter(n -> dataset.classes(n).isPresent())
            .mapToObj(n -> "N" + n)
            .collect(Collectors.joining(", "));
    return new ConfigurationException(
        "classes",
        String.format(
            "Benchmark name '%s' means %d classes, but %s has lists for %s only; name them with"
                + " `classes`.",
            name.text(), count, dataset.token(), known));
  }

  private int number(NameComponent component, String token) {
    try {
      return Integer.parseInt(token.substring(1));
    } catch (NumberFormatException e) {
      throw new ConfigurationException(
          "benchmark",
          String.format(
              "%s in benchmark name '%s' is too large; expected a number up to %d for the %s.",
              token, name.text(), Integer.MAX_VALUE, component.name().toLowerCase(Locale.ROOT)),
          e);
    }
  }

  /** {@code mLRe} is the double nearest to m x 10^-e. */
  private static double learningRate(String token) {
    int mark = token.indexOf("LR");
    BigDecimal mantissa = mark == 0 ? BigDecimal.ONE : new BigDecimal(token.substring(0, mark));
    return mantissa.movePointLeft(Integer.parseInt(token.substring(mark + 2))).doubleValue();
  }
}
