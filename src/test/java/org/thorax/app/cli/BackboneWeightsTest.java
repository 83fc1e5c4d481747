package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thorax.ThoraxException;
import org.thorax.model.Model;
import org.thorax.model.Variable;
import org.thorax.model.keras.ModelFiles;
import org.thorax.model.keras.ModelReader;
import org.thorax.model.keras.PublishedWeights;
import org.thorax.model.keras.WeightsDownload;
import org.thorax.model.keras.applications.Architecture;
import org.thorax.oracle.Oracle;

class BackboneWeightsTest {
  private static final String NOTOP = "densenet121_weights_tf_dim_ordering_tf_kernels_notop.h5";

  @TempDir private Path work;
  private HttpServer server;
  private String address;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    address = "http://localhost:" + server.getAddress().getPort() + "/";
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Tag("oracle")
  @ParameterizedTest
  @CsvSource({
    "densenet_notop.h5, densenet2.h5, false",
    "densenet_notop.h5, densenet2.h5, true",
    "densenet2.h5, densenet2.h5, false",
    "densenet3.weights.h5, densenet3.h5, false",
    "densenet3.keras, densenet3.h5, false"
  })
  void aBackboneTakesKerasWeightsBitForBit(String weights, String original, boolean byName) {
    Path out = work.resolve("backbone");
    Object[] command = {
      "backbone", "create", "DenseNet121", "--weights", ModelFiles.file(weights), "--out", out
    };
    if (byName) {
      command = Arrays.copyOf(command, command.length + 1);
      command[command.length - 1] = "--by-name";
    }
    CommandLineRun.thorax(command).succeeds();
    try (Model backbone = ModelReader.open(out);
        Model expected = ModelReader.open(ModelFiles.file(original))) {
      assertThat(backbone.flat().output().rank()).isEqualTo(4);
      assertThat(backbone.kerasConfig()).isPresent();
      for (int i = 0; i < backbone.flat().variables().size(); i++) {
        Variable variable = backbone.flat().variables().get(i);
        assertThat(backbone.weights().values(variable))
            .isEqualTo(expected.weights().values(expected.flat().variables().get(i)));
      }
    }
  }

  @Tag("oracle")
  @Test
  void weightsOfAnotherArchitectureAreListed() {
    CommandLineRun.thorax(
            "backbone",
            "create",
            "DenseNet169",
            "--weights",
            ModelFiles.file("densenet_notop.h5"),
            "--out",
            work.resolve("out"))
        .failsSaying("densenet_notop.h5", "missing", "left over", "of another shape");
    assertThat(work.resolve("out")).doesNotExist();
  }

  @Test
  void byNameNeedsAFile() {
    CommandLineRun.thorax("backbone", "create", "Xception", "--by-name", "--out", work)
        .isWrongUsageSaying("--by-name", "--weights");
  }

  @Tag("oracle")
  @Test
  void aPublishedFileArrivesWhole() throws Exception {
    byte[] content = Files.readAllBytes(ModelFiles.file("small2.h5"));
    answer(200, content, content.length);
    Path file = work.resolve("weights.h5");
    new WeightsDownload(address, "").fetch(published(content), file);
    assertThat(file).hasBinaryContent(content);
  }

  @Test
  void aWrongChecksumIsRefused() {
    byte[] content = "not the weights".getBytes(StandardCharsets.UTF_8);
    answer(200, content, content.length);
    fetchFails("expected Keras' checksum 30ee3e1110167f948a6b9946edeeb738");
  }

  @Tag("oracle")
  @Test
  void aTransferThatIsCutGoesOnWhereItEnded() throws Exception {
    byte[] content = Files.readAllBytes(ModelFiles.file("small2.h5"));
    try (CuttingServer cutting = CuttingServer.of(content, content.length / 3, true)) {
      Path file = work.resolve("weights.h5");
      new WeightsDownload(cutting.address(), "cure").fetch(published(content), file);
      assertThat(file).hasBinaryContent(content);
      assertThat(cutting.ranges())
          .containsExactly(
              "",
              "bytes=" + content.length / 3 + "-",
              "bytes=" + content.length / 3 * 2 + "-",
              "bytes=" + content.length / 3 * 3 + "-");
    }
    assertThat(work).isDirectoryNotContaining("glob:**.part");
  }

