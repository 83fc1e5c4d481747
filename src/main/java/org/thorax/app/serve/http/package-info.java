/** HTTP alone: requests, forms, replies, routes, limits of senders; nothing about models. */
package org.thorax.app.serve.http;
