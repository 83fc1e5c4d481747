package org.thorax.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.thorax.ThoraxException;
import org.thorax.data.image.GreyImage;
import org.thorax.explain.Explanation.ClassMap;
import org.thorax.explain.FeatureGradients.Forward;
import org.thorax.explain.FeatureGradients.Row;
import org.thorax.explain.FeatureLayers.FeatureLayer;
import org.thorax.inference.ClassifierInput;
import org.thorax.inference.Predictor;
import org.thorax.model.Device;
import org.thorax.model.FlatGraph;
import org.thorax.model.Model;
import org.thorax.model.WeightSource;

/**
 * Explains the predictions of a model: owns its TensorFlow graph and adds the gradients to it.
 * Thread-safe; close it when no thread uses it any more.
 */
public final class ModelExplainer implements Explainer {
  private static final int FEW = 4;

  private final ClassifierInput input;
  private final FlatGraph flat;
  private final GradientGraph graph;
  private final FeatureLayers layers;
  private final OutputLayer output;
  private final FeatureGradients features;
  private final RelevanceMaps relevance;
  private final GuidedGradients guided;
  private final GreyLevelGradients greyLevels;
  private final OcclusionMaps occlusion;

  /**
   * Prepares a model; {@code model} may be closed afterwards.
   *
   * @param given the user's settings for a model that does not specify them
   * @throws ThoraxException if size, scaling or the number of classes are unknown or do not fit
   */
  public ModelExplainer(Model model, Predictor.Overrides given, Device device) {
    input = ClassifierInput.of(model, given);
    flat = model.flat().sized(input.height(), input.width());
    graph = GradientGraph.of(flat, input.scaling(), model.weights(), device);
    output = new OutputLayer(flat);
    layers = new FeatureLayers(graph.network());
    features = new FeatureGradients(graph, output, input.height(), input.width());
    relevance = new RelevanceMaps(graph, output, features, input);
    guided =
        new GuidedGradients(
            tensor -> GradientGraph.guided(flat, input.scaling(), weights(), device, tensor),
            input.height(),
            input.width(),
            flat.input().channels());
    greyLevels = new GreyLevelGradients(input, flat.input().channels());
    occlusion = new OcclusionMaps(input, this::scores);
  }

  @Override
  public ClassifierInput input() {
    return input;
  }

  /** The layers that can be explained, from the image to the output. */
  public List<String> layers() {
    return layers.all().stream().map(FeatureLayer::name).toList();
  }

  /** Whether a layer of that name can be explained, as given by {@code --layer}. */
  boolean has(String layer) {
    return layers.has(layer);
  }

  @Override
  public Optional<String> layer(MapRequest request) {
    return switch (request.method()) {
      case OCCLUSION -> Optional.empty();
      case GUIDED_BACKPROPAGATION -> request.layer().map(name -> layers.find(name).name());
      default -> Optional.of(layer(request.layer()).name());
    };
  }

  @Override
  public List<String> remarks(MapRequest request) {
    List<String> remarks = new ArrayList<>(input.remarks());
    gridOf(request)
        .filter(grid -> Math.min(grid[0], grid[1]) < FEW)
        .ifPresent(
            grid ->
                remarks.add(
                    "The feature map has %dx%d places only; images of %dx%d are small for this network, `layer` with one nearer to the image shows more (%s)."
                        .formatted(
                            grid[0],
                            grid[1],
                            input.width(),
                            input.height(),
                            layers.finer(FEW).stream().collect(Collectors.joining(", ")))));
    return remarks;
  }

  @Override
  public Optional<int[]> gridOf(MapRequest request) {
    if (layer(request).isEmpty() || request.method().fine()) {
      return Optional.empty();
    }
    FeatureLayer layer = layer(request.layer());
    return Optional.of(new int[] {layer.height(), layer.width()});
  }

  @Override
  public WeightShuffling shuffling(long seed) {
    WeightRandomization randomization =
        new WeightRandomization(flat, graph.network().values(flat.variables()), seed);
    return share -> {
      double applied = share.orElse(randomization.outputLayer());
      guided.close();
      graph.network().assign(randomization.shuffled(applied));
      return applied;
    };
  }

  @Override
  public List<List<Float>> predict(List<GreyImage> prepared) {
    float[] scores = scores(input.bytes(prepared));
    int classes = input.classNames().size();
    return IntStream.range(0, prepared.size())
        .mapToObj(i -> list(scores, i * classes, classes))
        .toList();
  }

  @Override
  public List<Explanation> explain(
      List<GreyImage> prepared, ClassChoice choice, MapRequest request) {
    byte[] bytes = input.bytes(prepared);
    return switch (request.method()) {
      case OCCLUSION -> occlusion.explain(prepared, choice, request.patch());
      case CRM, LEGACY_CRM ->
          relevance.explain(
              bytes, forward(bytes, request), choice, request.method() == Method.LEGACY_CRM);
      case GUIDED_BACKPROPAGATION -> guided(bytes, choice, request);
      case GRAD_CAM, GRAD_CAM_PLUS_PLUS, GUIDED_GRAD_CAM -> gradCam(bytes, choice, request);
    };
  }

