package org.thorax.experiment.registry;

import com.google.api.services.storage.model.StorageObject;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.spi.v1.StorageRpc;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.thorax.FileException;
import org.thorax.formats.io.AtomicFile;

/**
 * Google Cloud Storage's resumable upload: chunks are sent to the URL of a session; after a
 * failure, the session reports how many bytes it has. Another process can continue an unfinished
 * session. (The client library's writer can be saved, too, but with the user's credentials inside.)
 */
final class ResumableUpload {
  /** Internal status of an expired upload: its bytes are lost. */
  private static final Set<Integer> SESSION_GONE = Set.of(404, 410);

  private static final Set<Integer> FINAL = Set.of(400, 401, 403, 412);
  private static final long COMPLETE = -1;

  private final StorageRpc rpc;
  private final UploadSessions sessions;
  private final Backoff backoff;
  private final int chunk;

  /**
   * Uploads in chunks.
   *
   * @param chunk bytes, a multiple of 256 KiB
   */
  ResumableUpload(StorageRpc rpc, UploadSessions sessions, Backoff backoff, int chunk) {
    this.rpc = rpc;
    this.sessions = sessions;
    this.backoff = backoff;
    this.chunk = chunk;
  }

  /** Bytes for a name that must not exist. */
  record Content(String bucket, String name, Path file, long size, Checksum checksum) {
    String place() {
      return "gs://" + bucket + "/" + name;
    }
  }

  /**
   * Sends the bytes.
   *
   * @return the object as the store describes it; empty if the session was already completed
   * @throws StorageException if it failed; the session is kept unless it can never succeed
   */
  Optional<StorageObject> send(Content content, ModelStore.Transfer transfer) {
    try (FileChannel file = FileChannel.open(content.file())) {
      return send(content, file, transfer);
    } catch (IOException e) {
      throw new FileException(
          "Cannot read " + content.file() + ": " + AtomicFile.reason(e) + "; check read access.",
          e);
    }
  }

  private Optional<StorageObject> send(
      Content content, FileChannel file, ModelStore.Transfer transfer) throws IOException {
    Optional<String> left = kept(content);
    String session = left.isPresent() ? left.get() : open(content);
    boolean ask = left.isPresent();
    long offset = 0;
    int failures = 0;
    while (true) {
      try {
        if (ask) {
          offset = rpc.getCurrentUploadOffset(session);
          ask = false;
        }
        if (offset == COMPLETE) {
          forget(content);
          return Optional.empty();
        }
        transfer.moved(offset, content.size());
        byte[] bytes = read(file, offset);
        boolean last = offset + bytes.length >= content.size();
        StorageObject done = rpc.writeWithResponse(session, bytes, 0, offset, bytes.length, last);
        offset += bytes.length;
        failures = 0;
        if (last) {
          transfer.moved(offset, content.size());
          forget(content);
          return Optional.ofNullable(done);
        }
      } catch (StorageException e) {
        failures++;
        if (FINAL.contains(e.getCode())) {
          forget(content);
          throw e;
        }
        if (!backoff.again(failures)) {
          throw e;
        }
        ask = true;
        if (SESSION_GONE.contains(e.getCode())) {
          session = open(content);
          ask = false;
          offset = 0;
        }
      }
    }
  }

  private byte[] read(FileChannel file, long offset) throws IOException {
    ByteBuffer buffer =
        ByteBuffer.allocate((int) Math.min(chunk, Math.max(0, file.size() - offset)));
    while (buffer.hasRemaining() && file.read(buffer, offset + buffer.position()) >= 0) {
      // read until the chunk is full or the file ends
    }
    return buffer.array();
  }

  /** A new session for a name that must not exist when it ends. */
  private String open(Content content) {
    StorageObject object =
        new StorageObject()
            .setBucket(content.bucket())
            .setName(content.name())
            .setContentType(BucketStore.CONTENT_TYPE)
            .setCrc32c(content.checksum().text());
    int failures = 0;
    while (true) {
      try {
        String session =
            rpc.open(object, Map.of(StorageRpc.Option.IF_GENERATION_MATCH, BucketStore.ABSENT));
        sessions.keep(content.place(), content.checksum(), content.size(), session);
        return session;
      } catch (StorageException e) {
        if (!e.isRetryable() || !backoff.again(++failures)) {
          throw e;
        }
      }
    }
  }

  private Optional<String> kept(Content content) {
    return sessions.find(content.place(), content.checksum(), content.size());
  }

  private void forget(Content content) {
    sessions.forget(content.place(), content.checksum(), content.size());
  }
}
