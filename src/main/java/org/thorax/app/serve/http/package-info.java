/** HTTP: requests, forms, responses, routes, limits of senders; independent of models. */
package org.thorax.app.serve.http;
