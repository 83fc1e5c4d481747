package org.thorax.formats.hdf5;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Writes an HDF5 file sequentially: superblock version 2, object headers, one global heap, values.
 * All addresses are known before the first byte, so nothing is written twice.
 */
public final class Hdf5Writer {
  private static final int SUPERBLOCK = 48;
  private static final int SMALLEST_HEAP = 4096;
  private static final int MAX_TEXTS = 0xFFFF;
  private static final int AT_ONCE = 1 << 18;

  private final IdentityHashMap<Hdf5Content.Node, Long> headers = new IdentityHashMap<>();
  private final IdentityHashMap<Hdf5Content.Node, Long> addresses = new IdentityHashMap<>();
  private final IdentityHashMap<Hdf5Content.Node, Integer> firstTexts = new IdentityHashMap<>();
  private final List<Hdf5Content.Node> order = new ArrayList<>();
  private final List<byte[]> texts = new ArrayList<>();
  private long heap;
  private long end = SUPERBLOCK;

  private Hdf5Writer() {}

  /**
   * Writes {@code root} and its content.
   *
   * @throws IllegalArgumentException if the number of a data set's values contradicts its shape
   */
  public static void write(Hdf5Content root, OutputStream out) throws IOException {
    new Hdf5Writer().writeAll(new Hdf5Content.GroupNode(root), out);
  }

  private void writeAll(Hdf5Content.Node root, OutputStream out) throws IOException {
    placeHeaders(root);
    heap = end;
    byte[] collection = collection();
    end += collection.length;
    placeValues();
    out.write(superblock(headers.get(root)));
    for (Hdf5Content.Node node : order) {
      out.write(header(node));
    }
    out.write(collection);
    for (Hdf5Content.Node node : order) {
      if (node instanceof Hdf5Content.Values values) {
        writeValues(values, out);
      }
    }
  }

  /** A header's size does not depend on the addresses in it. */
  private void placeHeaders(Hdf5Content.Node node) {
    order.add(node);
    headers.put(node, end);
    if (node instanceof Hdf5Content.GroupNode group) {
      firstTexts.put(node, texts.size() + 1);
      group.content().texts().values().stream()
          .map(text -> text.getBytes(StandardCharsets.UTF_8))
          .forEach(texts::add);
      end += header(node).length;
      group.content().children().values().forEach(this::placeHeaders);
    } else {
      end += header(node).length;
    }
  }

  private void placeValues() {
    for (Hdf5Content.Node node : order) {
      if (node instanceof Hdf5Content.Values values) {
        addresses.put(node, end);
        end += values.byteCount() + padding(values);
      }
    }
  }

  private byte[] header(Hdf5Content.Node node) {
    HeaderMessages messages = new HeaderMessages();
    if (node instanceof Hdf5Content.GroupNode group) {
      describe(group, messages);
    } else if (node instanceof Hdf5Content.Values values) {
      messages.dataset(values, addresses.getOrDefault(node, 0L));
    }
    LittleEndianWriter body = messages.bytes();
    // Flags 2: the size of the messages takes four bytes.
    return new LittleEndianWriter()
        .ascii("OHDR")
        .u8(2, 2)
        .u32(body.size())
        .all(body)
        .checksum()
        .pad(8)
        .toArray();
  }

  private void describe(Hdf5Content.GroupNode group, HeaderMessages messages) {
    Hdf5Content content = group.content();
    messages.group();
    content
        .children()
        .forEach((name, child) -> messages.link(name, headers.getOrDefault(child, 0L)));
    int index = firstTexts.get(group);
    for (String name : content.texts().keySet()) {
      messages.text(name, texts.get(index - 1).length, heap, index);
      index++;
    }
    content.lists().forEach(messages::list);
  }

  private byte[] superblock(long root) {
    return new LittleEndianWriter()
        .u64(Hdf5File.SIGNATURE)
        .u8(2, 8, 8, 0)
        .u64(0)
        .u64(FileBytes.UNDEFINED)
        .u64(end)
        .u64(root)
        .checksum()
        .toArray();
  }

  /** The global heap's one collection; its last object, number 0, is the free space. */
  private byte[] collection() {
    if (texts.isEmpty()) {
      return new byte[0];
    }
    if (texts.size() > MAX_TEXTS) {
      throw new IllegalArgumentException(texts.size() + " texts in one file");
    }
    LittleEndianWriter objects = new LittleEndianWriter();
    for (int i = 0; i < texts.size(); i++) {
      byte[] text = texts.get(i);
      objects.u16(i + 1).u16(0).u32(0).u64(text.length).all(text).pad(8);
    }
    int used = 16 + objects.size();
    int size = Math.max(SMALLEST_HEAP, used + 16);
    LittleEndianWriter collection =
        new LittleEndianWriter().ascii("GCOL").u8(1, 0, 0, 0).u64(size).all(objects);
    return collection.u64(0).u64(size - used).number(0, size - used - 16).toArray();
  }

  private static void writeValues(Hdf5Content.Values values, OutputStream out) throws IOException {
    if (values instanceof Hdf5Content.Whole whole) {
      out.write(new LittleEndianWriter().u64(whole.value()).toArray());
    } else if (values instanceof Hdf5Content.Floats floats) {
      float[] numbers = floats.values().get();
      if (numbers.length * (long) Float.BYTES != floats.byteCount()) {
        throw new IllegalArgumentException(numbers.length + " values for shape " + floats.shape());
      }
      ByteBuffer buffer = ByteBuffer.allocate(AT_ONCE).order(ByteOrder.LITTLE_ENDIAN);
      for (int done = 0; done < numbers.length; ) {
        int count = Math.min(AT_ONCE / Float.BYTES, numbers.length - done);
        buffer.asFloatBuffer().put(numbers, done, count);
        out.write(buffer.array(), 0, count * Float.BYTES);
        done += count;
      }
    }
    out.write(new byte[padding(values)]);
  }

  private static int padding(Hdf5Content.Values values) {
    return (int) (-values.byteCount() & 7);
  }
}
