/**
 * HDF5 as Keras uses it: groups, string attributes and numeric data sets. Every address, size and
 * count of a file is checked before it is used, so that a damaged or malicious file gives an error
 * message of one line. Follows the HDF5 File Format Specification 3.0.
 */
package org.thorax.formats.hdf5;
