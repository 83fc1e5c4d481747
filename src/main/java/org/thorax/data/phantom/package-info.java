/**
 * A synthetic data set in CheXpert's layout: thorax-like radiographs with findings at known
 * positions, so that everything can be demonstrated and tested without external files.
 */
package org.thorax.data.phantom;
