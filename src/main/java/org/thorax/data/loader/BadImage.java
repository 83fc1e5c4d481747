package org.thorax.data.loader;

/**
 * A sample whose image cannot be used.
 *
 * @param sample its index
 * @param reason one line that names the file
 */
public record BadImage(int sample, String reason) {}
