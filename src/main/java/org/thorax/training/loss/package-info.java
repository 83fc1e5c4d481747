/** Losses in the graph, each with its formula and, where the last bits matter, its own gradient. */
package org.thorax.training.loss;
