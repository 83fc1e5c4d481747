/** Comparisons of logged runs, and of two models' predictions on the same images. */
package org.thorax.experiment.compare;
