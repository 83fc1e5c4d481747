package org.thorax.experiment.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.ThoraxException;

class StoreLocationTest {
  private static final Optional<String> HERE = Optional.of("http://127.0.0.1:9");

  @TempDir Path folder;

  private static String opened(String place) {
    try (ModelStore store = new StoreLocation(place, HERE, Optional.empty()).open()) {
      return store.location();
    }
  }

  @Test
  void bucketAndPrefixAreConfigurable() {
    assertThat(opened("gs://")).isEqualTo("gs://idp-models/");
    assertThat(opened("gs://other")).isEqualTo("gs://other/");
    assertThat(opened("gs://other/a/b/")).isEqualTo("gs://other/a/b/");
    assertThat(opened("some/folder")).isEqualTo("some/folder");
  }

  @Test
  void whatIsNoBucketOrAddressIsRefused() {
    assertThatThrownBy(() -> opened("gs://UPPER")).isInstanceOf(ThoraxException.class);
    for (String endpoint : List.of("localhost", "ftp://a", "http://user:pass@host", "http:// a")) {
      assertThatThrownBy(() -> new StoreLocation("a", Optional.of(endpoint), Optional.empty()))
          .isInstanceOf(ThoraxException.class)
          .hasMessageContaining("`endpoint`");
    }
  }

  @Test
  void aMissingKeyFileIsSaid() {
    StoreLocation location =
        new StoreLocation("gs://", Optional.empty(), Optional.of(folder.resolve("none.json")));
    assertThatThrownBy(location::open)
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("GOOGLE_APPLICATION_CREDENTIALS")
        .hasMessageContaining("no file to be read");
  }

  @Test
  void aKeyFilesContentIsShownNowhere() throws IOException {
    String secret = "c2VjcmV0";
    Path file =
        Files.writeString(
            folder.resolve("key.json"),
            "{\"type\": \"service_account\", \"private_key\": \"" + secret + "\", ");
    StringWriter trace = new StringWriter();
    try (ModelStore store =
        new StoreLocation("gs://", Optional.empty(), Optional.of(file)).open()) {
      assertThat(store).isNull();
    } catch (ThoraxException e) {
      e.printStackTrace(new PrintWriter(trace));
    }
    assertThat(trace.toString()).contains("something else").doesNotContain(secret);
  }
}
