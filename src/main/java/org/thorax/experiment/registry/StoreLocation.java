package org.thorax.experiment.registry;

import com.google.api.gax.retrying.RetrySettings;
import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.storage.StorageOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.thorax.ConfigurationException;
import org.thorax.FileException;
import org.thorax.ThoraxException;

/**
 * The location of a store, and its credentials.
 *
 * @param place a folder, or {@code gs://[BUCKET[/PREFIX]]}; the default bucket is {@value #BUCKET}
 * @param endpoint URL of a server with Google Cloud Storage's JSON API; empty for Google's server
 * @param credentials key file of a service account; empty for application default credentials
 */
public record StoreLocation(String place, Optional<String> endpoint, Optional<Path> credentials) {
  /** The bucket of the original project. */
  public static final String BUCKET = "idp-models";

  private static final String SCHEME = "gs://";

  /** For requests without content; transfers have other timeouts. */
  private static final RetrySettings SHORT_REQUESTS =
      RetrySettings.newBuilder()
          .setInitialRetryDelayDuration(Duration.ofMillis(500))
          .setRetryDelayMultiplier(2)
          .setMaxRetryDelayDuration(Duration.ofSeconds(8))
          .setTotalTimeoutDuration(Duration.ofSeconds(20))
          .setMaxAttempts(5)
          .build();

  private static final Pattern GS = Pattern.compile("gs://([a-z0-9][a-z0-9._-]{1,221})?(?:/(.*))?");

  /** Checks the syntax. */
  public StoreLocation {
    if (place.startsWith(SCHEME) && !GS.matcher(place).matches()) {
      throw new FileException(
          "Expected a folder, or gs://BUCKET/PREFIX with a bucket in lower case, found '%s'."
              .formatted(place));
    }
    endpoint.ifPresent(StoreLocation::requireAddress);
  }

  /** Whether it is a bucket. */
  public boolean isBucket() {
    return place.startsWith(SCHEME);
  }

  /**
   * Opens the store; the caller closes it.
   *
   * @throws ThoraxException if there are no credentials, or they cannot be read
   */
  public ModelStore open() {
    if (!isBucket()) {
      return new DirectoryStore(Path.of(place));
    }
    Matcher parts = GS.matcher(place);
    if (!parts.matches()) {
      throw new IllegalStateException("Checked in the constructor: " + place);
    }
    String prefix = parts.group(2) == null ? "" : parts.group(2).replaceFirst("/+$", "");
    StorageOptions.Builder options =
        StorageOptions.http()
            .setProjectId("thorax") // asked for by the client, needed only to make buckets
            .setRetrySettings(SHORT_REQUESTS)
            .setCredentials(access());
    endpoint.ifPresent(options::setHost);
    return new BucketStore(
        options.build(),
        parts.group(1) == null ? BUCKET : parts.group(1),
        prefix.isEmpty() ? "" : prefix + "/",
        BucketStore.Limits.usual());
  }

  /**
   * An access token is never sent over an unencrypted connection, nor to a server that does not
   * need one.
   */
  private Credentials access() {
    if (endpoint.isPresent() && (endpoint.get().startsWith("http:") || credentials.isEmpty())) {
      return NoCredentials.getInstance();
    }
    return credentials.map(StoreLocation::ofFile).orElseGet(StoreLocation::applicationDefault);
  }

  private static Credentials ofFile(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return GoogleCredentials.fromStream(in);
    } catch (IOException e) {
      // Its own message could quote the file, which holds a key.
      throw new FileException(
          "Expected a service account's key in %s, which GOOGLE_APPLICATION_CREDENTIALS names, found %s; check the path and the file."
              .formatted(file, Files.isReadable(file) ? "something else" : "no file to be read"));
    }
  }

  private static Credentials applicationDefault() {
    try {
      return GoogleCredentials.getApplicationDefault();
    } catch (IOException e) {
      throw new FileException(
          "No Google credentials are found; sign in with 'gcloud auth application-default login', or name a service account's key file in GOOGLE_APPLICATION_CREDENTIALS, in the environment or in .env.");
    }
  }

  private static void requireAddress(String endpoint) {
    try {
      URI address = new URI(endpoint);
      if (address.getHost() != null
          && address.getUserInfo() == null
          && String.valueOf(address.getScheme()).matches("https?")) {
        return;
      }
    } catch (URISyntaxException e) {
      // said below
    }
    throw new ConfigurationException(
        "endpoint",
        "Expected `endpoint` http://HOST:PORT or https://HOST, found '" + endpoint + "'.");
  }
}
