/** Models that are served: which there are, which are in memory, batches of requests. */
package org.thorax.app.serve.model;
