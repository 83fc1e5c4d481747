/** Training: loss, optimizer, training step in the graph, training loop, callbacks. */
package org.thorax.training;
