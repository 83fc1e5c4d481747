package org.thorax.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;

/**
 * The scaling of grey bytes 0..255 before the first layer, like {@code preprocess_input} of a Keras
 * application or Keras' {@code ImageDataGenerator}. All except {@link #PER_IMAGE} are one table, so
 * that training, prediction and the exported {@code serve_bytes} are equal bit for bit.
 *
 * @param token the name on the command line
 * @param steps from a grey value to the network's input, in float32; empty for {@link #PER_IMAGE}
 */
public record Scaling(String token, List<Step> steps) {
  /** x / 255, then minus ImageNet's mean and divided by its standard deviation, RGB (DenseNet). */
  public static final Scaling TORCH =
      new Scaling(
          "torch",
          List.of(
              Step.divide(255f),
              Step.subtract(0.485f, 0.456f, 0.406f),
              Step.divide(0.229f, 0.224f, 0.225f)));

  /** x / 127.5 - 1 (Inception, Xception, ResNet V2). */
  public static final Scaling TF =
      new Scaling("tf", List.of(Step.divide(127.5f), Step.subtract(1f)));

  /** BGR minus ImageNet's mean (VGG, ResNet V1). */
  public static final Scaling CAFFE =
      new Scaling("caffe", List.of(Step.subtract(103.939f, 116.779f, 123.68f)));

  /** Bytes as floats 0..255. */
  public static final Scaling NONE = new Scaling("none", List.of());

  /** x / 255: {@code ImageDataGenerator(rescale=1/255)}. */
  public static final Scaling UNIT = new Scaling("unit", List.of(Step.divide(255f)));

  /**
   * Minus the image's mean, divided by its standard deviation + 1e-6: {@code
   * ImageDataGenerator(samplewise_center=True, samplewise_std_normalization=True)}.
   */
  public static final Scaling PER_IMAGE = new Scaling("per-image", List.of());

  /** The values on the command line, as in {@code --scaling torch|tf|...}. */
  public static final String CHOICES = "torch|tf|caffe|none|unit|per-image|mean=M,std=S";

  /** The scalings with a name. */
  public static final List<Scaling> NAMED = List.of(TORCH, TF, CAFFE, NONE, UNIT, PER_IMAGE);

  private static final String SEPARATOR = "[\\s,;/]+";
  private static final Pattern MEAN_STD =
      Pattern.compile("mean=([^a-z=]+?)[\\s,;]*std=([^a-z=]+)", Pattern.CASE_INSENSITIVE);

  /**
   * One operation.
   *
   * @param divides whether it divides; otherwise it subtracts
   * @param by one number, or one for each channel
   */
  public record Step(boolean divides, List<Float> by) {
    /** Copies the numbers. */
    public Step {
      by = List.copyOf(by);
    }

    static Step divide(Float... by) {
      return new Step(true, List.of(by));
    }

    static Step subtract(Float... by) {
      return new Step(false, List.of(by));
    }

    private float of(float value, int channel) {
      float number = by.get(by.size() == 1 ? 0 : channel);
      return divides ? value / number : value - number;
    }
  }

  /** Copies the steps. */
  public Scaling {
    steps = List.copyOf(steps);
  }

  /**
   * The scaling of that name, or with these numbers: {@code mean=127.5,std=127.5}, or one for each
   * channel, {@code mean=123.675/116.28/103.53,std=58.395/57.12/57.375}; both on 0..255.
   *
   * @throws ThoraxException listing the names if it is unknown
   */
  public static Scaling of(String text) {
    String given = text.strip();
    Matcher numbers = MEAN_STD.matcher(given);
    return numbers.matches()
        ? normalized(numbers(numbers.group(1), text), numbers(numbers.group(2), text), text)
        : NAMED.stream()
            .filter(scaling -> scaling.token.equals(given.toLowerCase(Locale.ROOT)))
            .findFirst()
            .orElseThrow(() -> unknown(text));
  }

  private static ThoraxException unknown(String text) {
    return new ConfigurationException(
        "scaling",
        "Unknown scaling '%s'; expected one of %s, or mean=M,std=S with one number or three (mean=123.675/116.28/103.53,std=58.395/57.12/57.375) on 0..255; ImageDataGenerator(rescale=1/255) is unit."
            .formatted(text, NAMED.stream().map(Scaling::token).collect(Collectors.joining(", "))));
  }

