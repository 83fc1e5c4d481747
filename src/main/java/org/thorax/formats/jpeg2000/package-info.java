/**
 * Grey JPEG 2000 codestreams (ITU T.800, part 1), as films have them in DICOM files: one component
 * of 1 to 16 bits, both wavelets, all progressions. Every size is checked against the bytes that
 * are there before anything is made of it.
 */
package org.thorax.formats.jpeg2000;
