package org.thorax.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a model was trained, so that it is evaluated on suitable data.
 *
 * @param benchmark the name of the benchmark of the training
 * @param dataFingerprint SHA-256 of the three sets: image names, patients and raw labels
 * @param versions program -> version, e.g. {@code tensorflow -> 2.18.0}
 */
public record Provenance(String benchmark, String dataFingerprint, Map<String, String> versions) {
  /** Copies the map; its order is kept. */
  public Provenance {
    versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
  }
}
