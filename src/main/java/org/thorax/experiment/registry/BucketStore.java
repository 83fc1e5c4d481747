package org.thorax.experiment.registry;

import com.google.api.services.storage.model.StorageObject;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageOptions;
import com.google.cloud.storage.spi.v1.StorageRpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.formats.io.AtomicFile;

/**
 * A store in a bucket of Google Cloud Storage. Objects are created with {@code
 * ifGenerationMatch=0}, so that only one of several writers succeeds, and with their CRC32C, which
 * the store checks.
 */
final class BucketStore implements ModelStore {
  static final String CONTENT_TYPE = "application/octet-stream";

  /** The generation of an object that does not exist. */
  static final Long ABSENT = 0L;

  /** The generation for stores without generations: their files cannot be distinguished. */
  private static final long NOT_TOLD = -1;

  private static final int PRECONDITION_FAILED = 412;

  private final Storage storage;
  private final ResumableUpload upload;
  private final String bucket;
  private final String prefix;
  private final Limits limits;

  /**
   * Settings of transfers.
   *
   * @param chunk bytes of one request of an upload; a multiple of 256 KiB. A smaller file goes in
   *     one request
   * @param backoff pauses before retries
   * @param sessions unfinished uploads
   */
  record Limits(int chunk, Backoff backoff, UploadSessions sessions) {
    static Limits usual() {
      return new Limits(8 << 20, Backoff.PATIENT, UploadSessions.ofUser());
    }
  }

  /**
   * The store.
   *
   * @param prefix of object names, e.g. {@code models/}; may be empty
   */
  BucketStore(StorageOptions options, String bucket, String prefix, Limits limits) {
    this.storage = options.getService();
    this.upload =
        new ResumableUpload(
            (StorageRpc) options.getRpc(), limits.sessions(), limits.backoff(), limits.chunk());
    this.bucket = bucket;
    this.prefix = prefix;
    this.limits = limits;
  }

  @Override
  public String location() {
    return "gs://" + bucket + "/" + prefix;
  }

  @Override
  public Optional<StoredFile> find(String name) {
    Blob blob = asked("look for " + name, () -> storage.get(id(name)));
    return Optional.ofNullable(blob).map(this::stored);
  }

  @Override
  public List<StoredFile> list() {
    List<StoredFile> files = new ArrayList<>();
    asked(
        "list models",
        () -> {
          for (Blob blob :
              storage.list(bucket, Storage.BlobListOption.prefix(prefix)).iterateAll()) {
            if (FileNames.fits(blob.getName().substring(prefix.length()))) {
              files.add(stored(blob));
            }
          }
          return files;
        });
    return List.copyOf(files);
  }

  @Override
  public StoredFile put(String name, Path file, Transfer transfer) {
    Checksum checksum = Checksum.of(file);
    Optional<StoredFile> there = find(name);
    if (there.isPresent()) {
      return same(there.get(), checksum);
    }
    try {
      StoredFile made = sent(name, file, checksum, transfer);
      if (!made.checksum().equals(checksum)) {
        delete(made);
        throw FileNames.damaged(name + " as " + location() + " got it", checksum, made.checksum());
      }
      return made;
    } catch (StorageException e) {
      if (e.getCode() == PRECONDITION_FAILED) {
        // Another writer was faster; this is no error if it wrote the same bytes.
        Optional<StoredFile> theirs = find(name);
        if (theirs.isPresent()) {
          return same(theirs.get(), checksum);
        }
      }
      throw BucketFailure.of("put " + name, location(), e);
    }
  }

  private StoredFile same(StoredFile there, Checksum checksum) {
    if (there.checksum().equals(checksum)) {
      return there;
    }
    throw FileNames.taken(there, checksum, location());
  }

