package org.thorax.formats.hdf5;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The messages of a group or data set (format specification IV.A). */
final class ObjectHeader {
  static final int DATASPACE = 0x01;
  static final int LINK_INFO = 0x02;
  static final int DATATYPE = 0x03;
  static final int LINK = 0x06;
  static final int EXTERNAL_FILES = 0x07;
  static final int LAYOUT = 0x08;
  static final int FILTERS = 0x0B;
  static final int ATTRIBUTE = 0x0C;
  static final int SYMBOL_TABLE = 0x11;
  static final int ATTRIBUTE_INFO = 0x15;
  private static final int CONTINUATION = 0x10;

  private record Message(int type, boolean shared, LittleEndianReader body) {}

  private final FileBytes file;
  private final List<Message> messages = new ArrayList<>();
  private final Deque<LittleEndianReader> pending = new ArrayDeque<>();

  private ObjectHeader(FileBytes file) {
    this.file = file;
  }

  static ObjectHeader read(FileBytes file, long address) {
    ObjectHeader header = new ObjectHeader(file);
    file.check(address, 16);
    if (file.fields(address, 1).u8() == 1) {
      header.readVersion1(address);
    } else {
      header.readVersion2(address);
    }
    return header;
  }

  FileBytes file() {
    return file;
  }

  boolean has(int type) {
    return messages.stream().anyMatch(message -> message.type == type);
  }

  /** The bodies of all messages of a type, each from its start. */
  List<LittleEndianReader> all(int type) {
    return messages.stream()
        .filter(message -> message.type == type)
        .map(
            message -> {
              if (message.shared) {
                throw file.refused("it shares messages between objects", "run h5repack on it");
              }
              return message.body.at(0);
            })
        .toList();
  }

  Optional<LittleEndianReader> first(int type) {
    return all(type).stream().findFirst();
  }

  LittleEndianReader one(int type, String what) {
    return first(type).orElseThrow(() -> file.damaged("a data set without " + what));
  }

  private void readVersion1(long address) {
    LittleEndianReader prefix = file.fields(address, 16).skip(2);
    int count = prefix.u16();
    long size = prefix.skip(4).u32();
    pending.add(file.fields(address + 16, size));
    while (!pending.isEmpty()) {
      LittleEndianReader chunk = pending.remove();
      while (chunk.remaining() >= 8 && messages.size() < count) {
        int type = chunk.u16();
        int length = chunk.u16();
        int flags = chunk.u8();
        add(type, flags, chunk.skip(3).part(length), false);
      }
    }
  }

  private void readVersion2(long address) {
    LittleEndianReader prefix = file.fields(address, Math.min(34, file.size() - address));
    prefix.signature("OHDR");
    prefix.version("object header", 2);
    int flags = prefix.u8();
    prefix.skip(((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0));
    long size = prefix.unsigned(1 << (flags & 3));
    int start = prefix.position();
    file.check(address, size);
    pending.add(file.fields(address, start + size + 4).checksummed().skip(start).part(size));
    int creationOrder = (flags & 4) != 0 ? 2 : 0;
    while (!pending.isEmpty()) {
      LittleEndianReader chunk = pending.remove();
      while (chunk.remaining() >= 4 + creationOrder) {
        int type = chunk.u8();
        int length = chunk.u16();
        int messageFlags = chunk.u8();
        add(type, messageFlags, chunk.skip(creationOrder).part(length), true);
      }
    }
  }

  private void add(int type, int flags, LittleEndianReader body, boolean version2) {
    messages.add(new Message(type, (flags & 2) != 0, body));
    if (type != CONTINUATION) {
      return;
    }
    long address = body.u64();
    long length = body.u64();
    LittleEndianReader chunk = file.fields(address, length);
    if (version2) {
      chunk.checksummed().signature("OCHK");
      chunk = chunk.part(chunk.remaining() - 4);
    }
    pending.add(chunk);
  }
}
