package org.thorax.experiment.registry;

import com.google.cloud.storage.StorageException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Set;
import org.thorax.ThoraxException;

/** Explains a bucket's errors to the user, without secrets of the request. */
final class BucketFailure {
  private static final Set<Class<? extends IOException>> UNREACHABLE =
      Set.of(UnknownHostException.class, ConnectException.class, NoRouteToHostException.class);

  private BucketFailure() {}

  /**
   * The error message in one line.
   *
   * @param what the operation, e.g. "upload x.h5"
   */
  static ThoraxException of(String what, String location, Exception e) {
    return new ThoraxException(
        "Cannot %s in %s: %s".formatted(what, location, reason(e)), withoutSecrets(e));
  }

  private static String reason(Exception e) {
    int code = e instanceof StorageException storage ? storage.getCode() : 0;
    switch (code) {
      case 401:
        return "the credentials were not accepted (401); sign in with 'gcloud auth application-default login', or name a service account's key file in GOOGLE_APPLICATION_CREDENTIALS.";
      case 403:
        return "the credentials do not allow it (403); ask for the role 'Storage Object User' on the bucket.";
      case 404:
        return "there is no such bucket, or not for these credentials (404); check its name.";
      case 429, 500, 502, 503, 504:
        return "the store is busy or down (%d) and stayed so; try again, an upload resumes where it stopped."
            .formatted(code);
      default:
        break;
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (UNREACHABLE.contains(cause.getClass())) {
        return "the store cannot be reached (%s); check the network and `endpoint`."
            .formatted(cause.getMessage());
      }
      if (String.valueOf(cause.getMessage()).startsWith("Error getting access token")) {
        return "no access token can be had with these credentials; check the key file that GOOGLE_APPLICATION_CREDENTIALS names, or sign in again.";
      }
    }
    return redacted(e.getMessage()) + "; try again, an upload resumes where it stopped.";
  }

  /** The first line, which contains no URL, without credentials. */
  private static String redacted(String message) {
    return String.valueOf(message)
        .lines()
        .findFirst()
        .orElse("no reason given")
        .replaceAll("(upload_id|access_token|X-Goog-Signature)=[^&\\s]+", "$1=...")
        .replaceAll("ya29\\.[\\w.-]+", "...");
  }

  /** The exception for {@code --verbose}. An upload's URL is a secret, and the client prints it. */
  private static Exception withoutSecrets(Exception e) {
    IOException clean =
        new IOException(e.getClass().getSimpleName() + ": " + redacted(e.getMessage()));
    clean.setStackTrace(e.getStackTrace());
    return clean;
  }
}
