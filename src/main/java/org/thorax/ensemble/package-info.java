/**
 * Ensembles: the combination of several models' scores, how it is fitted, and the network of the
 * ensemble.
 */
package org.thorax.ensemble;
