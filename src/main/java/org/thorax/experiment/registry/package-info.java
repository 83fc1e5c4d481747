/** Trained models and what is known about them: in folders, in a bucket, in the logs. */
package org.thorax.experiment.registry;
