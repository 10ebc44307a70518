/**
 * The stacked LSTM: a recommender that is trained on Deeplearning4j and served in plain Java.
 *
 * <p>After Bhoopchand, Syed and Iturraspe, "Music Recommendation using Recurrent Neural Networks"
 * (University College London, 2016): each song is a vector, a stack of LSTM layers reads the
 * vectors of the songs heard, and a softmax over the catalogue says which song comes next.
 */
@NullMarked
package dev.segue.dl4j;

import org.jspecify.annotations.NullMarked;
