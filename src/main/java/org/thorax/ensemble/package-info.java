/**
 * Several models as one: how their scores are combined, how the combination is found, and the one
 * network that they become.
 */
package org.thorax.ensemble;
