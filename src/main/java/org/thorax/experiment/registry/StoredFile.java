package org.thorax.experiment.registry;

import java.time.Instant;

/**
 * A file in a store.
 *
 * @param name within the store, e.g. {@code <id>.h5}
 * @param size bytes
 * @param checksum CRC32C
 * @param updated time of the upload
 * @param generation distinguishes files stored later under the same name
 */
public record StoredFile(
    String name, long size, Checksum checksum, Instant updated, long generation) {}
