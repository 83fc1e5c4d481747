/**
 * Trained models where others find them: a folder or a Google Cloud Storage bucket, each file with
 * its checksum, never overwritten.
 */
package org.thorax.storage;
