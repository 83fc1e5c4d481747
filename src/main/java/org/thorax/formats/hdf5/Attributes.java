package org.thorax.formats.hdf5;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The attributes of one object (message 0x0C, or a fractal heap of such messages). */
final class Attributes {
  private record Value(Datatype type, Dataspace space, LittleEndianReader data) {}

  private final GlobalHeap heap;
  private final Map<String, Value> values = new LinkedHashMap<>();

  Attributes(ObjectHeader header, GlobalHeap heap) {
    this.heap = heap;
    header.all(ObjectHeader.ATTRIBUTE).forEach(this::read);
    header.first(ObjectHeader.ATTRIBUTE_INFO).ifPresent(this::readDense);
  }

  /** A text, or the texts of a list; empty if there is no such attribute. */
  Optional<List<String>> texts(String name) {
    Value value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    LittleEndianReader data = value.data.at(0);
    long count = value.space.count();
    // Keras writes an empty list as float64 of shape (0).
    if (count == 0) {
      return Optional.of(List.of());
    }
    if (count > data.remaining() / value.type.size()) {
      throw data.file().damaged("attribute '" + name + "' of " + count + " values in less room");
    }
    List<String> texts = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      LittleEndianReader element = data.part(value.type.size());
      texts.add(
          switch (value.type.kind()) {
            case TEXT -> element.text(value.type.size());
            case VARIABLE_TEXT -> heap.text(element);
            default -> throw data.file().damaged("attribute '" + name + "' is no text");
          });
    }
    return Optional.of(texts);
  }

  private void read(LittleEndianReader message) {
    int version = message.version("attribute", 1, 2, 3);
    int flags = message.u8();
    int nameSize = message.u16();
    int typeSize = message.u16();
    int spaceSize = message.u16();
    if (version == 3) {
      message.skip(1);
    }
    if (version > 1 && flags != 0) {
      throw message.file().refused("it shares types between attributes", "run h5repack on it");
    }
    int padding = version == 1 ? 7 : 0;
    String name = message.part(padded(nameSize, padding)).text(nameSize);
    Datatype type = Datatype.read(message.part(padded(typeSize, padding)));
    Dataspace space = Dataspace.read(message.part(padded(spaceSize, padding)));
    values.put(name, new Value(type, space, message.part(message.remaining())));
  }

  private static int padded(int size, int padding) {
    return size + padding & ~padding;
  }

  private void readDense(LittleEndianReader info) {
    info.version("attribute information", 0);
    info.skip((info.u8() & 1) != 0 ? 2 : 0);
    long heapAddress = info.u64();
    long index = info.u64();
    if (heapAddress == FileBytes.UNDEFINED) {
      return;
    }
    FractalHeap attributes = FractalHeap.read(info.file(), heapAddress);
    for (LittleEndianReader entry : NameIndex.read(info.file(), index)) {
      read(attributes.object(entry.part(attributes.idSize())));
    }
  }
}
