/** Statistics of a data set: numbers, figures and an HTML page. */
package org.thorax.data.tools.statistics;
