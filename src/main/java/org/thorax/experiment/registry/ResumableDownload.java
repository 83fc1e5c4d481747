package org.thorax.experiment.registry;

import com.google.cloud.ReadChannel;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.formats.io.AtomicFile;

/**
 * Downloads one generation of an object and resumes where the last attempt stopped. Received bytes
 * are in {@code .<file>.<generation>.part} next to the file until the checksum is verified.
 */
final class ResumableDownload {
  private static final int BUFFER = 1 << 20;

  private final Storage storage;
  private final BlobId object;
  private final Backoff backoff;

  ResumableDownload(Storage storage, BlobId object, Backoff backoff) {
    this.storage = storage;
    this.object = object;
    this.backoff = backoff;
  }

  /** Receives the bytes, in order. */
  @FunctionalInterface
  private interface Sink {
    void take(ByteBuffer bytes) throws IOException;
  }

  /** Downloads the object to {@code target}, complete and verified, or throws. */
  void fetch(StoredFile stored, Path target, ModelStore.Transfer transfer) {
    Path whole = target.toAbsolutePath();
    Path part =
        whole.resolveSibling("." + whole.getFileName() + "." + stored.generation() + ".part");
    try {
      Files.createDirectories(whole.getParent());
      try (FileChannel file =
          FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        requireAlone(file, target);
        file.position(Math.min(file.size(), stored.size()));
        read(stored, file.position(), file::write, transfer);
        file.truncate(stored.size());
        file.force(true);
      }
      Checksum found = Checksum.of(part);
      if (!found.equals(stored.checksum())) {
        Files.delete(part);
        throw FileNames.damaged(stored.name(), stored.checksum(), found);
      }
      Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new FileException(
          "Cannot write " + target + ": " + AtomicFile.reason(e) + "; check free space and access.",
          e);
    }
  }

  /** The checksum of the bytes in the store. */
  Checksum checksum(StoredFile stored, ModelStore.Transfer transfer) {
    CRC32C crc = new CRC32C();
    read(stored, 0, crc::update, transfer);
    return Checksum.of(crc);
  }

  private static void requireAlone(FileChannel file, Path target) throws IOException {
    try {
      if (file.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // another thread of this process
    }
    throw new ThoraxException(
        "Another process is fetching " + target + " already; wait for it, then try again.");
  }

  private void read(StoredFile stored, long start, Sink sink, ModelStore.Transfer transfer) {
    long offset = start;
    int failures = 0;
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    while (offset < stored.size()) {
      try (ReadChannel in = storage.reader(object)) {
        in.seek(offset);
        while (in.read(buffer) >= 0) {
          buffer.flip();
          offset += buffer.remaining();
          while (buffer.hasRemaining()) {
            into(sink, buffer);
          }
          buffer.clear();
          failures = 0;
          transfer.moved(offset, stored.size());
        }
        if (offset < stored.size()) {
          throw new IOException("the store sent " + offset + " of " + stored.size() + " bytes");
        }
      } catch (IOException e) {
        buffer.clear();
        StorageException cause =
            e.getCause() instanceof StorageException storageException
                ? storageException
                : new StorageException(e);
        boolean gone = cause.getCode() >= 400 && cause.getCode() < 429;
        if (gone || !backoff.again(++failures)) {
          throw cause;
        }
      }
    }
  }

  /** A full disk is not a lost connection, so this must not be retried. */
  private static void into(Sink sink, ByteBuffer bytes) {
    try {
      sink.take(bytes);
    } catch (IOException e) {
      throw new FileException(
          "Cannot keep what was fetched: " + AtomicFile.reason(e) + "; check free space.", e);
    }
  }
}
