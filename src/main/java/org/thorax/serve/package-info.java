/**
 * The demo page and its JSON API over HTTP: models that are loaded once and shared, images that are
 * checked before they are decoded, and nothing of a request that reaches the file system.
 */
package org.thorax.serve;
