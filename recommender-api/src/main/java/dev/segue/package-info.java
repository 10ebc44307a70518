/**
 * Datasets of playlists, recommenders that learn from them which song comes next, and sessions that
 * serve one listener each.
 *
 * <p>A {@link dev.segue.PlaylistDataset} holds playlists over a {@link dev.segue.Catalogue} of
 * songs; a {@link dev.segue.Trainer} trains a {@link dev.segue.SequenceRecommender} on it; and a
 * {@link dev.segue.ListeningSession} recommends what one listener should hear next. Here {@code
 * LstmTrainer}, of the package {@code dev.segue.dl4j}, trains:
 *
 * {@snippet class="dev.segue.samples.javadoc.LstmExamplesTest" region="library"}
 */
@NullMarked
package dev.segue;

import org.jspecify.annotations.NullMarked;
