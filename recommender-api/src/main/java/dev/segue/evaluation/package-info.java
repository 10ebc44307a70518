/**
 * Measures how well a recommender predicts the songs of held-out playlists, and compares
 * recommenders and parameters.
 */
@NullMarked
package dev.segue.evaluation;

import org.jspecify.annotations.NullMarked;
