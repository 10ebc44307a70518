/**
 * Files, archives, lines, JSON and XML, read within limits and with the place of each fault, for
 * readers of every format.
 */
@NullMarked
package dev.segue.datasets.reading;

import org.jspecify.annotations.NullMarked;
