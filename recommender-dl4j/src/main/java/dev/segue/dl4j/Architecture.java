package dev.segue.dl4j;

import dev.segue.dl4j.SongFeatures.Row;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a network in training consists of.
 *
 * @param songs how many songs there are
 * @param features the features of each song; empty for none
 * @param featureCount how many different features there are
 * @param embeddingSize size of a song's vector
 * @param hiddenSizes size of each LSTM layer, from the input on
 * @param residual whether LSTM layers above the first add their input to their output
 * @param tied whether the output layer scores songs by the vectors of the input
 * @param recency how songs played lately move scores; empty for not at all
 * @param sampled whether the output layer scores a sample of the songs
 * @param regularisation what keeps it from learning its playlists by heart; of no effect in serving
 */
record Architecture(
    int songs,
    List<Row> features,
    int featureCount,
    int embeddingSize,
    List<Integer> hiddenSizes,
    boolean residual,
    boolean tied,
    List<Recency> recency,
    boolean sampled,
    Regularisation regularisation) {

  /** The paper's kind: an embedding, LSTM layers, and a softmax over all songs. */
  static Architecture plain(int songs, int embeddingSize, List<Integer> hiddenSizes) {
    return new Architecture(
        songs,
        List.of(),
        0,
        embeddingSize,
        hiddenSizes,
        false,
        false,
        List.of(),
        false,
        Regularisation.NONE);
  }

  /** The same with more songs. */
  Architecture withSongs(List<Row> more) {
    List<Row> all = Stream.concat(features.stream(), more.stream()).toList();
    return new Architecture(
        all.size(),
        all,
        featureCount,
        embeddingSize,
        hiddenSizes,
        residual,
        tied,
        recency.stream().map(each -> each.withSongs(more)).toList(),
        sampled,
        regularisation);
  }

  /** Whether the replicas work on the tables of songs as they are stored. */
  boolean plainTables() {
    return features.isEmpty() && !tied && !sampled;
  }

  /** Whether the output of the last layer must be brought to the size of a song's vector. */
  boolean projected() {
    return tied && lastSize() != embeddingSize;
  }

  int lastSize() {
    return hiddenSizes.get(hiddenSizes.size() - 1);
  }

  /** Whether an LSTM layer adds its input to its output. */
  boolean residual(int layer) {
    return residual && layer > 0 && hiddenSizes.get(layer).equals(hiddenSizes.get(layer - 1));
  }
}
