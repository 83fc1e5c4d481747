package org.thorax.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The axes of a tensor that is reshaped, with their sizes. A Reshape merges axes or splits them;
 * they are matched from the last to the first by their number of values, and the rest is in the
 * batch axis.
 */
final class AxisParts {
  private final Deque<Part> parts = new ArrayDeque<>();

  /** Axes as in {@link ImageAxes}, and their sizes, below 0 if unknown. */
  AxisParts(List<String> axes, long[] sizes) {
    for (int axis = 0; axis < sizes.length; axis++) {
      parts.addAll(Part.of(axes.get(axis), sizes[axis]));
    }
  }

  /** The axes of a tensor of these sizes; {@link ImageAxes#UNKNOWN} if they do not fit. */
  List<String> reshaped(long[] to) {
    if (parts.size() == to.length && fit(to)) {
      return parts.stream().map(Part::name).toList();
    }
    if (to.length == 2 && to[0] < 0 && to[1] < 0) {
      // A dense layer over maps, unless the following product contradicts it.
      String channels = parts.removeLast().name();
      return List.of(Part.joined(List.copyOf(parts)), channels);
    }
    List<String> result = new ArrayList<>();
    for (int axis = to.length - 1; axis > 0; axis--) {
      Optional<String> found = takeLast(to[axis], axis == to.length - 1);
      if (found.isEmpty()) {
        return Collections.nCopies(to.length, ImageAxes.UNKNOWN);
      }
      result.add(0, found.get());
    }
    result.add(0, Part.joined(List.copyOf(parts)));
    return List.copyOf(result);
  }

  /** Whether each axis is one part, as far as its size is known. */
  private boolean fit(long[] to) {
    int axis = 0;
    for (Part part : parts) {
      if (to[axis] >= 0 && part.size() >= 0 && to[axis] != part.size()) {
        return false;
      }
      axis++;
    }
    return true;
  }

  /** Takes the last parts that together have this size; an axis of size 1 may be new. */
  private Optional<String> takeLast(long size, boolean last) {
    while (size != 1 && parts.size() > 1 && parts.getLast().size() == 1) {
      parts.removeLast();
    }
    if (size == 1 && (parts.size() < 2 || parts.getLast().size() != 1)) {
      boolean grey =
          last && parts.stream().noneMatch(part -> part.name().equals(ImageAxes.CHANNELS));
      return Optional.of(grey ? ImageAxes.CHANNELS : ImageAxes.UNKNOWN);
    }
    List<Part> taken = new ArrayList<>();
    long product = 1;
    do {
      if (parts.size() < 2) {
        return Optional.empty();
      }
      Part part = parts.removeLast();
      taken.add(0, part);
      product = part.size() < 0 ? part.size() : product * part.size();
    } while (size > 0 && product > 0 && product < size);
    return product == size ? Optional.of(Part.joined(taken)) : Optional.empty();
  }

  /** A part of an axis, written {@code name=size} if there are several. */
  private record Part(String name, long size) {
    static List<Part> of(String axis, long size) {
      if (!axis.contains("=")) {
        return List.of(new Part(axis, size));
      }
      return Arrays.stream(axis.split(" ", -1))
          .map(each -> each.split("=", 2))
          .map(each -> new Part(each[0], Long.parseLong(each[1])))
          .toList();
    }

    static String joined(List<Part> parts) {
      return parts.size() == 1
          ? parts.get(0).name()
          : parts.stream()
              .map(part -> part.name() + "=" + part.size())
              .collect(Collectors.joining(" "));
    }
  }
}
