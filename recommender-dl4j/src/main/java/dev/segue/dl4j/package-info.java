/**
 * Trains the stacked LSTM on Deeplearning4j; serving is in plain Java.
 *
 * {@snippet class="dev.segue.samples.javadoc.LstmExamplesTest" region="training"}
 *
 * <p>After Bhoopchand, Syed and Iturraspe, "Music Recommendation using Recurrent Neural Networks"
 * (University College London, 2016): each song has an embedding, a stack of LSTM layers reads the
 * embeddings of the songs heard, and a softmax over the catalogue predicts the next song.
 */
@NullMarked
package dev.segue.dl4j;

import org.jspecify.annotations.NullMarked;
