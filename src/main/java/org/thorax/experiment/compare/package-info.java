/** Logged runs beside each other, and two models' predictions of the same images. */
package org.thorax.experiment.compare;
