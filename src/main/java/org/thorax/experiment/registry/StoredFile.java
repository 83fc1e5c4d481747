package org.thorax.experiment.registry;

import java.time.Instant;

/**
 * A file in a store.
 *
 * @param name within the store, e.g. {@code <id>.h5}
 * @param size bytes
 * @param checksum CRC32C
 * @param updated when it was put there
 * @param generation tells a later file of the same name from this one
 */
public record StoredFile(
    String name, long size, Checksum checksum, Instant updated, long generation) {}
