/**
 * What every recommender and every dataset promises, as tests: a test of your own extends {@link
 * dev.segue.testing.SequenceRecommenderContract} or {@link
 * dev.segue.testing.PlaylistDatasetContract}, says what is to be tested, and inherits the rest.
 */
@NullMarked
package dev.segue.testing;

import org.jspecify.annotations.NullMarked;
