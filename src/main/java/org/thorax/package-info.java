/** The package that every other one may use: the exception for users. */
package org.thorax;
