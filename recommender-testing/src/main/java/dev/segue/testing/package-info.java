/**
 * Contract tests for recommenders and datasets. Your test extends {@link
 * dev.segue.testing.SequenceRecommenderContract} or {@link
 * dev.segue.testing.PlaylistDatasetContract}, supplies the object to test, and inherits the tests.
 *
 * {@snippet class="dev.segue.samples.javadoc.OurRecommenderTest" region="contract"}
 */
@NullMarked
package dev.segue.testing;

import org.jspecify.annotations.NullMarked;
