/**
 * Serves the stacked LSTM in plain Java: {@code LstmRecommender} reads a model file and recommends;
 * the module {@code recommender-dl4j} trains the model.
 *
 * {@snippet class="dev.segue.samples.javadoc.LstmExamplesTest" region="serving"}
 */
@NullMarked
package dev.segue.lstm;

import org.jspecify.annotations.NullMarked;
