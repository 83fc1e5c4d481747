package org.thorax.experiment.registry;

import com.google.api.gax.retrying.RetrySettings;
import com.google.cloud.NoCredentials;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A new bucket in a fake-gcs-server, reached through a gateway that fails when told to.
 *
 * @param server which is not closed with the bucket
 * @param folder for files of the test and for the addresses of uploads
 */
record TestBucket(FakeGcsServer server, FaultyGateway gateway, String name, Path folder)
    implements AutoCloseable {
  /** Bytes that an upload sends at a time. */
  static final int CHUNK = 256 << 10;

  /** Bytes of a file that takes several chunks. */
  static final int LARGE = 5 * CHUNK + 1234;

  private static final Backoff QUICK = new Backoff(Duration.ofMillis(1), Duration.ofMillis(4), 4);

  /** Makes the bucket. */
  static TestBucket in(FakeGcsServer server, Path folder) throws IOException {
    TestBucket bucket =
        new TestBucket(
            server, new FaultyGateway(server.address()), "models-" + System.nanoTime(), folder);
    bucket.client().create(BucketInfo.of(bucket.name()));
    return bucket;
  }

  /** The store in it. */
  BucketStore open() {
    return open(name);
  }

  /** The store in a bucket of that name, which may not be there. */
  BucketStore open(String bucket) {
    return open(gateway.address(), bucket);
  }

  /** The store in a bucket of this name at another server. */
  BucketStore at(String address) {
    return open(address, name);
  }

  private BucketStore open(String address, String bucket) {
    return new BucketStore(
        options(address),
        bucket,
        "trained/",
        new BucketStore.Limits(CHUNK, QUICK, new UploadSessions(folder.resolve("sessions"))));
  }

  /** Google's client, past the gateway. */
  Storage client() {
    return options(server.address()).getService();
  }

  private static StorageOptions options(String address) {
    return StorageOptions.http()
        .setHost(address)
        .setProjectId("thorax")
        .setRetrySettings(
            RetrySettings.newBuilder()
                .setInitialRetryDelayDuration(Duration.ofMillis(1))
                .setMaxRetryDelayDuration(Duration.ofMillis(1))
                .setTotalTimeoutDuration(Duration.ofSeconds(5))
                .setMaxAttempts(3)
                .build())
        .setCredentials(NoCredentials.getInstance())
        .build();
  }

  /** A file of random bytes in the folder. */
  Path file(String file, int size, long seed) throws IOException {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return Files.write(folder.resolve(file), bytes);
  }

  /** The kept addresses of uploads that are not done. */
  List<Path> sessions() throws IOException {
    if (!Files.exists(folder.resolve("sessions"))) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder.resolve("sessions"))) {
      return all.toList();
    }
  }

  @Override
  public void close() {
    gateway.close();
  }
}
