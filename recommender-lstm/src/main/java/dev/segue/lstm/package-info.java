/**
 * The stacked LSTM in service, in plain Java: {@code LstmRecommender} reads a model file and serves
 * it; the module {@code recommender-dl4j} trains one.
 */
@NullMarked
package dev.segue.lstm;

import org.jspecify.annotations.NullMarked;
