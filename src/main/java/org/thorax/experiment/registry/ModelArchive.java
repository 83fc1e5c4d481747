package org.thorax.experiment.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.thorax.ThoraxException;
import org.thorax.formats.io.AtomicDirectory;
import org.thorax.formats.io.AtomicFile;

/**
 * A SavedModel's folder as a ZIP file. Its bytes depend only on the folder's content. {@value
 * #CHECKSUMS} in it has a SHA-256 for every file, in the format of {@code sha256sum -c}.
 */
final class ModelArchive {
  /** The list of checksums. */
  static final String CHECKSUMS = "SHA256SUMS";

  /** The archive contains no times. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  /** Weights do not compress; the graph does. */
  private static final int COMPRESSION = 1;

  private ModelArchive() {}

  /** Writes the archive of {@code folder}. */
  public static void write(Path folder, Path archive) {
    AtomicFile.write(
        archive,
        out -> {
          ZipOutputStream zip = new ZipOutputStream(out);
          zip.setLevel(COMPRESSION);
          Map<String, String> checksums = new TreeMap<>();
          for (String name : files(folder)) {
            checksums.put(name, add(zip, name, folder.resolve(name)));
          }
          zip.putNextEntry(entry(CHECKSUMS));
          for (Map.Entry<String, String> each : checksums.entrySet()) {
            zip.write(
                (each.getValue() + "  " + each.getKey() + "\n").getBytes(StandardCharsets.UTF_8));
          }
          zip.finish();
        });
  }

  /**
   * Unpacks into {@code folder}, which appears only when it is complete; each file is checked.
   *
   * @throws ThoraxException if the archive is damaged, or a path in it leads out of the folder
   */
  public static void unpack(Path archive, Path folder) {
    AtomicDirectory.write(
        folder,
        into -> {
          try (ZipFile zip = new ZipFile(archive.toFile())) {
            Map<String, String> expected = checksums(zip, archive);
            for (Map.Entry<String, String> each : expected.entrySet()) {
              Path file = into.resolve(each.getKey()).normalize();
              ZipEntry entry = zip.getEntry(each.getKey());
              if (entry == null || !file.startsWith(into)) {
                throw damaged(archive, each.getKey());
              }
              Files.createDirectories(file.getParent());
              if (!extract(zip, entry, file).equals(each.getValue())) {
                throw damaged(archive, each.getKey());
              }
            }
          }
        });
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  private static ZipEntry entry(String name) {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(NO_TIME);
    return entry;
  }

  private static String add(ZipOutputStream zip, String name, Path file) throws IOException {
    zip.putNextEntry(entry(name));
    try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), sha256())) {
      in.transferTo(zip);
      return hex(in);
    }
  }

  private static String extract(ZipFile zip, ZipEntry entry, Path file) throws IOException {
    try (InputStream raw = zip.getInputStream(entry);
        DigestInputStream in = new DigestInputStream(raw, sha256())) {
      Files.copy(in, file);
      return hex(in);
    }
  }

  private static String hex(DigestInputStream in) {
    return HexFormat.of().formatHex(in.getMessageDigest().digest());
  }

  private static Map<String, String> checksums(ZipFile zip, Path archive) throws IOException {
    ZipEntry list = zip.getEntry(CHECKSUMS);
    if (list == null) {
      throw damaged(archive, CHECKSUMS);
    }
    Map<String, String> checksums = new TreeMap<>();
    try (InputStream in = zip.getInputStream(list)) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (!line.matches("[0-9a-f]{64}  .+")) {
          throw damaged(archive, CHECKSUMS);
        }
        checksums.put(line.substring(66), line.substring(0, 64));
      }
    }
    return checksums;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private static ThoraxException damaged(Path archive, String entry) {
    return new ThoraxException(
        "The model archive %s is damaged at '%s'; fetch it again.".formatted(archive, entry));
  }
}
