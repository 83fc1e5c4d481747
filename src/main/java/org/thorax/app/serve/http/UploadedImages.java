package org.thorax.app.serve.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.thorax.data.image.ImageDecoder;

/**
 * The image files of a request, not yet decoded, and the form of the response.
 *
 * @param form of the body
 * @param files at least one
 */
public record UploadedImages(Form form, List<File> files) {
  /** The first bytes that identify a body. */
  private static final int BEGIN = 256;

  /** The form of an upload. */
  enum Form {
    /** The body itself. */
    BODY,
    /** Files in a form. */
    MULTIPART,
    /** TensorFlow Serving's {@code instances}. */
    INSTANCES,
    /** TensorFlow Serving's {@code inputs}. */
    INPUTS
  }

  /**
   * One image.
   *
   * @param name from its sender; "" for none
   * @param bytes of the file
   */
  @SuppressWarnings("ArrayRecordComponent") // A file's bytes; never compared as values.
  public record File(String name, byte[] bytes) {
    /** Its name in errors. */
    String called() {
      return name.isEmpty() ? "that was sent" : "'" + SafeText.of(name) + "' that was sent";
    }
  }

  public UploadedImages {
    files = List.copyOf(files);
  }

  /** The single file of a body or a sample. */
  public static UploadedImages of(byte[] bytes) {
    return new UploadedImages(Form.BODY, List.of(new File("", bytes)));
  }

  /**
   * The files in a body.
   *
   * @param contentType of the request
   * @param most largest number of files
   * @throws Problem 400, 413 or 422 saying what is wrong and how to correct it
   */
  public static UploadedImages of(byte[] body, String contentType, int most) throws IOException {
    if (MultipartForm.isOne(contentType)) {
      return new UploadedImages(
          Form.MULTIPART, files(MultipartForm.parts(body, contentType, most)));
    }
    if (ServingJson.isOne(body)) {
      ServingJson.ServingRequest request = ServingJson.read(body, most);
      List<File> files = new ArrayList<>();
      for (byte[] image : request.images()) {
        files.add(new File("image " + (files.size() + 1), image));
      }
      return new UploadedImages(request.columns() ? Form.INPUTS : Form.INSTANCES, files);
    }
    refuseText(body);
    return of(body);
  }

  private static List<File> files(List<MultipartForm.Part> parts) {
    List<File> files = new ArrayList<>();
    for (MultipartForm.Part part : parts) {
      boolean image = ImageDecoder.isImage(part.content());
      if (part.fileName().isEmpty() && !image) {
        throw new Problem(
            422,
            "The form's field '%s' is no image file; parameters stand in the address, as in ?threshold=0.4, and files go with @: -F image=@film.png."
                .formatted(SafeText.of(part.name())));
      }
      String name = part.fileName().filter(it -> !it.isEmpty()).orElse(part.name());
      if (part.content().length == 0) {
        throw new Problem(
            422, "The form's file '%s' is empty; choose a file.".formatted(SafeText.of(name)));
      }
      files.add(new File(name, part.content()));
    }
    if (files.isEmpty()) {
      throw new Problem(422, "The form has no file; send one with curl -F image=@film.png.");
    }
    return files;
  }

  /** Detects an image that was sent as text. */
  private static void refuseText(byte[] body) {
    String begin =
        new String(body, 0, Math.min(BEGIN, body.length), StandardCharsets.ISO_8859_1).strip();
    String what = begin.startsWith("data:") ? "a data: URL" : "base64";
    String text = begin.replaceFirst("^data:[^,]*,", "");
    // The first bytes of JPEG, PNG and of the 128 zeros of DICOM.
    boolean image =
        text.startsWith("/9j/") || text.startsWith("iVBORw0KGgo") || text.matches("A{100,}.*");
    if (begin.startsWith("data:") || image) {
      throw new Problem(
          422,
          "The image is sent as %s; send the file itself (curl --data-binary @film.png) or {\"instances\": [{\"b64\": \"...\"}]}."
              .formatted(what));
    }
  }

  /**
   * The response in the requested form.
   *
   * @param answer of one file
   * @param prediction the part of a response for TensorFlow Serving's form
   */
  public JsonNode answered(
      Function<File, ObjectNode> answer, Function<ObjectNode, JsonNode> prediction) {
    if (form == Form.BODY || (form == Form.MULTIPART && files.size() == 1)) {
      return answer.apply(files.get(0));
    }
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    if (form == Form.MULTIPART) {
      ArrayNode list = root.putArray("answers");
      for (File file : files) {
        ObjectNode named = list.addObject().put("file", file.name());
        named.setAll(answer.apply(file));
      }
      return root;
    }
    ArrayNode list = root.putArray(form == Form.INSTANCES ? "predictions" : "outputs");
    files.forEach(file -> list.add(prediction.apply(answer.apply(file))));
    return root;
  }
}
