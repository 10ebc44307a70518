/**
 * The network that a trained LSTM serves with: its weights, a step, and the scores of songs. Open
 * to the module that trains it, and to nobody else.
 */
@NullMarked
package dev.segue.lstm.network;

import org.jspecify.annotations.NullMarked;
