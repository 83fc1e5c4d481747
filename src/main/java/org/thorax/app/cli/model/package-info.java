/**
 * Commands about models and where they run: {@code backbone}, {@code export}, {@code models},
 * {@code serve}, {@code doctor}.
 */
package org.thorax.app.cli.model;
