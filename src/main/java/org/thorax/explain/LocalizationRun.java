package org.thorax.explain;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.thorax.data.image.GreyImage;
import org.thorax.data.image.ImageDecoder;
import org.thorax.data.image.ImageRegion;

/**
 * Scores a model's maps against ground-truth boxes, together with baseline maps and the same model
 * with randomised weights. It changes the explainer's weights while it runs, so no other thread may
 * use the explainer.
 *
 * @param explainer of the model or ensemble
 * @param findings the findings to localize
 * @param request method and layer of the maps
 * @param seed random seed of maps and weights
 */
public record LocalizationRun(
    Explainer explainer, List<LocatedFinding> findings, MapRequest request, long seed) {
  private static final int BATCH = 16;
  private static final int RANDOM_MAPS = 20;
  private static final int DEFAULT_GRID = 8;

  /** Copies the findings. */
  public LocalizationRun {
    findings = List.copyOf(findings);
  }

  /**
   * The results.
   *
   * @param each one per finding, in their order
   * @param trained the model's maps
   * @param baselines random maps and a hill in the image centre
   * @param area mean share of the image in the boxes: a random pixel's chance to hit
   * @param randomized the model with more and more weights shuffled, from the output on
   */
  public record Result(
      List<Localization> each,
      LocalizationSummary trained,
      List<LocalizationSummary> baselines,
      double area,
      List<Randomized> randomized) {}

  /**
   * A model with shuffled weights.
   *
   * @param name the shuffled part
   * @param share of the variables
   * @param similarity mean rank correlation (Spearman) of its maps with the trained model's
   * @param summary how well its maps localize the boxes
   */
  public record Randomized(
      String name, double share, double similarity, LocalizationSummary summary) {}

  /** Runs it; reads each image once. */
  public Result run() {
    Map<Path, List<LocatedFinding>> byImage = new LinkedHashMap<>();
    findings.forEach(
        finding -> byImage.computeIfAbsent(finding.image(), key -> new ArrayList<>()).add(finding));
    List<LocatedFinding> ordered = byImage.values().stream().flatMap(List::stream).toList();
    List<Seen> seen = byImage.keySet().parallelStream().map(this::seen).toList();
    List<GreyImage> prepared = seen.stream().map(Seen::prepared).toList();
    List<Integer> classes = ordered.stream().map(LocatedFinding::classIndex).toList();
    List<Path> files = List.copyOf(byImage.keySet());
    List<boolean[]> masks =
        ordered.stream()
            .map(each -> each.mask(seen.get(files.indexOf(each.image())).part()))
            .toList();
    List<SaliencyMap> trained = maps(prepared, List.copyOf(byImage.values()));
    List<Localization> each = scored(trained, masks);
    return new Result(
        IntStream.range(0, findings.size())
            .mapToObj(i -> each.get(ordered.indexOf(findings.get(i))))
            .toList(),
        LocalizationSummary.of("trained", each, classes, 1),
        List.of(random(masks, classes), centre(masks, classes)),
        masks.stream().mapToDouble(LocalizationRun::share).average().orElse(0),
        randomized(prepared, List.copyOf(byImage.values()), trained, masks, classes));
  }

  /** The network's input for an image, and the part of the image that it covers. */
  private record Seen(GreyImage prepared, ImageRegion part) {}

  private Seen seen(Path file) {
    GreyImage decoded = ImageDecoder.decode(file);
    return new Seen(explainer.prepared(decoded), explainer.part(decoded));
  }

  private static List<Localization> scored(List<SaliencyMap> maps, List<boolean[]> masks) {
    return IntStream.range(0, maps.size())
        .parallel()
        .mapToObj(i -> Localization.of(maps.get(i), masks.get(i)))
        .toList();
  }

  /** One map per finding, image by image. */
  private List<SaliencyMap> maps(List<GreyImage> prepared, List<List<LocatedFinding>> byImage) {
    List<SaliencyMap> maps = new ArrayList<>();
    for (int from = 0; from < prepared.size(); from += BATCH) {
      int to = Math.min(prepared.size(), from + BATCH);
      List<Integer> wanted =
          byImage.subList(from, to).stream()
              .flatMap(List::stream)
              .map(LocatedFinding::classIndex)
              .distinct()
              .toList();
      List<Explanation> explanations =
          explainer.explain(
              prepared.subList(from, to),
              ClassChoice.of(wanted.stream().mapToInt(Integer::intValue).toArray()),
              request);
      for (int i = from; i < to; i++) {
        for (LocatedFinding finding : byImage.get(i)) {
          maps.add(
              explanations.get(i - from).maps().get(wanted.indexOf(finding.classIndex())).map());
        }
      }
    }
    return maps;
  }

  private LocalizationSummary random(List<boolean[]> masks, List<Integer> classes) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] grid = explainer.gridOf(request).orElse(new int[] {DEFAULT_GRID, DEFAULT_GRID});
    List<Localization> all = new ArrayList<>();
    List<Integer> repeated = new ArrayList<>();
    for (int i = 0; i < masks.size(); i++) {
      for (int draw = 0; draw < RANDOM_MAPS; draw++) {
        SaliencyMap map =
            Baselines.random(
                grid[0], grid[1], explainer.input().height(), explainer.input().width(), random);
        all.add(Localization.of(map, masks.get(i)));
        repeated.add(classes.get(i));
      }
    }
    return LocalizationSummary.of("random maps", all, repeated, RANDOM_MAPS);
  }

  private LocalizationSummary centre(List<boolean[]> masks, List<Integer> classes) {
    SaliencyMap hill = Baselines.centre(explainer.input().height(), explainer.input().width());
    return LocalizationSummary.of(
        "the image's middle",
        masks.stream().map(mask -> Localization.of(hill, mask)).toList(),
        classes,
        1);
  }

  private List<Randomized> randomized(
      List<GreyImage> prepared,
      List<List<LocatedFinding>> byImage,
      List<SaliencyMap> trained,
      List<boolean[]> masks,
      List<Integer> classes) {
    WeightShuffling shuffling = explainer.shuffling(seed);
    Map<String, OptionalDouble> stages = new LinkedHashMap<>();
    stages.put("output layer", OptionalDouble.empty());
    stages.put("a quarter", OptionalDouble.of(0.25));
    stages.put("half", OptionalDouble.of(0.5));
    stages.put("all", OptionalDouble.of(1));
    List<Randomized> results = new ArrayList<>();
    try {
      stages.forEach(
          (name, wanted) -> {
            double share = shuffling.shuffle(wanted);
            List<SaliencyMap> maps = maps(prepared, byImage);
            double similarity =
                IntStream.range(0, maps.size())
                    .parallel()
                    .mapToDouble(i -> RankCorrelation.of(trained.get(i), maps.get(i)))
                    .average()
                    .orElse(0);
            results.add(
                new Randomized(
                    name,
                    share,
                    similarity,
                    LocalizationSummary.of(name + " shuffled", scored(maps, masks), classes, 1)));
          });
    } finally {
      shuffling.shuffle(OptionalDouble.of(0));
    }
    return results;
  }

  private static double share(boolean[] mask) {
    int inside = 0;
    for (boolean each : mask) {
      inside += each ? 1 : 0;
    }
    return (double) inside / mask.length;
  }
}
