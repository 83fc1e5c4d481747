package org.thorax.data;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * How a CSV file is written.
 *
 * @param separator between fields: a comma, a semicolon (Excel in many languages), a tab or {@code
 *     |}
 * @param encoding of the text
 */
public record CsvDialect(char separator, Charset encoding) {
  /** RFC 4180, in UTF-8. */
  public static final CsvDialect STANDARD = new CsvDialect(',', StandardCharsets.UTF_8);

  private static final Charset WESTERN_WINDOWS = Charset.forName("windows-1252");
  private static final String SEPARATORS = ",;\t|";
  private static final int LOOKED_AT = 1 << 16;

  /** Checks the separator. */
  public CsvDialect {
    if (SEPARATORS.indexOf(separator) < 0) {
      throw new IllegalArgumentException("No separator of a table is '" + separator + "'");
    }
  }

  /**
   * Recognizes the dialect from a file's first 64 KB: UTF-8 and UTF-16 by their byte order mark,
   * UTF-8 where the bytes are valid, else Windows' western European; the separator that is most
   * frequent in the first line outside of quotes.
   *
   * @throws IOException when the file cannot be read
   */
  public static CsvDialect recognize(Path file) throws IOException {
    byte[] start;
    try (InputStream in = bytes(file)) {
      start = in.readNBytes(LOOKED_AT);
    }
    Charset encoding = encoding(start);
    return new CsvDialect(separator(new String(start, encoding)), encoding);
  }

  /** The file's bytes, unpacked when it is a gzip file. */
  static InputStream bytes(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file));
    try {
      in.mark(2);
      boolean packed = in.read() == 0x1f && in.read() == 0x8b;
      in.reset();
      return packed ? new GZIPInputStream(in, LOOKED_AT) : in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** The file's text, a byte order mark skipped; bytes that are no text are an error. */
  Reader text(Path file) throws IOException {
    CharsetDecoder strict =
        encoding
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    BufferedReader text = new BufferedReader(new InputStreamReader(bytes(file), strict));
    try {
      text.mark(1);
      if (text.read() != '\ufeff') {
        text.reset();
      }
      return text;
    } catch (IOException e) {
      text.close();
      throw e;
    }
  }

  private static Charset encoding(byte[] start) {
    if (start.length >= 2 && start[0] == (byte) 0xff && start[1] == (byte) 0xfe) {
      return StandardCharsets.UTF_16LE;
    }
    if (start.length >= 2 && start[0] == (byte) 0xfe && start[1] == (byte) 0xff) {
      return StandardCharsets.UTF_16BE;
    }
    CharBuffer out = CharBuffer.allocate(start.length + 1);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            // Not the end of the input: what was read may end within a character.
            .decode(ByteBuffer.wrap(start), out, false);
    return result.isError() ? WESTERN_WINDOWS : StandardCharsets.UTF_8;
  }

  private static char separator(String text) {
    int[] counts = new int[SEPARATORS.length()];
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each == '"') {
        quoted = !quoted;
      } else if (each == '\n' && !quoted) {
        break;
      } else if (!quoted && SEPARATORS.indexOf(each) >= 0) {
        counts[SEPARATORS.indexOf(each)]++;
      }
    }
    int most = 0;
    for (int i = 1; i < counts.length; i++) {
      most = counts[i] > counts[most] ? i : most;
    }
    return SEPARATORS.charAt(most);
  }
}
