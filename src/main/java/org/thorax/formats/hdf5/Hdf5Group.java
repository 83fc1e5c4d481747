package org.thorax.formats.hdf5;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.thorax.ThoraxException;

/** A group: named groups and data sets, and attributes. Read on demand. */
public final class Hdf5Group {
  private final GlobalHeap heap;
  private final ObjectHeader header;
  private final String path;
  private final Map<String, Long> links;
  private final Attributes attributes;
  private final Map<String, ObjectHeader> headers = new HashMap<>();
  private final Map<String, Hdf5Group> groups = new HashMap<>();

  Hdf5Group(FileBytes file, GlobalHeap heap, long address, String path) {
    this(heap, ObjectHeader.read(file, address), path);
  }

  private Hdf5Group(GlobalHeap heap, ObjectHeader header, String path) {
    this.heap = heap;
    this.header = header;
    this.path = path;
    this.links = Links.read(header);
    this.attributes = new Attributes(header, heap);
  }

  /** The group's path in the file, with a slash at the end; the root is {@code /}. */
  public String path() {
    return path;
  }

  /** The names in this group, sorted. */
  public Set<String> names() {
    return links.keySet();
  }

  /** Whether {@code name} is a group in this group. */
  public boolean hasGroup(String name) {
    return links.containsKey(name) && !header(name).has(ObjectHeader.LAYOUT);
  }

  /**
   * A group in this group.
   *
   * @param relativePath names joined by slashes
   * @throws ThoraxException if there is none
   */
  public Hdf5Group group(String relativePath) {
    Hdf5Group group = this;
    for (String name : relativePath.split("/", -1)) {
      group = group.child(name);
    }
    return group;
  }

  /**
   * A data set in this group.
   *
   * @param relativePath names joined by slashes
   * @throws ThoraxException if there is none, or its type is not supported
   */
  public Hdf5Dataset dataset(String relativePath) {
    int slash = relativePath.lastIndexOf('/');
    Hdf5Group parent = slash < 0 ? this : group(relativePath.substring(0, slash));
    String name = relativePath.substring(slash + 1);
    return new Hdf5Dataset(parent.header(name), parent.path + name);
  }

  /** The text attribute {@code name}; empty if there is none. */
  public Optional<String> text(String name) {
    return attributes.texts(name).map(texts -> texts.isEmpty() ? "" : texts.get(0));
  }

  /**
   * The attribute {@code name} with a list of texts, which Keras splits over several numbered
   * attributes if it is longer than 64,512 bytes; empty if there is none.
   */
  public Optional<List<String>> texts(String name) {
    Optional<List<String>> whole = attributes.texts(name);
    if (whole.isPresent() || attributes.texts(name + 0).isEmpty()) {
      return whole;
    }
    List<String> joined = new ArrayList<>();
    for (int i = 0; attributes.texts(name + i).isPresent(); i++) {
      joined.addAll(attributes.texts(name + i).get());
    }
    return Optional.of(joined);
  }

  private Hdf5Group child(String name) {
    Hdf5Group known = groups.get(name);
    if (known != null) {
      return known;
    }
    ObjectHeader child = header(name);
    if (child.has(ObjectHeader.LAYOUT)) {
      throw header.file().damaged("'" + path + name + "' is not a group");
    }
    Hdf5Group group = new Hdf5Group(heap, child, path + name + "/");
    groups.put(name, group);
    return group;
  }

  private ObjectHeader header(String name) {
    Long address = links.get(name);
    if (address == null) {
      throw header.file().damaged("'" + path + name + "' is missing");
    }
    return headers.computeIfAbsent(name, key -> ObjectHeader.read(header.file(), address));
  }
}
