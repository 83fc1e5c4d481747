package org.thorax.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a model was trained, so that it is evaluated on suitable data.
 *
 * @param benchmark the name of the benchmark of the training
 * @param dataFingerprint SHA-256 of the three sets: image names, patients and raw labels
 * @param versions program -> version, e.g. {@code tensorflow -> 2.18.0}
 * @param films how the DICOM films among the training images were read; empty without films, and
 *     for a model of an early version
 */
public record Provenance(
    String benchmark, String dataFingerprint, Map<String, String> versions, Optional<Films> films) {
  /** Copies the map; its order is kept. */
  public Provenance {
    versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
  }

  /** A training without DICOM films. */
  public Provenance(String benchmark, String dataFingerprint, Map<String, String> versions) {
    this(benchmark, dataFingerprint, versions, Optional.empty());
  }

  /**
   * DICOM films of 8 to 16 bits, each of which became 8-bit grey before the network.
   *
   * @param count of films
   * @param windowed of them, those shown through the window or VOI table in the file; the others
   *     were stretched over the whole range of their values, those of 8 bits were left unchanged
   */
  public record Films(int count, int windowed) {
    /** Checks the numbers. */
    public Films {
      if (count < 1 || windowed < 0 || windowed > count) {
        throw new IllegalArgumentException(windowed + " of " + count + " films with a window");
      }
    }
  }
}
