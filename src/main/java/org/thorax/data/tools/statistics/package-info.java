/** What a data set consists of, in numbers, figures and a page. */
package org.thorax.data.tools.statistics;
