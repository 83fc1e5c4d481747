package org.thorax.keras;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.thorax.ThoraxException;
import org.thorax.files.WholeFile;

/**
 * Brings one of Keras' published weight files and compares it with its published checksum.
 *
 * @param address of the folder that Keras' folders are in, ending in a slash
 * @param cure what a user without a network does instead
 */
public record WeightsDownload(String address, String cure) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long LARGEST = 1L << 30;

  /**
   * Downloads to {@code file}, which appears whole and checked or not at all.
   *
   * @throws ThoraxException naming the address, what is wrong and what to do
   */
  public void fetch(PublishedWeights weights, Path file) {
    String url = address + weights.folder() + "/" + weights.fileName();
    try {
      HttpClient client =
          HttpClient.newBuilder()
              .followRedirects(HttpClient.Redirect.NORMAL)
              .connectTimeout(PATIENCE)
              .build();
      HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() != 200) {
          throw failed(url, "the server answers " + response.statusCode(), null);
        }
        write(body, url, weights, file);
      }
    } catch (IOException e) {
      throw failed(url, reason(e), e);
    } catch (IllegalArgumentException e) {
      throw failed(url, "it is no address", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(url, "it was interrupted", e);
    }
  }

  private void write(InputStream body, String url, PublishedWeights weights, Path file) {
    MessageDigest md5 = md5();
    WholeFile.write(
        file,
        out -> {
          try {
            copy(new DigestInputStream(body, md5), out);
          } catch (IOException e) {
            throw failed(url, reason(e), e);
          }
          String found = HexFormat.of().formatHex(md5.digest());
          if (!found.equals(weights.md5())) {
            throw failed(
                url, "expected Keras' checksum " + weights.md5() + ", found " + found, null);
          }
        });
  }

  private static void copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long total = 0;
    int count;
    while ((count = in.read(buffer)) > 0) {
      total += count;
      if (total > LARGEST) {
        throw new IOException("more than " + LARGEST + " bytes");
      }
      out.write(buffer, 0, count);
    }
  }

  private ThoraxException failed(String url, String what, Exception cause) {
    return new ThoraxException("Cannot download " + url + ": " + what + "; " + cure, cause);
  }

  private static String reason(IOException e) {
    return e instanceof ConnectException || e instanceof HttpConnectTimeoutException
        ? "no connection"
        : WholeFile.reason(e);
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has MD5", e);
    }
  }
}
