package org.thorax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code download_dataset.sh} against a server on this machine. */
class DownloadDatasetTest {
  private static final Path SCRIPT = Path.of("download_dataset.sh").toAbsolutePath();
  private static final String CHEXPERT = "/chexpert/chexpert_dev_medium_scale.tar.gz";
  private static final String NIH = "/chestxray14-nih/chestxray14_256.tar.gz";

  @TempDir private Path work;
  private HttpServer server;
  private final Map<String, byte[]> archives = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private int answerOnly = Integer.MAX_VALUE;
  private long claimedSize = -1;

  private record Run(int exit, String output) {}

  @BeforeEach
  void serve() throws Exception {
    for (String tool : List.of("bash", "curl", "tar", "openssl")) {
      assumeTrue(run(Map.of(), "sh", "-c", "command -v " + tool).exit() == 0, tool + " is missing");
    }
    archives.put(CHEXPERT, archive("train.csv", "Path\nfirst\n"));
    archives.put(NIH, archive("meta/data/labels.csv", "Image Index\n"));
    archives.put(
        "/chexpert/chexpert_full_medium_scale.tar.gz", archive("train.csv", "Path\nfull\n"));
    archives.put(
        "/chestxray14-nih/chestxray14_512.tar.gz", archive("meta/data/labels.csv", "512\n"));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop(0);
    }
  }

  @Test
  void withoutFlagsTheTwoSmallOnesAreFetchedAndASecondRunFetchesNothing() throws Exception {
    Run first = download();
    assertThat(first.exit()).as(first.output()).isZero();
    assertThat(first.output()).contains("MD5 is right", "Everything asked for is there.");
    assertThat(data("chexpert/dev/train.csv")).hasContent("Path\nfirst\n");
    assertThat(data("chestxray14/scale_256/meta/data/labels.csv")).exists();
    assertThat(data("chexpert/full")).doesNotExist();
    assertThat(leftovers()).isEmpty();
    requests.clear();
    Run second = download();
    assertThat(second.exit()).isZero();
    assertThat(second.output()).contains("-f fetches it again");
    assertThat(requests).isEmpty();
  }

  @Test
  void flagsAddTheLargeOnesAndMayBeCombined() throws Exception {
    assertThat(download("-s").exit()).isZero();
    assertThat(data("chexpert/full/train.csv")).hasContent("Path\nfull\n");
    assertThat(data("chestxray14/scale_512")).doesNotExist();
    archives.put(CHEXPERT, archive("train.csv", "Path\nsecond\n"));
    assertThat(download("-fa").exit()).isZero();
    assertThat(data("chestxray14/scale_512/meta/data/labels.csv")).exists();
    assertThat(data("chexpert/dev/train.csv")).hasContent("Path\nsecond\n");
    assertThat(download("-x").exit()).isEqualTo(2);
    assertThat(download("more").exit()).isEqualTo(2);
    assertThat(download("-h").output()).contains("Usage:", "THORAX_DATASET_SOURCE");
  }

  @Test
  void aBrokenDownloadGoesOnWhereItStopped() throws Exception {
    byte[] whole = archives.get(CHEXPERT);
    answerOnly = whole.length / 2;
    Run broken = download();
    assertThat(broken.exit()).isEqualTo(1);
    assertThat(broken.output()).contains("resumes where it stopped");
    assertThat(data("chexpert/dev")).doesNotExist();
    assertThat(Files.size(data("chexpert/dev.tar.gz.part"))).isEqualTo(whole.length / 2);
    answerOnly = Integer.MAX_VALUE;
    requests.clear();
    assertThat(download().exit()).isZero();
    assertThat(requests).contains("GET " + CHEXPERT + " bytes=" + whole.length / 2 + "-");
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void aPieceOfAnotherVersionIsNotContinued() throws Exception {
    answerOnly = 50;
    assertThat(download().exit()).isEqualTo(1);
    answerOnly = Integer.MAX_VALUE;
    archives.put(CHEXPERT, archive("train.csv", "Path\nanother version\n"));
    assertThat(download().exit()).isZero();
    assertThat(data("chexpert/dev/train.csv")).hasContent("Path\nanother version\n");
  }

  @Test
  void aWrongChecksumChangesNothingAndARightOneIsSaid() throws Exception {
    assertThat(download().exit()).isZero();
    archives.put(CHEXPERT, archive("train.csv", "Path\nsecond\n"));
    Run wrong = download(Map.of("CHEXPERT_DEV_SHA256", "0".repeat(64)), "-f");
    assertThat(wrong.exit()).isEqualTo(1);
    assertThat(wrong.output()).contains("checksum", "deleted");
    assertThat(data("chexpert/dev/train.csv")).hasContent("Path\nfirst\n");
    assertThat(leftovers()).isEmpty();
    String sum =
        HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-256").digest(archives.get(CHEXPERT)));
    Run right = download(Map.of("CHEXPERT_DEV_SHA256", sum), "-f");
    assertThat(right.output()).contains("SHA-256 is right");
    assertThat(data("chexpert/dev/train.csv")).hasContent("Path\nsecond\n");
  }

  @Test
  void filesOfOnesOwnInAndBesideADataSetStay() throws Exception {
    assertThat(download().exit()).isZero();
    for (String own : List.of("chexpert/dev.old/mine", "chexpert/dev.new/mine")) {
      Files.createDirectories(data(own).getParent());
      Files.writeString(data(own), "precious");
    }
    Path inside = data("chexpert/dev/templates/frontal.png");
    Files.createDirectories(inside.getParent());
    Files.writeString(inside, "precious");
    archives.put(CHEXPERT, archive("train.csv", "Path\nsecond\n"));
    Run refused = download("-f");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.output()).contains("dev/templates/frontal.png is not in the archive");
    assertThat(inside).hasContent("precious");
    assertThat(data("chexpert/dev/train.csv")).hasContent("Path\nfirst\n");
    Files.delete(inside);
    Run again = download("-f");
    assertThat(again.exit()).as(again.output()).isZero();
    assertThat(data("chexpert/dev/train.csv")).hasContent("Path\nsecond\n");
    assertThat(data("chexpert/dev.old/mine")).hasContent("precious");
    assertThat(data("chexpert/dev.new/mine")).hasContent("precious");
  }

  @Test
  void anArchiveOfSomethingElseOrNoneAtAllChangesNothing() throws Exception {
    assertThat(download().exit()).isZero();
    archives.put(CHEXPERT, archive("other.csv", "?"));
    Run other = download("-f");
    assertThat(other.exit()).isEqualTo(1);
    assertThat(other.output()).contains("holds no train.csv");
    archives.put(CHEXPERT, "this is no archive, but long enough".getBytes(StandardCharsets.UTF_8));
    Run none = download("-f");
    assertThat(none.exit()).isEqualTo(1);
    assertThat(none.output()).contains("cannot be unpacked");
    archives.remove(CHEXPERT);
    Run gone = download("-f");
    assertThat(gone.exit()).isEqualTo(1);
    assertThat(gone.output()).contains("does not answer", "CHEXPERT_DEV_URL");
    assertThat(data("chexpert/dev/train.csv")).hasContent("Path\nfirst\n");
  }

  @Test
  void tooLittleSpaceIsFoundBeforeTheDownload() throws Exception {
    claimedSize = 1L << 60;
    Run run = download();
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.output()).contains("MB are needed", "make room");
    assertThat(requests).noneMatch(request -> request.startsWith("GET"));
  }

  @Test
  void shellcheckHasNothingToSay() throws Exception {
    assumeTrue(
        run(Map.of(), "sh", "-c", "command -v shellcheck").exit() == 0, "shellcheck is missing");
    Run checked = run(Map.of(), "shellcheck", SCRIPT.toString());
    assertThat(checked.output()).isEmpty();
    assertThat(checked.exit()).isZero();
  }

  private Run download(String... flags) throws Exception {
    return download(Map.of(), flags);
  }

  private Run download(Map<String, String> environment, String... flags) throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", SCRIPT.toString()));
    command.addAll(List.of(flags));
    return run(environment, command.toArray(String[]::new));
  }

  private Run run(Map<String, String> environment, String... command) throws Exception {
    Path output = work.resolve("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    if (server != null) {
      builder
          .environment()
          .put("THORAX_DATASET_SOURCE", "http://127.0.0.1:" + server.getAddress().getPort());
    }
    builder.environment().put("no_proxy", "127.0.0.1");
    builder.environment().putAll(environment);
    int exit = builder.start().waitFor();
    return new Run(exit, Files.readString(output));
  }

  private Path data(String name) {
    return work.resolve("data").resolve(name);
  }

  private List<String> leftovers() throws IOException {
    try (var all = Files.walk(work.resolve("data"))) {
      return all.map(Path::toString)
          .filter(name -> name.matches(".*\\.(part|etag|new|old)"))
          .toList();
    }
  }

  /** Ranges, an entity tag and Google's hash header, as the bucket answers. */
  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String range = exchange.getRequestHeaders().getFirst("Range");
      requests.add(exchange.getRequestMethod() + " " + path + (range == null ? "" : " " + range));
      byte[] bytes = archives.get(path);
      if (bytes == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      String md5 = Base64.getEncoder().encodeToString(digest(bytes));
      exchange.getResponseHeaders().add("ETag", "\"" + md5 + "\"");
      exchange.getResponseHeaders().add("x-goog-hash", "crc32c=AAAAAA==");
      exchange.getResponseHeaders().add("x-goog-hash", "md5=" + md5);
      exchange.getResponseHeaders().add("Accept-Ranges", "bytes");
      if (exchange.getRequestMethod().equals("HEAD")) {
        long size = claimedSize < 0 ? bytes.length : claimedSize;
        exchange.getResponseHeaders().add("Content-Length", Long.toString(size));
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=|-", ""));
      if (from > 0) {
        exchange
            .getResponseHeaders()
            .add("Content-Range", "bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length);
      }
      exchange.sendResponseHeaders(from > 0 ? 206 : 200, bytes.length - from);
      int until = Math.min(bytes.length, answerOnly);
      if (until > from) {
        exchange.getResponseBody().write(bytes, from, until - from);
        exchange.getResponseBody().flush();
      }
    }
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] archive(String name, String content) throws Exception {
    Path folder = Files.createTempDirectory(work, "archive");
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Process tar =
        new ProcessBuilder("tar", "-czf", "-", "-C", folder.toString(), ".")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    tar.getInputStream().transferTo(bytes);
    assertThat(tar.waitFor()).isZero();
    return bytes.toByteArray();
  }
}
