package org.thorax.app.serve.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A request in the JSON of TensorFlow Serving: {@code {"instances": [{"b64": "..."}]}}, with the
 * response field {@code predictions}, or {@code inputs}, with the response field {@code outputs}.
 * Parsed token by token, so that arrays of a million numbers take no memory.
 */
final class ServingJson {
  private static final String CURE =
      "Expected {\"instances\": [{\"b64\": \"...\"}]} with image files in base64, found ";

  private final JsonParser json;
  private final int most;
  private final List<byte[]> images = new ArrayList<>();
  private boolean columns;

  private ServingJson(JsonParser json, int most) {
    this.json = json;
    this.most = most;
  }

  /**
   * A parsed request.
   *
   * @param columns whether it has {@code inputs}
   * @param images the files
   */
  record ServingRequest(boolean columns, List<byte[]> images) {}

  /** Whether a body is JSON; an image never begins like this. */
  static boolean isOne(byte[] body) {
    int at = 0;
    while (at < body.length
        && (body[at] == ' ' || body[at] == '\n' || body[at] == '\r' || body[at] == '\t')) {
      at++;
    }
    return at < body.length && (body[at] == '{' || body[at] == '[');
  }

  /**
   * Reads a body.
   *
   * @param most largest number of images
   * @throws Problem 400 for invalid JSON, 413 for more images, 422 for another form
   */
  static ServingRequest read(byte[] body, int most) throws IOException {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder().maxStringLength(body.length + 1).build())
            // Many base64 encoders insert line breaks.
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build();
    try (JsonParser parser = factory.createParser(body)) {
      ServingJson reading = new ServingJson(parser, most);
      reading.request();
      return new ServingRequest(reading.columns, reading.images);
    } catch (JsonProcessingException e) {
      String where = e.getLocation() == null ? "" : " at byte " + e.getLocation().getByteOffset();
      throw new Problem(400, "The body begins as JSON, but is none" + where + ".");
    }
  }

  private void request() throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new Problem(422, CURE + "an array.");
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.currentName();
      json.nextToken();
      if (key.equals("instances") || key.equals("inputs")) {
        columns = key.equals("inputs");
        images(key, 0);
      } else if (key.equals("signature_name")) {
        json.skipChildren();
      } else {
        throw new Problem(422, CURE + "the key '" + SafeText.of(key) + "'.");
      }
    }
    if (json.nextToken() != null) {
      throw new Problem(400, "The body is JSON with something behind it.");
    }
    if (images.isEmpty()) {
      throw new Problem(422, CURE + "no image.");
    }
  }

  /** A list; {@code inputs} may also be a single image, or the images of a single named input. */
  private void images(String key, int depth) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      image(key, depth);
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      image(key, depth);
    }
  }

  /** {@code {"b64": "..."}}, or that as the value of an input's name. */
  private void image(String key, int depth) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT || depth > 1) {
      throw new Problem(422, CURE + found() + " in '" + key + "'.");
    }
    int before = images.size();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals("b64") && value == JsonToken.VALUE_STRING) {
        add(json.getText());
      } else if (value == JsonToken.START_ARRAY && columns) {
        images(key, depth + 1);
      } else {
        image(key, depth + 1);
      }
    }
    if (images.size() == before || (!columns && images.size() > before + 1)) {
      throw new Problem(
          422, CURE + (images.size() == before ? "none" : "several") + " in one of '" + key + "'.");
    }
  }

  private String found() throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.START_ARRAY || token.isNumeric()) {
      return "numbers (pixel values are not accepted, as their scaling is unknown)";
    }
    return token == JsonToken.VALUE_STRING ? "a bare text" : "something else";
  }

  private void add(String base64) {
    if (images.size() == most) {
      throw new Problem(
          413,
          "At most "
              + most
              + " images are accepted per request; send the rest in another request.");
    }
    String packed = base64.replaceAll("\\s+", "").replace('-', '+').replace('_', '/');
    try {
      images.add(Base64.getDecoder().decode(packed));
    } catch (IllegalArgumentException e) {
      throw new Problem(
          422,
          "The \"b64\" of image %d is no base64%s."
              .formatted(
                  images.size() + 1,
                  base64.startsWith("data:") ? "; leave out all up to the comma" : ""));
    }
  }
}
