package org.thorax.experiment.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thorax.ThoraxException;
import org.thorax.data.BlankPolicy;
import org.thorax.data.ChexpertPresets;
import org.thorax.data.SplitPlan;
import org.thorax.data.UncertaintyPolicy;
import org.thorax.data.Upsampling;
import org.thorax.data.image.AugmentationToken;
import org.thorax.data.image.Transformation;
import org.thorax.training.callback.LearningRateSchedule;

/**
 * The name that a configuration has by the grammar.
 *
 * @param name the tokens that say most of it, in order
 * @param unsaid what the name does not specify: where a benchmark made from the name alone differs,
 *     the configuration's value first
 */
public record CanonicalName(String name, List<BenchmarkDiff> unsaid) {
  private static final int PERCENT = 100;
  private static final int LARGEST_EXPONENT = 9;

  private static final Map<String, UncertaintyPolicy> WITHOUT_LISTS =
      Map.of(
          "Uones", UncertaintyPolicy.Everywhere.UONES,
          "Uignore", UncertaintyPolicy.Everywhere.UIGNORE,
          "Umulticlass", UncertaintyPolicy.Everywhere.UMULTICLASS,
          "UonesLSR", UncertaintyPolicy.Smoothed.towardsOne(SplitPlan.DEFAULT_SEED),
          "UzeroesLSR", UncertaintyPolicy.Smoothed.towardsZero(SplitPlan.DEFAULT_SEED));

  /** Copies the list. */
  public CanonicalName {
    unsaid = List.copyOf(unsaid);
  }

  /** The name of a configuration, whatever it is called. */
  public static CanonicalName of(Benchmark benchmark) {
    List<String> tokens = new ArrayList<>();
    benchmark.split().fold().map(FoldName::token).ifPresent(tokens::add);
    tokens.add(benchmark.dataset().token());
    if (benchmark.labels().encoding().blanks() == BlankPolicy.MASKED) {
      tokens.add("Masked");
    }
    objective(benchmark, tokens);
    tokens.add("E" + benchmark.fit().epochs());
    tokens.add("B" + benchmark.fit().batchSize());
    tokens.add(benchmark.images().crop() ? "C1" : "C0");
    tokens.add("N" + benchmark.classes().size());
    images(benchmark.images(), tokens);
    uncertainty(benchmark.labels().encoding().uncertainty(), tokens);
    tokens.add("D" + benchmark.images().dim());
    split(benchmark.split(), tokens);
    rate(benchmark.optimization().learningRate(), tokens);
    tokens.add(benchmark.optimization().optimizer().kerasName());
    if (!benchmark.labels().upsampling().equals(Upsampling.NONE)) {
      tokens.add("Upsampled");
    }
    String name = String.join("_", tokens);
    return new CanonicalName(name, unsaid(benchmark, name));
  }

  /**
   * A name for a folder that no other configuration has: the tokens, and where these do not specify
   * all, {@code _x} and six digits of a checksum of the whole.
   */
  public static String unique(Benchmark benchmark) {
    CanonicalName canonical = of(benchmark);
    return canonical.unsaid().isEmpty()
        ? canonical.name()
        : ChecksumName.mark(benchmark.withName(canonical.name())).name();
  }

  /**
   * A changed configuration under a name of its own: {@code _x} and six digits of a checksum of the
   * whole behind the name that it had; the same name when nothing is changed.
   */
  public static Benchmark distinct(Benchmark named, Benchmark changed) {
    return BenchmarkDiff.between(named, changed).isEmpty() ? changed : ChecksumName.mark(changed);
  }

  private static void objective(Benchmark benchmark, List<String> tokens) {
    boolean classWeight = benchmark.objective().classWeight();
    tokens.add((classWeight ? "W" : "") + benchmark.objective().loss().token());
    ClassWeightScale scale = benchmark.objective().weights();
    if (benchmark.objective().scales() || scale != ClassWeightScale.L1_NORMED) {
      tokens.add(
          switch (scale) {
            case L1_NORMED -> "L1Normed";
            case RAW -> "NoNorm";
            case BALANCED -> "Balanced";
          });
    }
  }

  private static void images(ImageSettings images, List<String> tokens) {
    if (!images.augmentation().changesNothing()) {
      tokens.add(AugmentationToken.ofLogged(images.augmentation().text()).text());
    }
    images.transformations().forEach(step -> token(step).ifPresent(tokens::add));
  }

  /** The token that means just this transformation. */
  private static Optional<String> token(Transformation transformation) {
    Map<String, Object> parameters = transformation.parameters();
    return List.of("hist", "gb", "sharp" + parameters.get("radius") + parameters.get("amount"))
        .stream()
        .filter(token -> means(token, transformation))
        .findFirst();
  }

  private static boolean means(String token, Transformation transformation) {
    try {
      return Transformation.ofToken(token).equals(transformation);
    } catch (ThoraxException e) {
      return false;
    }
  }

  private static void uncertainty(UncertaintyPolicy policy, List<String> tokens) {
    Optional<String> everywhere =
        WITHOUT_LISTS.entrySet().stream()
            .filter(entry -> entry.getValue().equals(policy))
            .map(Map.Entry::getKey)
            .findFirst();
    if (everywhere.isPresent()) {
      tokens.add(everywhere.get());
    } else if (policy instanceof UncertaintyPolicy.ClassLists lists) {
      String token = "U" + lists.zeroes().size() + lists.ones().size();
      if (ChexpertPresets.uncertainty(token).isPresent()) {
        tokens.add(token);
      }
    }
  }

  private static void split(SplitPlan split, List<String> tokens) {
    long percent = Math.round(split.validSize() * PERCENT);
    if (split.officialTest() && percent > 0 && percent < PERCENT) {
      tokens.add("DS%02d%02d".formatted(PERCENT - percent, percent));
    }
  }

  private static void rate(LearningRateSchedule schedule, List<String> tokens) {
    BigDecimal rate = BigDecimal.valueOf(schedule.rate()).stripTrailingZeros();
    BigDecimal digits = rate.scale() < 0 ? rate.setScale(0) : rate;
    if (digits.scale() <= LARGEST_EXPONENT) {
      tokens.add(digits.unscaledValue() + "LR" + digits.scale());
    }
    if (schedule instanceof LearningRateSchedule.FactorPerEpoch falling) {
      long tenths = Math.round(falling.factor() * 10);
      if (tenths > 0 && tenths < 10) {
        tokens.add("LF" + tenths);
      }
    }
  }

  private static List<BenchmarkDiff> unsaid(Benchmark benchmark, String name) {
    try {
      Optional<Upsampling> factors =
          Optional.of(benchmark.labels().upsampling())
              .filter(upsampling -> !upsampling.equals(Upsampling.NONE));
      Benchmark named = Benchmark.parse(name, List.of(), factors);
      return BenchmarkDiff.between(benchmark, named);
    } catch (ThoraxException e) {
      // Classes of one's own, or a token that means nothing: said beside the name.
      return List.of(new BenchmarkDiff("name", "", e.getMessage()));
    }
  }
}
