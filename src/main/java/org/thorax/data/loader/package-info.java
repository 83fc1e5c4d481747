/**
 * From samples and images to a stream of batches: prefetched, in an order that depends on one
 * random seed and not on the number of threads.
 */
package org.thorax.data.loader;
