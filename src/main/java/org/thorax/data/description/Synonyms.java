package org.thorax.data.description;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.thorax.formats.io.YamlValue;

/** The names of findings that mean the same, from the file {@code synonyms.yaml}. */
final class Synonyms {
  private static final String FILE = "synonyms.yaml";

  private final Map<String, String> findings;

  private Synonyms(Map<String, String> findings) {
    this.findings = findings;
  }

  /** Reads the file. */
  static Synonyms read() {
    try (InputStream in = Synonyms.class.getResourceAsStream(FILE)) {
      return of(YamlValue.of(new String(in.readAllBytes(), StandardCharsets.UTF_8), FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The synonyms of a file: each finding's name with a list of others.
   *
   * @throws org.thorax.ThoraxException if a name belongs to two findings
   */
  static Synonyms of(YamlValue file) {
    Map<String, String> findings = new HashMap<>();
    for (Map.Entry<String, YamlValue> each : file.map().entrySet()) {
      findings.put(plain(each.getKey()), each.getKey());
      for (YamlValue name : each.getValue().list()) {
        String other = findings.put(plain(name.text()), each.getKey());
        if (other != null && !other.equals(each.getKey())) {
          throw name.wrong("has '%s' of %s, too; leave one out".formatted(name.text(), other));
        }
      }
    }
    return new Synonyms(findings);
  }

  /** The other names of a finding among some. */
  List<String> of(String name, List<String> names) {
    String finding = finding(name);
    return names.stream().filter(each -> finding(each).equals(finding)).toList();
  }

  private String finding(String name) {
    String plain = plain(name);
    return findings.getOrDefault(plain, plain);
  }

  /** Without case, accents, underscores and hyphens. */
  private static String plain(String name) {
    String letters =
        Normalizer.normalize(name, Normalizer.Form.NFD)
            .toLowerCase(Locale.ROOT)
            .replaceAll("\\p{M}", "")
            .replace("œ", "oe")
            .replace("ß", "ss");
    return List.of(letters.split("[\\s_-]+")).stream()
        .filter(word -> !word.isEmpty())
        .collect(Collectors.joining(" "));
  }
}
