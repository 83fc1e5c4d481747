package org.thorax.model.keras.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.thorax.model.keras.applications.Architecture;
import org.thorax.model.keras.layers.BatchNormalization;
import org.thorax.model.keras.layers.Concatenate;
import org.thorax.model.keras.layers.KerasModel;
import org.thorax.model.keras.layers.Layer;
import org.thorax.model.keras.layers.LayerConfig;
import org.thorax.model.keras.layers.LayerGraph;
import org.thorax.model.keras.layers.WeightSpec;
import org.thorax.oracle.Oracle;

@Tag("oracle")
class KerasConfigTest {
  private static final String OLD = "old-tf21";

  @TempDir static Path folder;

  @BeforeAll
  static void runKeras() {
    Stream<String> backbones =
        Arrays.stream(Architecture.values())
            .map(Architecture::kerasName)
            .flatMap(name -> Stream.of("tf-" + name, "keras-" + name))
            // The deeper of two from one function say nothing new, and take long to build.
            .filter(name -> !name.equals("keras-DenseNet169") && !name.equals("keras-ResNet152V2"));
    Oracle.run(
        "keras_configs.py",
        Stream.concat(Stream.of("write", folder.toString()), Stream.concat(small(), backbones))
            .toArray());
  }

  static Stream<String> small() {
    List<String> names = new ArrayList<>(List.of(OLD));
    for (String generation : List.of("tf", "keras")) {
      names.add(generation + "-Classifier");
      for (String name :
          List.of("every_kind", "activations", "axes", "sizes_unknown", "nested", "sequential")) {
        names.add(generation + "-" + name);
      }
    }
    return names.stream();
  }

  @ParameterizedTest
  @MethodSource("small")
  void aModelReadFromItsConfigComputesKerasOutputAndGradients(String name) {
    KerasModel.read(folder, name).assertSameValues(read(name, "config").graph(), 1e-5);
  }

