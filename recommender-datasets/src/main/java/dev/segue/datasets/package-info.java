/**
 * Where playlists come from: readers of published formats, and a synthetic station whose best
 * possible recommender is known. All of them are {@link dev.segue.PlaylistDataset}s.
 */
@NullMarked
package dev.segue.datasets;

import org.jspecify.annotations.NullMarked;