  @Tag("oracle")
  @Test
  void aTransferThatIsCutForGoodKeepsWhatCameForTheNextRun() throws Exception {
    byte[] content = Files.readAllBytes(ModelFiles.file("small2.h5"));
    Path file = work.resolve("weights.h5");
    PublishedWeights published = published(content);
    int some = content.length / 20;
    try (CuttingServer cutting = CuttingServer.of(content, some, true)) {
      assertThatThrownBy(
              () -> new WeightsDownload(cutting.address(), "cure").fetch(published, file))
          .isInstanceOf(ThoraxException.class)
          .hasMessageContaining("Cannot download " + cutting.address())
          .hasMessageContaining("cut off after " + some + " of ")
          .hasMessageContaining(5 * some + " bytes are kept")
          .hasMessageEndingWith("cure");
    }
    assertThat(file).doesNotExist();
    // A server that knows no ranges starts again.
    answer(200, content, content.length);
    new WeightsDownload(address, "cure").fetch(published, file);
    assertThat(file).hasBinaryContent(content);
  }

  @Tag("oracle")
  @Test
  void aPartOfAnotherFileIsThrownAway() throws Exception {
    byte[] content = Files.readAllBytes(ModelFiles.file("small2.h5"));
    Path file = work.resolve("weights.h5");
    Path part = Files.write(work.resolve(".weights.h5.part"), new byte[content.length + 1]);
    try (CuttingServer server = CuttingServer.of(content, content.length, true)) {
      new WeightsDownload(server.address(), "cure").fetch(published(content), file);
      assertThat(file).hasBinaryContent(content);
      Files.delete(file);
      Files.write(part, new byte[5]);
      assertThatThrownBy(
              () -> new WeightsDownload(server.address(), "cure").fetch(published(content), file))
          .hasMessageContaining("expected Keras' checksum");
      new WeightsDownload(server.address(), "cure").fetch(published(content), file);
      assertThat(file).hasBinaryContent(content);
    }
  }

  @Test
  void aServerThatStallsIsGivenUp() throws Exception {
    byte[] content = new byte[1000];
    try (CuttingServer stalling = CuttingServer.of(content, 0, false)) {
      Path file = work.resolve("weights.h5");
      assertThatThrownBy(
              () ->
                  new WeightsDownload(stalling.address(), "cure", Duration.ofSeconds(1))
                      .fetch(published(content), file))
          .isInstanceOf(ThoraxException.class)
          .hasMessageContaining("nothing came for 1 s");
    }
  }

  @Tag("oracle")
  @Test
  void theChecksumsAndAddressesAreThoseInKerasSource() {
    Object[] cases =
        Arrays.stream(Architecture.values())
            .map(PublishedWeights::of)
            .map(
                each ->
                    PublishedWeights.ADDRESS
                        + each.folder()
                        + "/\t"
                        + each.fileName()
                        + "\t"
                        + each.md5())
            .toArray();
    assertThat(Oracle.run("keras_published_weights.py", cases).lines()).hasSize(14);
  }

  @Tag("oracle")
  @Test
  void aFileBroughtByHandIsTakenWhenItsChecksumIsRight() throws Exception {
    Files.copy(ModelFiles.file("densenet_notop.h5"), work.resolve(NOTOP));
    PublishedWeights published = published(Files.readAllBytes(work.resolve(NOTOP)));
    assertThat(published.in(List.of(work.resolve("elsewhere"), work)))
        .contains(work.resolve(NOTOP));
    assertThat(new PublishedWeights("densenet", NOTOP, "0").in(List.of(work))).isEmpty();
  }

  private static PublishedWeights published(byte[] content) throws Exception {
    String md5 = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
    return new PublishedWeights("densenet", NOTOP, md5);
  }

  @Test
  void aFileThatIsNotThereIsSaid() {
    answer(404, new byte[0], -1);
    fetchFails("404");
  }

  @Test
  void withoutANetworkItSaysWhichFileToPutWhere() {
    server.stop(0);
    fetchFails("no connection");
  }

  private void answer(int status, byte[] content, long declared) {
    server.createContext(
        "/densenet/" + NOTOP,
        exchange -> {
          exchange.sendResponseHeaders(status, declared);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(content);
          }
        });
  }

  @Test
  void anotherFileOfThatNameIsNeitherTakenNorOverwritten() throws IOException {
    Path file = Files.writeString(work.resolve(NOTOP), "half of it");
    fetch(work.resolve("DenseNet121"))
        .failsSaying(file, "30ee3e1110167f948a6b9946edeeb738", "damaged", "--weights");
    assertThat(file).hasContent("half of it");
  }

  private CommandLineRun fetch(Path out) {
    Object[] places = {"--address", address, "--keras-cache", work.resolve("cache"), "--out", out};
    return CommandLineRun.thorax(
        Stream.concat(Stream.of("backbone", "fetch", "DenseNet121"), Arrays.stream(places))
            .toArray());
  }

  private void fetchFails(String reason) {
    Path out = work.resolve("DenseNet121");
    fetch(out)
        .failsSaying(
            reason,
            address + "densenet/" + NOTOP,
            "copy " + NOTOP + " (MD5 30ee3e1110167f948a6b9946edeeb738)",
            "into " + work + " and run this again");
    assertThat(out).doesNotExist();
  }
}
