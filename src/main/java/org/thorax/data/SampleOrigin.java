package org.thorax.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * Where samples come from.
 *
 * @param set the data set's name among several; "" if there is one only
 * @param folder of the image paths
 * @param table the table's file name; "" if unknown
 */
record SampleOrigin(String set, Path folder, String table) {
  /** This origin of each of some samples. */
  SampleOrigin[] times(int count) {
    return Collections.nCopies(count, this).toArray(SampleOrigin[]::new);
  }

  /** The same origins in a data set with a name; equal ones are one object. */
  static SampleOrigin[] named(SampleOrigin[] origins, String set) {
    Map<SampleOrigin, SampleOrigin> renamed = new HashMap<>();
    return Arrays.stream(origins)
        .map(
            each ->
                renamed.computeIfAbsent(
                    each, old -> new SampleOrigin(set, old.folder(), old.table())))
        .toArray(SampleOrigin[]::new);
  }
}
