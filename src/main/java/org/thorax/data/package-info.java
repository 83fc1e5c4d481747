/**
 * From a dataset's table to labelled samples: columns, raw labels, uncertainty, class lists and
 * splits by patient.
 */
package org.thorax.data;
