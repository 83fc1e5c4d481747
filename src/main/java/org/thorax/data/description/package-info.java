/**
 * Data sets as descriptions: what {@code dataset.yaml} says, and the samples of tables read by it.
 */
package org.thorax.data.description;