  private List<Explanation> gradCam(byte[] bytes, ClassChoice choice, MapRequest request) {
    Forward forward = forward(bytes, request);
    List<List<Integer>> classes = chosen(forward, choice);
    List<Row> rows = rows(classes);
    List<Grid> gradients = features.gradients(bytes, forward, rows, request.target());
    boolean fine = request.method() == Method.GUIDED_GRAD_CAM;
    List<Grid> byImage = fine ? guidedOfClasses(bytes, rows, request.target()) : List.of();
    List<ClassMap> maps = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Grid activations = forward.activations(rows.get(i).image());
      Grid coarse =
          request.method() == Method.GRAD_CAM_PLUS_PLUS
              ? Relevance.gradCamPlusPlus(activations, gradients.get(i))
              : Relevance.gradCam(activations, gradients.get(i));
      SaliencyMap map = SaliencyMap.rectified(coarse, input.height(), input.width());
      int classIndex = rows.get(i).classIndex();
      maps.add(
          fine
              ? greyLevels.map(classIndex, byImage.get(i).times(map.grid()))
              : new ClassMap(classIndex, map, coarse));
    }
    return explanations(forward.outputs().batch(), forward::probabilities, rows, maps);
  }

  private List<Explanation> guided(byte[] bytes, ClassChoice choice, MapRequest request) {
    int images = bytes.length / (input.height() * input.width());
    float[] scores = scores(bytes);
    int classes = input.classNames().size();
    List<List<Float>> probabilities =
        IntStream.range(0, images).mapToObj(i -> list(scores, i * classes, classes)).toList();
    List<Row> rows = rows(probabilities.stream().map(choice::of).toList());
    List<Grid> gradients =
        request.layer().isPresent()
            ? guidedOfLayer(bytes, request, rows)
            : guidedOfClasses(bytes, rows, request.target());
    List<ClassMap> maps =
        IntStream.range(0, rows.size())
            .mapToObj(i -> greyLevels.map(rows.get(i).classIndex(), gradients.get(i)))
            .toList();
    return explanations(images, probabilities::get, rows, maps);
  }

  private List<Grid> guidedOfLayer(byte[] bytes, MapRequest request, List<Row> rows) {
    List<Grid> byImage = guided.ofLayer(layer(request.layer()), bytes);
    return rows.stream().map(row -> byImage.get(row.image())).toList();
  }

  private List<Grid> guidedOfClasses(byte[] bytes, List<Row> rows, GradientTarget target) {
    return guided.ofClasses(output.tensor(target), bytes, rows, input.classNames().size());
  }

  private float[] scores(byte[] bytes) {
    int images = bytes.length / (input.height() * input.width());
    return input.checked(graph.network().predict(bytes, images, input.height(), input.width()));
  }

  private Forward forward(byte[] bytes, MapRequest request) {
    int images = bytes.length / (input.height() * input.width());
    Forward forward = features.forward(bytes, images, layer(request.layer()));
    input.checked(forward.outputs().values());
    return forward;
  }

  private FeatureLayer layer(Optional<String> wanted) {
    return wanted.map(layers::find).orElseGet(layers::last);
  }

  private static List<List<Integer>> chosen(Forward forward, ClassChoice choice) {
    return IntStream.range(0, forward.outputs().batch())
        .mapToObj(image -> choice.of(forward.probabilities(image)))
        .toList();
  }

  private static List<Row> rows(List<List<Integer>> classes) {
    return IntStream.range(0, classes.size())
        .boxed()
        .flatMap(image -> classes.get(image).stream().map(c -> new Row(image, c)))
        .toList();
  }

  private List<Explanation> explanations(
      int images, IntFunction<List<Float>> probabilities, List<Row> rows, List<ClassMap> maps) {
    List<Explanation> explanations = new ArrayList<>();
    for (int image = 0; image < images; image++) {
      int wanted = image;
      List<ClassMap> own =
          IntStream.range(0, rows.size())
              .filter(i -> rows.get(i).image() == wanted)
              .mapToObj(maps::get)
              .toList();
      explanations.add(Explanation.of(probabilities.apply(image), own, input));
    }
    return explanations;
  }

  private static List<Float> list(float[] values, int from, int count) {
    List<Float> list = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      list.add(values[i]);
    }
    return list;
  }

  /** The current weights in the graph. */
  private WeightSource weights() {
    var values = graph.network().values(flat.variables());
    return values::get;
  }

  @Override
  public void close() {
    guided.close();
    graph.close();
  }
}
