/** Trained models and their metadata: in folders, in a bucket, in the logs. */
package org.thorax.experiment.registry;
