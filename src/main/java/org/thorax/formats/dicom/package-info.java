/**
 * DICOM files with one grey radiograph, as far as training needs them: the pixels and how they are
 * to be shown. Every length is checked against the file before anything is made of it.
 */
package org.thorax.formats.dicom;
