/** Logged runs side by side, and two models' predictions of the same images. */
package org.thorax.experiment.compare;