  private StoredFile sent(String name, Path file, Checksum checksum, Transfer transfer) {
    long size = size(file);
    if (size <= limits.chunk()) {
      BlobInfo info =
          BlobInfo.newBuilder(id(name))
              .setContentType(CONTENT_TYPE)
              .setCrc32c(checksum.text())
              .build();
      Blob made =
          storage.create(
              info,
              bytes(file), // whose CRC32C the client computes and sends
              Storage.BlobTargetOption.doesNotExist(),
              Storage.BlobTargetOption.disableGzipContent());
      transfer.moved(size, size);
      return stored(storage.get(made.getBlobId())); // as it is kept, not as it was answered
    }
    Optional<StorageObject> done =
        upload.send(
            new ResumableUpload.Content(bucket, prefix + name, file, size, checksum), transfer);
    if (done.isPresent() && done.get().getGeneration() != null) {
      BlobId exactly = BlobId.of(bucket, prefix + name, done.get().getGeneration());
      return stored(storage.get(exactly));
    }
    return find(name)
        .map(there -> same(there, checksum))
        .orElseThrow(
            () ->
                new ThoraxException(
                    name + " is not in " + location() + " after its upload; try again."));
  }

  @Override
  public void get(StoredFile stored, Path target, Transfer transfer) {
    try {
      new ResumableDownload(storage, exactly(stored), limits.backoff())
          .fetch(stored, target, transfer);
    } catch (StorageException e) {
      throw BucketFailure.of("fetch " + stored.name(), location(), e);
    }
  }

  @Override
  public boolean verify(StoredFile stored, Transfer transfer) {
    try {
      return new ResumableDownload(storage, exactly(stored), limits.backoff())
          .checksum(stored, transfer)
          .equals(stored.checksum());
    } catch (StorageException e) {
      throw BucketFailure.of("read " + stored.name(), location(), e);
    }
  }

  @Override
  public boolean delete(StoredFile stored) {
    try {
      return storage.delete(id(stored.name()), sameGeneration(stored));
    } catch (StorageException e) {
      if (e.getCode() == PRECONDITION_FAILED) {
        throw new ThoraxException(
            "%s in %s was replaced since it was looked at; nothing was deleted, look again."
                .formatted(stored.name(), location()),
            e);
      }
      throw BucketFailure.of("delete " + stored.name(), location(), e);
    }
  }

  @Override
  public void close() {
    try {
      storage.close();
    } catch (Exception e) { // declared by AutoCloseable; nothing is left to be done
      throw new ThoraxException("Cannot close the connection to " + location() + ".", e);
    }
  }

  private <T> T asked(String what, Supplier<T> question) {
    try {
      return question.get();
    } catch (StorageException e) {
      throw BucketFailure.of(what, location(), e);
    }
  }

  private BlobId id(String name) {
    return BlobId.of(bucket, prefix + FileNames.checked(name));
  }

  private BlobId exactly(StoredFile stored) {
    return stored.generation() == NOT_TOLD
        ? id(stored.name())
        : BlobId.of(bucket, prefix + FileNames.checked(stored.name()), stored.generation());
  }

  private static Storage.BlobSourceOption[] sameGeneration(StoredFile stored) {
    return stored.generation() == NOT_TOLD
        ? new Storage.BlobSourceOption[0]
        : new Storage.BlobSourceOption[] {
          Storage.BlobSourceOption.generationMatch(stored.generation())
        };
  }

  private StoredFile stored(Blob blob) {
    if (blob == null) {
      throw new ThoraxException("The object is gone from " + location() + "; look again.");
    }
    return new StoredFile(
        blob.getName().substring(prefix.length()),
        blob.getSize(),
        new Checksum(String.valueOf(blob.getCrc32c())),
        blob.getUpdateTimeOffsetDateTime().toInstant(),
        Objects.requireNonNullElse(blob.getGeneration(), NOT_TOLD));
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static ThoraxException unreadable(Path file, IOException e) {
    return new FileException(
        "Cannot read " + file + ": " + AtomicFile.reason(e) + "; check the path and read access.",
        e);
  }
}
