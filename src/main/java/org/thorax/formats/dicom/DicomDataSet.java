package org.thorax.formats.dicom;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** The elements of a file or of an item that images need. */
final class DicomDataSet {
  private final Map<Integer, ByteBuffer> values = new HashMap<>();
  private final Map<Integer, DicomDataSet> items = new HashMap<>();

  /** Adds a value, a view of the file's bytes in its byte order. */
  void put(int tag, ByteBuffer value) {
    values.put(tag, value);
  }

  /** Adds the first item of a sequence. */
  void putItem(int tag, DicomDataSet item) {
    items.putIfAbsent(tag, item);
  }

  Optional<DicomDataSet> item(int tag) {
    return Optional.ofNullable(items.get(tag));
  }

  Optional<ByteBuffer> bytes(int tag) {
    ByteBuffer value = values.get(tag);
    return value == null ? Optional.empty() : Optional.of(value.duplicate().order(value.order()));
  }

  /** An unsigned 16-bit number. */
  OptionalInt number(int tag) {
    return number(tag, 0);
  }

  /** One of several unsigned 16-bit numbers. */
  OptionalInt number(int tag, int index) {
    Optional<ByteBuffer> value = bytes(tag).filter(v -> v.remaining() >= 2 * (index + 1));
    return value.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(value.get().getShort(value.get().position() + 2 * index) & 0xffff);
  }

  /** Text without padding; empty if blank. */
  Optional<String> text(int tag) {
    return bytes(tag)
        .map(value -> StandardCharsets.ISO_8859_1.decode(value).toString())
        .map(text -> text.replace('\0', ' ').strip())
        .filter(text -> !text.isEmpty());
  }

  /**
   * A decimal number written as text, the first of several.
   *
   * @throws NumberFormatException if it is not a number
   */
  OptionalDouble decimal(int tag) {
    Optional<String> text = text(tag).map(all -> all.split("\\\\", 2)[0].strip());
    return text.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(Double.parseDouble(text.get()));
  }
}
