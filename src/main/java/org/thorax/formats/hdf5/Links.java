package org.thorax.formats.hdf5;

import java.util.Map;
import java.util.TreeMap;
import org.thorax.ThoraxException;

/** The names in a group and the addresses of their objects. Hard links only. */
final class Links {
  private final FileBytes file;
  private final Map<String, Long> addresses = new TreeMap<>();

  private Links(FileBytes file) {
    this.file = file;
  }

  static Map<String, Long> read(ObjectHeader header) {
    Links links = new Links(header.file());
    header.first(ObjectHeader.SYMBOL_TABLE).ifPresent(links::readSymbolTable);
    header.all(ObjectHeader.LINK).forEach(links::readLink);
    header.first(ObjectHeader.LINK_INFO).ifPresent(links::readDense);
    return links.addresses;
  }

  /** Old groups: a version 1 B-tree over symbol table nodes, names in a local heap (III.A-D). */
  private void readSymbolTable(LittleEndianReader message) {
    long tree = message.u64();
    LittleEndianReader heap = file.fields(message.u64(), 32);
    heap.signature("HEAP");
    heap.version("local heap", 0);
    long size = heap.skip(3).u64();
    readTree(tree, -1, file.fields(heap.skip(8).u64(), size));
  }

  private void readTree(long address, int expectedLevel, LittleEndianReader names) {
    LittleEndianReader node = file.fields(address, 24);
    node.signature("TREE");
    int type = node.u8();
    int level = node.u8();
    int entries = node.u16();
    if (type != 0 || (expectedLevel >= 0 && level != expectedLevel)) {
      throw file.damaged("a group's tree of type %d and level %d".formatted(type, level));
    }
    LittleEndianReader children = file.fields(address + 24, 16L * entries + 8);
    for (int i = 0; i < entries; i++) {
      long child = children.skip(8).u64();
      if (level > 0) {
        readTree(child, level - 1, names);
      } else {
        readSymbols(child, names);
      }
    }
  }

  private void readSymbols(long address, LittleEndianReader names) {
    LittleEndianReader node = file.fields(address, 8);
    node.signature("SNOD");
    node.version("symbol table", 1);
    int count = node.skip(1).u16();
    LittleEndianReader symbols = file.fields(address + 8, 40L * count);
    for (int i = 0; i < count; i++) {
      String name = names.textAt(symbols.u64());
      long object = symbols.u64();
      if (symbols.u32() == 2) {
        throw refused("soft", name);
      }
      symbols.skip(20);
      put(name, object);
    }
  }

  private void readLink(LittleEndianReader message) {
    message.version("link", 1);
    int flags = message.u8();
    int type = (flags & 8) != 0 ? message.u8() : 0;
    message.skip(((flags & 4) != 0 ? 8 : 0) + ((flags & 16) != 0 ? 1 : 0));
    long length = message.unsigned(1 << (flags & 3));
    String name = message.text(length);
    if (type != 0) {
      throw refused(type == 1 ? "soft" : "external", name);
    }
    put(name, message.u64());
  }

  private void readDense(LittleEndianReader info) {
    info.version("link information", 0);
    info.skip((info.u8() & 1) != 0 ? 8 : 0);
    long heapAddress = info.u64();
    long index = info.u64();
    if (heapAddress == FileBytes.UNDEFINED) {
      return;
    }
    FractalHeap heap = FractalHeap.read(file, heapAddress);
    for (LittleEndianReader entry : NameIndex.read(file, index)) {
      readLink(heap.object(entry.skip(4).part(heap.idSize())));
    }
  }

  private void put(String name, long address) {
    if (name.isEmpty()
        || name.matches("(?s).*[/\\p{Cntrl}].*")
        || addresses.put(name, address) != null) {
      throw file.damaged("the name '" + name + "' is empty, impossible or there twice");
    }
  }

  private ThoraxException refused(String kind, String name) {
    return file.refused(
        "'" + name + "' is a " + kind + " link, which could lead anywhere",
        "save the model with Keras, which writes none");
  }
}
