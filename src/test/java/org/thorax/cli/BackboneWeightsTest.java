package org.thorax.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thorax.ThoraxException;
import org.thorax.keras.ModelFiles;
import org.thorax.keras.ModelReader;
import org.thorax.keras.PublishedWeights;
import org.thorax.keras.WeightsDownload;
import org.thorax.network.Model;
import org.thorax.network.Variable;

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
      assertThat(backbone.flat().outputRank()).isEqualTo(4);
      assertThat(backbone.kerasConfig()).isPresent();
      for (int i = 0; i < backbone.flat().variables().size(); i++) {
        Variable variable = backbone.flat().variables().get(i);
        assertThat(backbone.weights().values(variable))
            .isEqualTo(expected.weights().values(expected.flat().variables().get(i)));
      }
    }
  }

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

  @Test
  void aPublishedFileArrivesWhole() throws Exception {
    byte[] content = Files.readAllBytes(ModelFiles.file("small2.h5"));
    answer(200, content, content.length);
    String md5 = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
    Path file = work.resolve("weights.h5");
    new WeightsDownload(address, "").fetch(new PublishedWeights("densenet", NOTOP, md5), file);
    assertThat(file).hasBinaryContent(content);
  }

  @Test
  void aWrongChecksumIsRefused() {
    byte[] content = "not the weights".getBytes(StandardCharsets.UTF_8);
    answer(200, content, content.length);
    fetchFails("expected Keras' checksum 30ee3e1110167f948a6b9946edeeb738");
  }

  @Test
  void aTransferThatIsCutIsRefused() throws Exception {
    try (ServerSocket cutting = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread answering = new Thread(() -> answerAThird(cutting));
      answering.start();
      String url = "http://localhost:" + cutting.getLocalPort() + "/";
      Path file = work.resolve("weights.h5");
      assertThatThrownBy(
              () ->
                  new WeightsDownload(url, "cure")
                      .fetch(new PublishedWeights("densenet", NOTOP, "0"), file))
          .isInstanceOf(ThoraxException.class)
          .hasMessageContaining("Cannot download " + url)
          .hasMessageEndingWith("cure")
          .hasMessageNotContaining("checksum");
      answering.join();
    }
    assertThat(work).isEmptyDirectory();
  }

  private static void answerAThird(ServerSocket server) {
    try (Socket socket = server.accept()) {
      BufferedReader request =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      while (!request.readLine().isEmpty()) {
        // To the end of the headers.
      }
      String answer = "HTTP/1.1 200 OK\r\nContent-Length: 3000\r\n\r\n" + "x".repeat(1000);
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  private void fetchFails(String reason) {
    Path out = work.resolve("DenseNet121");
    CommandLineRun.thorax("backbone", "fetch", "DenseNet121", "--address", address, "--out", out)
        .failsSaying(
            reason,
            address + "densenet/" + NOTOP,
            "thorax backbone create DenseNet121 --weights " + NOTOP + " --out " + out);
    assertThat(out).doesNotExist();
  }
}
