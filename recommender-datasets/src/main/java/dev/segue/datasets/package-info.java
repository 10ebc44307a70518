/**
 * Datasets: playlists and listening histories in published formats, sessions cut from histories,
 * and a synthetic radio station. One class for each format, called after it: {@code YesDataset},
 * {@code LastFmHistory} and so on.
 */
@NullMarked
package dev.segue.datasets;

import org.jspecify.annotations.NullMarked;
