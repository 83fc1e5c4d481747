/** Logged runs judged again: their benchmark, their weights, the metrics beside the logged ones. */
package org.thorax.reevaluate;
