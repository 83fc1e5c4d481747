/** Served models: the catalog, the models in memory, batches of requests. */
package org.thorax.app.serve.model;
