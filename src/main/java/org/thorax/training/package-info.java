/** Training: loss, optimizer, the step in the graph, the loop, its callbacks. */
package org.thorax.training;
