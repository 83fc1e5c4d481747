package org.thorax.fuzz;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.FunctionDefLibrary;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.thorax.app.cli.Thorax;

/**
 * Damages SavedModels at random and lets {@code thorax predict} have them; run in a virtual machine
 * of its own. Prints how many were refused, how many predicted, the peak memory in MB, and how much
 * of that was there once TensorFlow's library was loaded; anything but a prediction or an error of
 * one line ends it with a stack trace, a hang with exit code 3.
 *
 * <p>usage: FIRST CASES SEED IMAGE MODEL...: case numbers FIRST to FIRST + CASES - 1
 */
public final class SavedModelFuzz {
  private static final int MAX_SECONDS = 60;
  private static final String GRAPH = "saved_model.pb";
  private static final List<String> VARIABLES =
      List.of("variables/variables.index", "variables/variables.data-00000-of-00001");

  private final Path image;
  private final AtomicInteger seconds = new AtomicInteger();
  private volatile String running = "";
  private int refused;
  private int predicted;

  private SavedModelFuzz(Path image) {
    this.image = image;
  }

  /** See the class. */
  public static void main(String[] arguments) throws IOException {
    int first = Integer.parseInt(arguments[0]);
    long seed = Long.parseLong(arguments[2]);
    SavedModelFuzz fuzz = new SavedModelFuzz(Path.of(arguments[3]));
    List<Path> models = Arrays.stream(arguments).skip(4).map(Path::of).toList();
    fuzz.watch();
    TensorFlow.version();
    long library = peak();
    String[] expected = new String[models.size()];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = fuzz.predict(models.get(i));
      if (expected[i].isEmpty()) {
        throw new AssertionError(models.get(i) + " cannot even be used undamaged");
      }
    }
    fuzz.refused = 0;
    fuzz.predicted = 0;
    for (int i = first; i < first + Integer.parseInt(arguments[1]); i++) {
      int model = i % expected.length;
      fuzz.run(i, new Random(seed + i), models.get(model), expected[model]);
    }
    System.out.printf(
        "refused %d predicted %d peak %d library %d%n",
        fuzz.refused, fuzz.predicted, peak(), library);
    System.exit(0);
  }

  private void run(int number, Random random, Path model, String expected) throws IOException {
    int kind = number / 3 % 4;
    String name = kind < 2 ? GRAPH : VARIABLES.get(kind - 2);
    Path file = model.resolve(name);
    byte[] whole = Files.readAllBytes(file);
    byte[] damaged = kind == 0 ? fields(whole, random) : new Damage(random).of(whole);
    Files.write(file, damaged);
    running = "case " + number + " (" + name + ")";
    if (Boolean.getBoolean("thorax.fuzz.verbose")) {
      System.out.println(running);
    }
    seconds.set(0);
    String found = predict(model);
    // The graph has no checksum, but the variables have: what is read must be what was written.
    if (kind >= 2 && !found.isEmpty() && !found.equals(expected)) {
      throw new AssertionError(running + " predicts otherwise: " + found);
    }
    Files.write(file, whole);
  }

  /** Damage to the nodes above all, a few fields at once. */
  private static byte[] fields(byte[] whole, Random random) throws IOException {
    ProtoDamage damage = new ProtoDamage(random);
    SavedModel.Builder model = SavedModel.parseFrom(whole).toBuilder();
    MetaGraphDef.Builder meta = model.getMetaGraphsBuilder(0);
    GraphDef.Builder graph = meta.getGraphDefBuilder();
    FunctionDefLibrary.Builder library = graph.getLibraryBuilder();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      switch (random.nextInt(8)) {
        case 0 -> damage.change(model);
        case 1 -> damage.change(meta.getSignatureDefMap().isEmpty() ? meta : graph);
        default -> {
          int functions = library.getFunctionCount();
          if (functions == 0 || random.nextInt(4) == 0) {
            // An earlier change may have taken all nodes away.
            int nodes = graph.getNodeCount();
            damage.change(nodes == 0 ? graph : graph.getNodeBuilder(random.nextInt(nodes)));
          } else {
            var function = library.getFunctionBuilder(random.nextInt(functions));
            if (function.getNodeDefCount() > 0) {
              damage.change(function.getNodeDefBuilder(random.nextInt(function.getNodeDefCount())));
            }
          }
        }
      }
    }
    return model.build().toByteArray();
  }

  /** The prediction as CSV; empty when it was refused in one line. */
  private String predict(Path model) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Thorax.run(
            new PrintWriter(out),
            new PrintWriter(err),
            "predict",
            model.toString(),
            image.toString(),
            "--csv",
            "--verbose",
            "--scaling=tf",
            "--classes=A,B",
            "--device=cpu");
    String said = err.toString();
    if (code == 0) {
      predicted++;
      return out.toString();
    }
    refused++;
    if (!said.startsWith("thorax: ") || said.startsWith("thorax: Unexpected") || code != 1) {
      throw new AssertionError(running + ": " + said);
    }
    return "";
  }

  private void watch() {
    Thread watching =
        new Thread(
            () -> {
              while (true) {
                try {
                  Thread.sleep(1000);
                } catch (InterruptedException e) {
                  return;
                }
                // Counted, not measured: a machine that pauses pauses this thread as well.
                if (seconds.incrementAndGet() > MAX_SECONDS) {
                  System.out.println(running + " hangs");
                  Runtime.getRuntime().halt(3);
                }
              }
            });
    watching.setDaemon(true);
    watching.start();
  }

  /** The largest resident size so far, in MB. */
  private static long peak() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
        .findFirst()
        .orElse(0);
  }
}
