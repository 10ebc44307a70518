/**
 * Playlists in published formats, with one class named after each format, such as {@code
 * YesDataset}; and a synthetic radio station.
 *
 * {@snippet class="dev.segue.samples.javadoc.DatasetExamplesTest" region="reading"}
 */
@NullMarked
package dev.segue.datasets;

import org.jspecify.annotations.NullMarked;
