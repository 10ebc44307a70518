/**
 * Measures how well a recommender predicts the songs of held-out playlists, and compares
 * recommenders and parameters.
 *
 * {@snippet class="dev.segue.samples.javadoc.EvaluationExamplesTest" region="comparison"}
 */
@NullMarked
package dev.segue.evaluation;

import org.jspecify.annotations.NullMarked;
