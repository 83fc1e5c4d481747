/**
 * HDF5 as Keras uses it: groups, string attributes and numeric data sets. Every address, size and
 * count of a file is checked before anything is allocated or followed, so that a damaged or hostile
 * file is an error of one line. Follows the HDF5 File Format Specification 3.0.
 */
package org.thorax.formats.hdf5;
