/**
 * Input for the readers of all formats: files, archives, lines, JSON and XML, read within limits,
 * with the place of each fault.
 */
@NullMarked
package dev.segue.datasets.reading;

import org.jspecify.annotations.NullMarked;
