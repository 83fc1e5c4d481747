package org.thorax.model.keras;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.formats.io.AtomicFile;

/**
 * Downloads a published weights file of Keras and verifies its checksum. The bytes of an
 * interrupted download are kept in a hidden file, and the next one continues from there.
 *
 * @param address URL that contains Keras' folders, ending in a slash
 * @param cure what to do without a network
 * @param patience how long to wait for a connection, and for the next bytes
 */
public record WeightsDownload(String address, String cure, Duration patience) {
  private static final long LARGEST = 1L << 30;
  private static final int ATTEMPTS = 5;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  /** With a timeout of half a minute. */
  public WeightsDownload(String address, String cure) {
    this(address, cure, Duration.ofSeconds(30));
  }

  /** The URL of the file. */
  public String url(PublishedWeights weights) {
    return address + weights.folder() + "/" + weights.fileName();
  }

  /**
   * Downloads to {@code file}, which appears complete and verified or not at all. An existing file
   * is not the requested one and is kept.
   *
   * @throws ThoraxException naming the URL, what is wrong and what to do
   */
  public void fetch(PublishedWeights weights, Path file) {
    String url = url(weights);
    Path target = file.toAbsolutePath();
    Path part = target.resolveSibling("." + target.getFileName() + ".part");
    try {
      weights.requireNoOther(target);
      Files.createDirectories(target.getParent());
      receiveAll(url, part);
      String found = PublishedWeights.md5(part);
      if (!found.equals(weights.md5())) {
        Files.delete(part);
        throw failed(url, "expected Keras' checksum " + weights.md5() + ", found " + found, null);
      }
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new FileException(
          "Cannot write "
              + file
              + ": "
              + AtomicFile.reason(e)
              + "; check free space and write access.",
          e);
    }
  }

  /** Continues as long as each attempt receives some bytes. */
  private void receiveAll(String url, Path part) throws IOException {
    for (int attempt = 1; ; attempt++) {
      long before = size(part);
      try {
        receive(url, part, before);
        return;
      } catch (TransferException e) {
        if (size(part) <= before || attempt == ATTEMPTS) {
          String kept = size(part) > 0 ? " (" + size(part) + " bytes are kept for next time)" : "";
          throw failed(url, reason(e.getCause()) + kept, e);
        }
      }
    }
  }

  private void receive(String url, Path part, long from) throws IOException {
    HttpURLConnection connection = connection(url);
    if (from > 0) {
      connection.setRequestProperty("Range", "bytes=" + from + "-");
    }
    try {
      int status = status(connection);
      boolean goesOn = status == HttpURLConnection.HTTP_PARTIAL && startsAt(connection, from);
      if (from > 0 && !goesOn && status != HttpURLConnection.HTTP_OK) {
        // The server does not have this range, or has another file now.
        Files.deleteIfExists(part);
        if (status == RANGE_NOT_SATISFIABLE || status == HttpURLConnection.HTTP_PARTIAL) {
          receive(url, part, 0);
          return;
        }
      }
      if (status != HttpURLConnection.HTTP_OK && !goesOn) {
        throw failed(url, "the server answers " + status, null);
      }
      try (OutputStream out =
          Files.newOutputStream(
              part,
              StandardOpenOption.CREATE,
              goesOn ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        copy(connection, goesOn ? from : 0, out);
      }
    } finally {
      connection.disconnect();
    }
  }

  private HttpURLConnection connection(String url) throws IOException {
    try {
      if (URI.create(url).toURL().openConnection() instanceof HttpURLConnection connection) {
        connection.setConnectTimeout(Math.toIntExact(patience.toMillis()));
        connection.setReadTimeout(Math.toIntExact(patience.toMillis()));
        return connection;
      }
    } catch (IllegalArgumentException | java.net.MalformedURLException e) {
      throw failed(url, "it is no address", e);
    }
    throw failed(url, "it is no address of the web", null);
  }

  private static int status(HttpURLConnection connection) throws TransferException {
    try {
      return connection.getResponseCode();
    } catch (IOException e) {
      throw new TransferException(e);
    }
  }

  private static boolean startsAt(HttpURLConnection connection, long from) {
    String range = connection.getHeaderField("Content-Range");
    return range != null && range.startsWith("bytes " + from + "-");
  }

  private static void copy(HttpURLConnection connection, long before, OutputStream out)
      throws IOException {
    byte[] buffer = new byte[1 << 16];
    long total = 0;
    try (InputStream in = connection.getInputStream()) {
      for (int count = read(in, buffer); count > 0; count = read(in, buffer)) {
        total += count;
        if (before + total > LARGEST) {
          throw new TransferException(new IOException("more than " + LARGEST + " bytes"));
        }
        out.write(buffer, 0, count);
      }
    }
    long declared = connection.getContentLengthLong();
    if (declared >= 0 && total != declared) {
      throw new TransferException(
          new EOFException("cut off after %d of %d bytes".formatted(total, declared)));
    }
  }

  private static int read(InputStream in, byte[] buffer) throws TransferException {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw new TransferException(e);
    }
  }

  private static long size(Path part) throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }

  private ThoraxException failed(String url, String what, Exception cause) {
    return new ThoraxException("Cannot download " + url + ": " + what + "; " + cure, cause);
  }

  private String reason(Throwable e) {
    if (e instanceof SocketTimeoutException) {
      return "nothing came for " + patience.toSeconds() + " s";
    }
    return e instanceof ConnectException || e instanceof UnknownHostException
        ? "no connection"
        : AtomicFile.reason((Exception) e);
  }

  /** A failure of the network, not of the disk. */
  private static final class TransferException extends IOException {
    private static final long serialVersionUID = 1;

    TransferException(IOException cause) {
      super(cause);
    }
  }
}
