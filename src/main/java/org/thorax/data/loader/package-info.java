/**
 * Samples and images to a stream of batches: in order whatever the number of threads, read ahead of
 * the consumer, from one seed.
 */
package org.thorax.data.loader;
