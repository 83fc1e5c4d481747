package org.thorax.formats.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Recognizes files whose content does not match their name: a git-lfs pointer, a failed download,
 * or a file of another framework. It checks their first bytes.
 */
public final class UnexpectedFormat {
  private static final int BEGINNING = 512;
  private static final int TAR_MAGIC = 257;
  private static final Pattern POINTER =
      Pattern.compile("\\Aversion https://[\\w./-]*(git-lfs|hawser)[\\w./-]*/spec/v");
  private static final Pattern SIZE = Pattern.compile("(?m)^size (\\d+)");
  private static final String UNPACK = "; unpack it and give what is in it";
  private static final String KERAS =
      "; save the model with Keras as .keras or .h5, or with tf.saved_model.save";

  private UnexpectedFormat() {}

  /**
   * What the content of a file is instead, and what to do, to be appended to its name; empty if the
   * file may be right.
   *
   * @param begin its first few hundred bytes, or all
   */
  public static Optional<String> of(byte[] begin) {
    if (begin.length == 0) {
      return Optional.of("is empty (0 bytes); copy or download it again");
    }
    String text = text(begin.length > BEGINNING ? Arrays.copyOf(begin, BEGINNING) : begin);
    Matcher size = SIZE.matcher(text);
    if (POINTER.matcher(text).find()) {
      return Optional.of(
          "is a Git LFS pointer"
              + (size.find() ? " to a file of " + size.group(1) + " bytes" : "")
              + " and not the file itself; run 'git lfs pull' where it was cloned");
    }
    String lower = text.stripLeading().toLowerCase(Locale.ROOT);
    boolean page = lower.startsWith("<!doctype html") || lower.startsWith("<html");
    boolean error = lower.startsWith("<?xml") && lower.contains("<error>");
    return page || error
        ? Optional.of(
            "is a web page (HTML) that was saved in the file's place; open the link in a browser, and download the file itself")
        : Optional.empty();
  }

  /** The same check for a file; empty if it cannot be read, which its reader reports better. */
  public static Optional<String> of(Path file) {
    return beginning(file).flatMap(UnexpectedFormat::of);
  }

  /** The same check for a file that is given as a model, including other frameworks' formats. */
  public static Optional<String> ofModel(Path file) {
    return beginning(file).flatMap(begin -> of(begin).or(() -> model(begin, file)));
  }

  private static Optional<byte[]> beginning(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(in.readNBytes(BEGINNING));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> model(byte[] begin, Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (begins(begin, 'P', 'K', 3, 4) || begins(begin, 'P', 'K', 5, 6)) {
      return archive(file);
    }
    boolean pickled = begins(begin, 0x80) && begin.length > 1 && begin[1] >= 2 && begin[1] <= 5;
    boolean torch =
        pickled
            && begin.length > 3
            && begins(Arrays.copyOfRange(begin, 2, begin.length), 0x8a, 0x0a, 0x6c, 0xfc);
    if (torch || name.endsWith(".pth") || name.endsWith(".pt")) {
      return Optional.of(pyTorch());
    }
    if (pickled) {
      return Optional.of("is a Python pickle, which holds code and is never read" + KERAS);
    }
    if (begin.length > 8 && text(begin).startsWith("TFL3", 4)) {
      return Optional.of("is a TensorFlow Lite model, which cannot be read back" + KERAS);
    }
    if (name.endsWith(".onnx") || isOnnx(begin)) {
      return Optional.of(
          "is an ONNX model, which is not read; convert it to Keras with onnx2keras or onnx2tf");
    }
    if (begins(begin, 0x1f, 0x8b)
        || begins(begin, 'B', 'Z', 'h')
        || begins(begin, 0xfd, '7', 'z')) {
      return Optional.of("is packed (gzip, bzip2 or xz)" + UNPACK);
    }
    if (begins(begin, 'R', 'a', 'r', '!') || begins(begin, '7', 'z', 0xbc)) {
      return Optional.of("is a packed archive (rar or 7z)" + UNPACK);
    }
    if (begin.length > TAR_MAGIC + 5 && text(begin).startsWith("ustar", TAR_MAGIC)) {
      return Optional.of("is a tar archive" + UNPACK);
    }
    return named(begin, name);
  }

  /** Formats detected by the file name alone. */
  private static Optional<String> named(byte[] begin, String name) {
    boolean hdf5 = begins(begin, 0x89, 'H', 'D', 'F');
    if (hdf5) {
      return Optional.empty();
    }
    if (name.equals("saved_model.pb")) {
      return Optional.of("is a part of a SavedModel; give the folder that it is in");
    }
    if (name.endsWith(".pb") || name.endsWith(".pbtxt")) {
      return Optional.of(
          "is a TensorFlow graph without signature; save it with tf.saved_model.save and give that folder");
    }
    if (name.endsWith(".index")
        || name.endsWith(".ckpt")
        || name.matches(".*\\.data-\\d{5}-of-\\d{5}")) {
      return Optional.of(
          "is a part of a TensorFlow checkpoint, which holds weights alone; build the model in Python, load_weights, and save the whole model");
    }
    if (name.endsWith(".safetensors")) {
      return Optional.of("is a file of weights alone (safetensors)" + KERAS);
    }
    boolean yaml = name.endsWith(".yaml") || name.endsWith(".yml");
    if (yaml) {
      return Optional.of(
          "is a YAML file and no model; write Keras' architecture with model.to_json(), and give the weights with `weights`");
    }
    boolean image = begins(begin, 0xff, 0xd8, 0xff) || begins(begin, 0x89, 'P', 'N', 'G');
    return image ? Optional.of("is an image and no model; give the model first") : Optional.empty();
  }

  private static Optional<String> archive(Path file) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      List<String> names = zip.stream().limit(10_000).map(ZipEntry::getName).toList();
      if (names.contains("config.json") || names.contains("model.weights.h5")) {
        return Optional.empty();
      }
      if (names.stream().anyMatch(name -> name.endsWith("data.pkl"))) {
        return Optional.of(pyTorch());
      }
      String held =
          names.stream()
              .filter(name -> name.matches("(.*/)?saved_model\\.pb|.*\\.(keras|h5|hdf5)"))
              .findFirst()
              .map(name -> " with " + name)
              .orElse(" without a model of Keras");
      return Optional.of("is a zip archive" + held + UNPACK);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String pyTorch() {
    return "is a PyTorch file, which holds code and is never read; convert the model to Keras in Python, and mind that its channels come first";
  }

  /** ONNX begins with its version and the name of the program that wrote it. */
  private static boolean isOnnx(byte[] begin) {
    return begin.length > 4
        && begin[0] == 8
        && begin[1] > 0
        && begin[1] < 16
        && begin[2] == 0x12
        && begin[3] > 0
        && begin.length > 4 + begin[3]
        && text(Arrays.copyOfRange(begin, 4, 4 + begin[3])).matches("[\\w. -]+");
  }

  private static boolean begins(byte[] bytes, int... wanted) {
    if (bytes.length < wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (bytes[i] != (byte) wanted[i]) {
        return false;
      }
    }
    return true;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
