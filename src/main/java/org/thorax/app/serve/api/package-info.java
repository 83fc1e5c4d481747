/** The JSON API: one class per resource. */
package org.thorax.app.serve.api;
