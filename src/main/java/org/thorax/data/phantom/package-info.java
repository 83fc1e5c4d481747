/**
 * A generated data set in CheXpert's layout: thorax-like radiographs with findings at known places,
 * so that everything can be shown and tested without a file from outside.
 */
package org.thorax.data.phantom;
