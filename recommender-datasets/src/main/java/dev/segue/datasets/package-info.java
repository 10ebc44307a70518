/**
 * Playlists in published formats, one class for each format, called after it, such as {@code
 * YesDataset}; and a synthetic radio station.
 */
@NullMarked
package dev.segue.datasets;

import org.jspecify.annotations.NullMarked;
