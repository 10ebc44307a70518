/** Segue's figures where Micrometer keeps those of a program. */
@NullMarked
package dev.segue.micrometer;

import org.jspecify.annotations.NullMarked;
