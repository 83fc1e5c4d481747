package org.thorax.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 32 clients send whole and broken images for 20 seconds ({@code -Dthorax.load.seconds=600} for
 * longer), and until 2,500 were answered.
 */
@Tag("long")
class LoadTest {
  private static final int CLIENTS = 32;
  private static final int WARM = 500;
  private static final int MEASURED = 2_000;
  private static final long SECONDS = Long.getLong("thorax.load.seconds", 20);
  private static final double MEGABYTE = 1 << 20;
  private static final Set<Integer> BUSY = Set.of(429, 503);

  @TempDir private Path folder;

  private final List<Kind> kinds = kinds();
  private final List<Answer> answers = Collections.synchronizedList(new ArrayList<>());

  /** A request and the statuses that are right for it, drawn as often as its weight says. */
  @SuppressWarnings("ArrayRecordComponent") // A body's bytes; never compared as values.
  private record Kind(String name, String path, byte[] body, Set<Integer> right, int weight) {}

  private record Answer(Kind kind, int status, long nanos) {}

  private static List<Kind> kinds() {
    byte[] image = RunningServer.radiograph();
    byte[] cut = Arrays.copyOf(image, image.length / 2);
    String both = "?model=" + RunningServer.FIRST + "&model=" + RunningServer.SECOND;
    return List.of(
        new Kind("image", "/api/v1/predict", image, Set.of(200), 60),
        new Kind("ensemble", "/api/v1/predict" + both, image, Set.of(200), 10),
        new Kind("explained", "/api/v1/explain", image, Set.of(200), 10),
        new Kind(
            "text",
            "/api/v1/predict",
            "no image".getBytes(StandardCharsets.US_ASCII),
            Set.of(422),
            5),
        new Kind("empty", "/api/v1/explain", new byte[0], Set.of(422), 5),
        new Kind("cut", "/api/v1/predict", cut, Set.of(422), 5),
        new Kind("bomb", "/api/v1/explain", bomb(), Set.of(422), 4),
        new Kind("50 MB", "/api/v1/predict", new byte[50 << 20], Set.of(413), 1));
  }

  @Test
  void brokenUploadsAmongWholeOnesNeitherFailNorLeak() throws Exception {
    Path errors = folder.resolve("errors.log");
    try (ServerProcess server =
        new ServerProcess(
            RunningServer.models(folder), Files.createDirectory(folder.resolve("logs")), errors)) {
      long start = System.nanoTime();
      load(server, WARM, Duration.ZERO);
      double before = server.metric("process_resident_memory_bytes");
      answers.clear();
      load(server, MEASURED, Duration.ofSeconds(SECONDS));
      double after = server.metric("process_resident_memory_bytes");
      print((System.nanoTime() - start) / 1e9, before, after);
      for (Answer answer : answers) {
        assertThat(answer.status())
            .as(answer.kind().name())
            .matches(status -> answer.kind().right().contains(status) || BUSY.contains(status));
      }
      assertThat(answers).anyMatch(answer -> answer.status() == 200);
      assertThat(after - before).as("bytes grown").isLessThan(48 * MEGABYTE);
      assertThat(server.metric("thorax_uploads_under_way")).isZero();
      assertThat(server.stop()).isIn(0, 130, 143);
      assertThat(Files.readString(errors)).doesNotContain("unexpected failure", "Exception");
    }
  }

  private void load(ServerProcess server, int least, Duration time) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    long end = System.nanoTime() + time.toNanos();
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      SplittableRandom random = new SplittableRandom(i);
      running.add(
          clients.submit(
              () -> {
                HttpClient client = HttpClient.newHttpClient();
                while (System.nanoTime() < end || answers.size() < least) {
                  answers.add(ask(client, server, drawn(random)));
                }
                return null;
              }));
    }
    for (Future<?> each : running) {
      each.get();
    }
    clients.shutdown();
  }

  private Kind drawn(SplittableRandom random) {
    int chance = random.nextInt(kinds.stream().mapToInt(Kind::weight).sum());
    for (Kind kind : kinds) {
      chance -= kind.weight();
      if (chance < 0) {
        return kind;
      }
    }
    throw new AssertionError("the weights have a sum");
  }

  private static Answer ask(HttpClient client, ServerProcess server, Kind kind)
      throws IOException, InterruptedException {
    URI address = server.address(kind.path());
    HttpRequest request =
        HttpRequest.newBuilder(address).POST(BodyPublishers.ofByteArray(kind.body())).build();
    long start = System.nanoTime();
    HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
    return new Answer(kind, response.statusCode(), System.nanoTime() - start);
  }

  private void print(double seconds, double before, double after) {
    Map<String, Long> statuses = new TreeMap<>();
    answers.forEach(
        answer -> statuses.merge(answer.kind().name() + " " + answer.status(), 1L, Long::sum));
    long[] whole =
        answers.stream()
            .filter(answer -> answer.status() == 200)
            .mapToLong(Answer::nanos)
            .sorted()
            .toArray();
    System.out.printf(
        "%d requests of %d clients in %.0f s; answered images: median %.0f ms, p95 %.0f ms;"
            + " resident memory %.0f MB, then %.0f MB; %s%n",
        answers.size(),
        CLIENTS,
        seconds,
        whole[whole.length / 2] / 1e6,
        whole[(int) (whole.length * 0.95)] / 1e6,
        before / MEGABYTE,
        after / MEGABYTE,
        statuses);
  }

  /** A PNG of 40,000 x 40,000 white pixels in a few thousand bytes. */
  private static byte[] bomb() {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(png)) {
      out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
      ByteArrayOutputStream header = new ByteArrayOutputStream();
      DataOutputStream fields = new DataOutputStream(header);
      fields.writeInt(40_000);
      fields.writeInt(40_000);
      fields.write(new byte[] {8, 0, 0, 0, 0});
      chunk(out, "IHDR", header.toByteArray());
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (DeflaterOutputStream deflater =
          new DeflaterOutputStream(packed, new Deflater(Deflater.BEST_COMPRESSION))) {
        deflater.write(new byte[1 << 20]);
      }
      chunk(out, "IDAT", packed.toByteArray());
      chunk(out, "IEND", new byte[0]);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return png.toByteArray();
  }

  private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    out.writeInt(data.length);
    out.write(name);
    out.write(data);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(data);
    out.writeInt((int) sum.getValue());
  }
}
