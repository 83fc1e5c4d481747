package org.thorax.experiment.registry;

import java.nio.file.Path;

/** A fake-gcs-server, a new bucket in it and the store of that bucket, for one test. */
record BucketFixture(FakeGcsServer server, TestBucket bucket, BucketStore store)
    implements AutoCloseable {

  /**
   * Starts the server; skips the test where there is no Go.
   *
   * @param folder for files of the test and for the addresses of uploads
   */
  static BucketFixture start(Path folder) throws Exception {
    FakeGcsServer server = FakeGcsServer.start();
    TestBucket bucket = TestBucket.in(server, folder);
    return new BucketFixture(server, bucket, bucket.open());
  }

  @Override
  public void close() {
    store.close();
    bucket.close();
    server.close();
  }
}
