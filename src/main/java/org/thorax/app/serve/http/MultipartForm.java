package org.thorax.app.serve.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A form as {@code curl -F} and browsers send it (RFC 7578), read from memory. */
final class MultipartForm {
  private static final Pattern BOUNDARY =
      Pattern.compile("(?i);\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;,\"]{1,70}))");
  private static final Pattern NAME = parameter("name");
  private static final Pattern FILE_NAME = parameter("filename\\*?");
  private static final byte[] BLANK_LINE = bytes("\r\n\r\n");
  private static final int LONGEST_HEADERS = 16 << 10;

  private final byte[] body;
  private final byte[] delimiter;

  private MultipartForm(byte[] body, String boundary) {
    this.body = body;
    delimiter = bytes("\r\n--" + boundary);
  }

  /**
   * A field of the form.
   *
   * @param name of the field
   * @param fileName if it is a file
   * @param content its bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // A file's bytes; never compared as values.
  record Part(String name, Optional<String> fileName, byte[] content) {}

  /** Whether a body of this content type is such a form. */
  static boolean isOne(String contentType) {
    return contentType.strip().regionMatches(true, 0, "multipart/", 0, 10);
  }

  /**
   * The fields in their order.
   *
   * @param most largest number of fields
   * @throws Problem 400 if the form is damaged, 413 if there are more fields
   */
  static List<Part> parts(byte[] body, String contentType, int most) {
    Matcher matcher = BOUNDARY.matcher(contentType);
    if (!matcher.find()) {
      throw damaged("its Content-Type names no boundary");
    }
    String boundary = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    return new MultipartForm(body, boundary).parts(most);
  }

  private List<Part> parts(int most) {
    List<Part> parts = new ArrayList<>();
    // The first delimiter may have no line before it.
    boolean atStart = startsWith(0, Arrays.copyOfRange(delimiter, 2, delimiter.length));
    int at = atStart ? delimiter.length - 2 : behind(delimiter, 0, body.length);
    while (!startsWith(at, bytes("--"))) {
      if (parts.size() == most) {
        throw new Problem(
            413, "A form has at most " + most + " fields here; send the others in another.");
      }
      if (!startsWith(at, bytes("\r\n"))) {
        throw damaged("a boundary without a line's end");
      }
      // Starts at the end of that line, like a part without headers.
      int content = behind(BLANK_LINE, at, Math.min(body.length, at + LONGEST_HEADERS));
      int next = behind(delimiter, content - 2, body.length);
      String headers = text(at, content);
      parts.add(
          new Part(
              first(NAME, headers).orElse(""),
              first(FILE_NAME, headers),
              Arrays.copyOfRange(body, content, Math.max(content, next - delimiter.length))));
      at = next;
    }
    return parts;
  }

  private String text(int from, int to) {
    return new String(body, from, to - from, StandardCharsets.UTF_8);
  }

  private static Optional<String> first(Pattern pattern, String headers) {
    Matcher matcher = pattern.matcher(headers);
    return matcher.find()
        ? Optional.of(matcher.group(1) == null ? matcher.group(2) : matcher.group(1))
        : Optional.empty();
  }

  private static Pattern parameter(String name) {
    return Pattern.compile(
        "(?im)^content-disposition:[^\\r\\n]*?[;\\s]"
            + name
            + "=(?:\"((?:[^\"\\\\\\r\\n]|\\\\.)*)\"|([^;\\s]*))");
  }

  /** The end of the match. */
  private int behind(byte[] wanted, int from, int to) {
    for (int at = from; at + wanted.length <= to; at++) {
      if (startsWith(at, wanted)) {
        return at + wanted.length;
      }
    }
    throw damaged("it is cut off or its boundary is another");
  }

  private boolean startsWith(int at, byte[] wanted) {
    return at + wanted.length <= body.length
        && Arrays.equals(body, at, at + wanted.length, wanted, 0, wanted.length);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Problem damaged(String why) {
    return new Problem(400, "The form cannot be read: " + why + "; try curl -F image=@film.png.");
  }
}
