/**
 * Playlists in published formats, with one class named after each format, such as {@code
 * YesDataset}; and a synthetic radio station.
 */
@NullMarked
package dev.segue.datasets;

import org.jspecify.annotations.NullMarked;
