/**
 * Reads DICOM files with one grey radiograph, as far as training needs them: the pixels and their
 * display settings. Every length is checked against the file before it is used.
 */
package org.thorax.formats.dicom;