  @ParameterizedTest
  @MethodSource("small")
  void theWordingOfH5FilesSaysTheSame(String name) {
    if (name.startsWith("tf-")) {
      KerasModelConfig legacy = read(name, "legacy");
      assertThat(legacy.graph()).isEqualTo(read(name, "config").graph());
      assertThat(legacy.generation()).isEqualTo(KerasGeneration.KERAS_2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBackbonesConfigOfKeras2IsTheArchitecture(Architecture architecture) {
    String name = "tf-" + architecture.kerasName();
    assertSame(read(name, "config").graph(), architecture.backbone());
    assertThat(read(name, "legacy").graph()).isEqualTo(read(name, "config").graph());
  }

  @ParameterizedTest
  @EnumSource(
      names = {"DENSENET169", "RESNET152V2"},
      mode = EnumSource.Mode.EXCLUDE)
  void aBackbonesConfigOfKeras3IsTheArchitecture(Architecture architecture) {
    KerasModelConfig config = read("keras-" + architecture.kerasName(), "config");
    assertThat(config.generation()).isEqualTo(KerasGeneration.KERAS_3);
    assertSame(config.graph(), architecture.backbone());
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenIsReadAsTheSameGraph(Architecture architecture) {
    assertRoundTrip(architecture.backbone(), KerasGeneration.values());
  }

  @ParameterizedTest
  @MethodSource("small")
  void whatIsReadIsWrittenAndReadAsTheSameGraph(String name) {
    assertRoundTrip(read(name, "config").graph(), generations(name));
  }

  @Test
  void bothKerasOpenWhatIsWritten() throws IOException {
    List<String> names = new ArrayList<>(List.of("open", folder.toString()));
    for (String name : small().toList()) {
      write(name, read(name, "config").graph(), generations(name));
      names.add(name);
    }
    for (Architecture architecture :
        List.of(Architecture.INCEPTIONRESNETV2, Architecture.XCEPTION)) {
      write(architecture.kerasName(), architecture.backbone(), KerasGeneration.values());
      names.add(architecture.kerasName());
    }
    assertThat(Oracle.run("keras_configs.py", names.toArray()))
        .contains(names.subList(2, names.size()).stream().map(name -> name + " opened").toList());
  }

  @Test
  void everyKindOfLayerCanBeReadAndWritten() {
    Set<String> records =
        Arrays.stream(LayerConfig.class.getPermittedSubclasses())
            .map(Class::getSimpleName)
            .collect(Collectors.toSet());
    // Those named by what they hold: functions, and one record for all of Keras' augmentation.
    records.removeAll(Set.of("Arithmetic", "AugmentationLayer", "GetItem", "Reduction", "Stack"));
    assertThat(records).allMatch(className -> LayerKinds.named(className).isPresent());
    assertThat(LayerKinds.names().split(", "))
        .filteredOn(className -> !className.matches("Random.+|Rand.+|Aug.+|Equal.+|Solar.+"))
        .hasSize((int) records.stream().filter(each -> !each.equals("RandomCrop")).count());
  }

  @Test
  void nestedModelsAreToldApartByTheirPlaceInTheFile() {
    KerasModelConfig nested = read("tf-nested", "config");
    LayerTree middle = stored(nested.layers(), "middle");
    LayerTree inner = stored(middle.nested(), "inner");
    assertThat(stored(inner.nested(), "conv").graphLayer()).contains("middle_inner_conv");
    assertThat(stored(inner.nested(), "left").graphLayer()).contains("left");
    assertThat(stored(nested.layers(), "conv").graphLayer()).contains("conv");
    assertThat(nested.graph().layer("middle_inner_conv").trainable()).isFalse();
    assertThat(nested.graph().layer("left").trainable()).isTrue();
    assertThat(nested.graph().layer("middle_inner_norm").trainable()).isFalse();
    assertThat(nested.notes()).isEmpty();
    assertThat(nested.graph().layer("relu_call_1").config().className()).isEqualTo("ReLU");
  }

  @Test
  void whatTrainingWillNotKeepIsNoted() {
    assertThat(read("keras-every_kind", "config").notes())
        .anyMatch(note -> note.contains("(BatchNormalization): beta_regularizer"))
        .anyMatch(note -> note.contains("(Dense): kernel_initializer RandomNormal is not kept"))
        .anyMatch(note -> note.contains("called with training=False and trained in inference mode"))
        .anyMatch(note -> note.contains("GaussianNoise") && note.contains("AugAffine"))
        .hasSizeLessThan(5);
  }

  private static void assertRoundTrip(LayerGraph graph, KerasGeneration... generations) {
    for (KerasGeneration generation : generations) {
      KerasModelConfig again = KerasConfigReader.read(KerasConfigWriter.write(graph, generation));
      assertThat(again.graph())
          .isEqualTo(generation == KerasGeneration.KERAS_3 ? Keras3Names.of(graph) : graph);
      assertThat(again.generation()).isEqualTo(generation);
      // Of Keras 3 alone.
      assertThat(again.notes())
          .allMatch(
              note ->
                  note.contains("called with training=False")
                      || note.startsWith("The file's layers Gaussian"));
    }
  }

  /** hard_sigmoid is another function in Keras 2 and 3, hard_silu is in Keras 3 alone. */
  private static KerasGeneration[] generations(String name) {
    boolean own = name.endsWith("activations") || name.equals(OLD);
    return !own
        ? KerasGeneration.values()
        : new KerasGeneration[] {
          name.startsWith("keras") ? KerasGeneration.KERAS_3 : KerasGeneration.KERAS_2
        };
  }

  private static void write(String name, LayerGraph graph, KerasGeneration... generations)
      throws IOException {
    for (KerasGeneration generation : generations) {
      String wording = generation == KerasGeneration.KERAS_2 ? "keras2" : "keras3";
      Files.writeString(
          folder.resolve(name + "." + wording + ".json"),
          KerasConfigWriter.write(graph, generation));
    }
    ObjectNode facts = new ObjectMapper().createObjectNode().put("name", graph.name());
    ArrayNode layers = facts.putArray("layers");
    for (Layer layer : graph.layers()) {
      layers.addArray().add(layer.name()).add(layer.config().className()).add(layer.trainable());
    }
    ArrayNode weights = facts.putArray("weights");
    for (WeightSpec weight : graph.weights()) {
      ArrayNode sizes = weights.addArray().add(weight.name()).addArray();
      Arrays.stream(weight.shape().asArray()).forEach(sizes::add);
    }
    Files.writeString(folder.resolve(name + ".ours.json"), facts.toString());
  }

  /**
   * Equal, but that Keras 3 names inputs otherwise, writes _ for / and counts axes from the end.
   */
  private static void assertSame(LayerGraph graph, LayerGraph expected) {
    assertThat(renamed(graph)).containsExactlyElementsOf(renamed(expected));
    assertThat(graph.name()).isEqualTo(expected.name());
    assertThat(graph.outputs()).isEqualTo(expected.outputs());
  }

  private static List<Layer> renamed(LayerGraph graph) {
    UnaryOperator<String> rename =
        name -> graph.inputs().contains(name) ? "input" : name.replace('/', '_');
    return graph.layers().stream()
        .map(
            layer ->
                new Layer(
                    rename.apply(layer.name()),
                    channelsFromTheEnd(layer.config()),
                    layer.inbound().stream().map(rename).toList(),
                    layer.trainable()))
        .toList();
  }

  private static LayerConfig channelsFromTheEnd(LayerConfig config) {
    if (config instanceof BatchNormalization normalization) {
      return normalization.axis(-1);
    }
    return config instanceof Concatenate ? new Concatenate(-1) : config;
  }

  private static LayerTree stored(List<LayerTree> layers, String name) {
    return layers.stream().filter(layer -> layer.name().equals(name)).findFirst().orElseThrow();
  }

  private static KerasModelConfig read(String name, String kind) {
    try {
      return KerasConfigReader.read(Files.readString(folder.resolve(name + "." + kind + ".json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
