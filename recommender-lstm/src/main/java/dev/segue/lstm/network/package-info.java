/**
 * The network of a trained LSTM: its weights, its step, and the scores of songs. Exported only to
 * the module that trains it.
 */
@NullMarked
package dev.segue.lstm.network;

import org.jspecify.annotations.NullMarked;
