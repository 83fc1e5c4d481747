package org.thorax.model;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tensorflow.proto.NodeDef;

/**
 * Detects whether a network scales its images itself, by Keras' {@code Rescaling} and {@code
 * Normalization} or by arithmetic on its input before the first layer with weights.
 */
public final class FirstLayers {
  private static final Set<String> MOVING =
      Set.of(
          "Identity",
          "Cast",
          "StopGradient",
          "Pad",
          "PadV2",
          "MirrorPad",
          "ResizeBilinear",
          "ResizeNearestNeighbor",
          "ResizeBicubic",
          "ResizeArea",
          "StridedSlice",
          "Slice",
          "Split",
          "SplitV",
          "ReverseV2",
          "GatherV2",
          "Tile",
          "Transpose",
          "ConcatV2",
          "Pack",
          "Squeeze",
          "ExpandDims",
          "Reshape");
  private static final Set<String> ARITHMETIC =
      Set.of("Mul", "RealDiv", "DivNoNan", "Add", "AddV2", "Sub", "BiasAdd");
  private static final int SIDE = 32;
  private static final float NARROWED = 128;
  private static final float WIDEST = 256;
  private static final float SHIFTED = 2;

  private final FlatGraph flat;

  private FirstLayers(FlatGraph flat) {
    this.flat = flat;
  }

  /**
   * The values of black and white before the first layer with weights.
   *
   * @param black value of 0, in the channel with the largest difference
   * @param white value of 255 in that channel
   */
  public record Range(float black, float white) {
    /** A description. */
    public String text() {
      return "0..255 become %s..%s".formatted(rounded(black), rounded(white));
    }

    private static String rounded(float value) {
      return String.valueOf(Math.round(value * 100) / 100f);
    }
  }

  /**
   * The scaling of images of 0..255 in the model; empty if there is none, or if it was not made for
   * 0..255, like a {@code Normalization} that was adapted to images of 0..1.
   */
  public static Optional<Range> scaling(Model model) {
    return new FirstLayers(model.flat()).range(model.weights()).filter(FirstLayers::isOfBytes);
  }

  private static boolean isOfBytes(Range range) {
    float width = Math.abs(range.white() - range.black());
    boolean shifted = Math.abs(range.black()) >= SHIFTED;
    return width <= NARROWED || (width <= WIDEST && shifted);
  }

  private Optional<Range> range(WeightSource weights) {
    return scaled().map(output -> range(upTo(output), weights));
  }

  private static Range range(FlatGraph part, WeightSource weights) {
    int height = part.input().height() > 0 ? part.input().height() : SIDE;
    int width = part.input().width() > 0 ? part.input().width() : SIDE;
    try (Network network = Network.forInference(part, Scaling.NONE, weights, Device.CPU)) {
      byte[] grey = new byte[height * width];
      float[] black = network.predict(grey, 1, height, width);
      Arrays.fill(grey, (byte) 255);
      return range(black, network.predict(grey, 1, height, width));
    }
  }

  /** At the position with the largest difference. */
  private static Range range(float[] black, float[] white) {
    int most = 0;
    for (int i = 1; i < black.length; i++) {
      if (Math.abs(white[i] - black[i]) > Math.abs(white[most] - black[most])) {
        most = i;
      }
    }
    return new Range(black[most], white[most]);
  }

  /** The last tensor that is the image after only moving values and constants. */
  private Optional<String> scaled() {
    Set<String> constant =
        flat.variables().stream().map(Variable::read).collect(Collectors.toSet());
    Set<String> ofImage = new HashSet<>();
    Optional<String> scaled = Optional.empty();
    for (NodeDef node : flat.nodes()) {
      List<String> inputs = node.getInputList().stream().map(FlatGraph::producer).toList();
      long images = inputs.stream().filter(ofImage::contains).count();
      boolean known =
          inputs.stream().allMatch(each -> ofImage.contains(each) || constant.contains(each));
      boolean arithmetic = ARITHMETIC.contains(node.getOp()) && images == 1;
      if (node.getName().equals(flat.input().name())) {
        ofImage.add(node.getName());
      } else if (known && (images == 0 || node.getOp().equals("Shape"))) {
        constant.add(node.getName());
      } else if (known && (arithmetic || MOVING.contains(node.getOp()))) {
        ofImage.add(node.getName());
        scaled = arithmetic ? Optional.of(node.getName()) : scaled;
      }
    }
    return scaled;
  }

  /** The network up to a tensor. */
  private FlatGraph upTo(String output) {
    Map<String, NodeDef> nodes =
        flat.nodes().stream().collect(Collectors.toMap(NodeDef::getName, Function.identity()));
    Set<String> needed = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(output, flat.input().name()));
    while (!open.isEmpty()) {
      String name = open.pop();
      if (needed.add(name) && nodes.containsKey(name)) {
        nodes.get(name).getInputList().forEach(each -> open.push(FlatGraph.producer(each)));
      }
    }
    return new FlatGraph(
        flat.name(),
        new FlatGraph.Body(
            flat.nodes().stream().filter(node -> needed.contains(node.getName())).toList(),
            flat.body().functions()),
        flat.input(),
        new FlatGraph.Output(output, 4, flat.input().channels(), Optional.empty()),
        flat.variables().stream().filter(each -> needed.contains(each.read())).toList(),
        TrainingLayers.NONE);
  }
}
