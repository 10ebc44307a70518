/**
 * Which song next? Datasets of playlists, recommenders that learn from them, and the sessions that
 * serve one listener each.
 *
 * <p>A {@link dev.segue.PlaylistDataset} holds playlists over a {@link dev.segue.Catalogue} of
 * songs; a {@link dev.segue.Trainer} learns a {@link dev.segue.SequenceRecommender} from it; and a
 * {@link dev.segue.ListeningSession} asks the recommender what one listener should hear next.
 */
@NullMarked
package dev.segue;

import org.jspecify.annotations.NullMarked;
