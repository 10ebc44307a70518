package dev.segue.dl4j;

import dev.segue.lstm.network.TensorNames;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The biases by which a step scores songs. {@linkplain ColdSongs Songs taken as new} have the bias
 * of new songs instead of their own, and songs that training does not know one so low that none is
 * probable. One thread at a time.
 */
final class StepBiases {

  /** A bias whose exponential is 0 beside any other. */
  private static final double NO_PROBABILITY = -1e4;

  private final PackedLayer layer;
  private final boolean learnsNewSongs;
  private int[] newSongs = {};
  private int[] unscored = {};
  private Matrix low;
  private Matrix mixed;
  private Matrix some;

  /**
   * Creates the biases.
   *
   * @param layer which has their parameters
   * @param learnsNewSongs whether there is a bias of new songs
   */
  StepBiases(PackedLayer layer, boolean learnsNewSongs, DataType dataType) {
    this.layer = layer;
    this.learnsNewSongs = learnsNewSongs;
    this.low = Matrix.zeros(dataType, 1, 1);
    this.mixed = Matrix.zeros(dataType, 1, 1);
    this.some = Matrix.zeros(dataType, 1, 1);
  }

  /** Sets the songs that the next step takes as new. */
  void newSongs(int[] songs) {
    newSongs = songs;
  }

  /** Sets the songs that are never scored: those that training does not know. */
  void unscored(int[] songs) {
    unscored = songs;
    low = Matrix.zeros(mixed.dataType(), 1, songs.length);
    low.array().assign(NO_PROBABILITY);
  }

  /** Begins a step. */
  void begin() {
    layer.matrices.clear(layer.gradient(TensorNames.OUTPUT_BIAS));
    if (learnsNewSongs) {
      layer.matrices.clear(layer.gradient(TensorNames.NEW_SONG_BIAS));
    }
    if (areOwn()) {
      return;
    }
    Matrix own = layer.param(TensorNames.OUTPUT_BIAS);
    mixed = mixed.reserve(own.columns());
    layer.matrices.copy(own, values());
    if (newSongs.length > 0) {
      some = some.reserve(newSongs.length);
      layer.matrices.fillColumns(layer.param(TensorNames.NEW_SONG_BIAS), ofNewSongs());
      layer.kernels.songs().put(ofNewSongs(), newSongs, values());
    }
    if (unscored.length > 0) {
      layer.kernels.songs().put(low, unscored, values());
    }
  }

  /** {@code [1, songs]}. */
  Matrix values() {
    Matrix own = layer.param(TensorNames.OUTPUT_BIAS);
    return areOwn() ? own : mixed.columns(0, own.columns());
  }

  private boolean areOwn() {
    return newSongs.length + unscored.length == 0;
  }

  private Matrix ofNewSongs() {
    return some.columns(0, newSongs.length);
  }

  /** Ends a step: moves the gradients of biases that were not used to that of new songs. */
  void end() {
    if (newSongs.length > 0) {
      Matrix gradients = layer.gradient(TensorNames.OUTPUT_BIAS);
      layer.kernels.songs().gather(gradients, newSongs, ofNewSongs());
      layer.matrices.sumColumns(ofNewSongs(), layer.gradient(TensorNames.NEW_SONG_BIAS));
      layer.matrices.clear(ofNewSongs());
      layer.kernels.songs().put(ofNewSongs(), newSongs, gradients);
    }
  }
}