  private static Scaling normalized(List<Float> mean, List<Float> std, String text) {
    boolean onUnit =
        std.stream().allMatch(each -> each > 0 && each < 1)
            && mean.stream().allMatch(each -> each <= 1);
    if (std.stream().anyMatch(each -> each <= 0) || onUnit) {
      throw new ConfigurationException(
          "scaling",
          onUnit
              ? "Expected mean and std of images of 0..255, found '%s', which are of images of 0..1; multiply both by 255."
                  .formatted(text)
              : "Expected a positive std, found '%s'; constant images are no reason to divide by 0."
                  .formatted(text));
    }
    return new Scaling(
        "mean=" + text(mean) + ",std=" + text(std),
        List.of(new Step(false, mean), new Step(true, std)));
  }

  private static List<Float> numbers(String part, String whole) {
    try {
      List<Float> numbers =
          Arrays.stream(part.replaceAll("[\\[\\]()]", " ").strip().split(SEPARATOR))
              .map(Float::valueOf)
              .toList();
      if ((numbers.size() == 1 || numbers.size() == 3)
          && numbers.stream().allMatch(Float::isFinite)) {
        return numbers;
      }
    } catch (NumberFormatException e) {
      // Reported below, with the whole value.
    }
    throw unknown(whole);
  }

  private static String text(List<Float> numbers) {
    return numbers.stream().map(Scaling::plain).collect(Collectors.joining("/"));
  }

  private static String plain(float number) {
    return number == Math.rint(number) && Math.abs(number) < 1e6
        ? Integer.toString((int) number)
        : Float.toString(number);
  }

  /**
   * The scaling that Keras documents for the application with that model name, e.g. {@code
   * densenet121}.
   */
  public static Optional<Scaling> ofKerasModel(String modelName) {
    String name = modelName.toLowerCase(Locale.ROOT);
    if (name.startsWith("densenet")) {
      return Optional.of(TORCH);
    }
    boolean tf =
        List.of(
                "inception",
                "xception",
                "resnet101v2",
                "resnet152v2",
                "resnet50v2",
                "nasnet",
                "mobilenet")
            .stream()
            .anyMatch(name::startsWith);
    if (tf) {
      return Optional.of(TF);
    }
    boolean caffe =
        List.of("vgg", "resnet50", "resnet101", "resnet152").stream().anyMatch(name::startsWith);
    return caffe ? Optional.of(CAFFE) : Optional.empty();
  }

  /**
   * Whether every image is scaled by its own mean and standard deviation, which a table cannot do.
   */
  public boolean perImage() {
    return equals(PER_IMAGE);
  }

  /** Whether it consists of given numbers and not of a name. */
  public boolean isOfNumbers() {
    return !NAMED.contains(this);
  }

  /**
   * The scaled value of every grey byte, as NumPy computes it in float32.
   *
   * @param channels 1 or 3
   * @return 256 x channels values, in C order
   */
  public float[] table(int channels) {
    if (perImage()) {
      throw new IllegalStateException("an image's own mean is in no table");
    }
    require(channels);
    float[] table = new float[256 * channels];
    for (int grey = 0; grey < 256; grey++) {
      for (int channel = 0; channel < channels; channel++) {
        float value = grey;
        for (Step step : steps) {
          value = step.of(value, channel);
        }
        table[grey * channels + channel] = value;
      }
    }
    return table;
  }

  /**
   * The slope of each channel with respect to the grey level; for {@link #PER_IMAGE}, whose mean
   * and standard deviation then count as constants, up to a factor that is the same for the whole
   * image.
   */
  public float[] slopes(int channels) {
    float[] slopes = new float[channels];
    if (perImage()) {
      Arrays.fill(slopes, 1f);
      return slopes;
    }
    float[] table = table(channels);
    for (int c = 0; c < channels; c++) {
      slopes[c] = (table[255 * channels + c] - table[c]) / 255;
    }
    return slopes;
  }

  /**
   * Checks that it fits the number of channels.
   *
   * @throws ThoraxException if it has three channels and the images do not
   */
  public void require(int channels) {
    if (steps.stream().anyMatch(step -> step.by().size() > 1 && step.by().size() != channels)) {
      String words = channels == 1 ? "one" : String.valueOf(channels);
      throw new ConfigurationException(
          "scaling",
          "Scaling '%s' is defined for three channels, but the network takes %s; use tf or none, unit, per-image, or one number for mean and std."
              .formatted(token, words));
    }
  }
}
