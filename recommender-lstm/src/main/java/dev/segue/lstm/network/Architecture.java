package dev.segue.lstm.network;

import dev.segue.lstm.network.SongFeatures.Row;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The architecture of a network. Immutable; may be shared by threads.
 *
 * @param songs the number of songs
 * @param ownRows how many of them, the first ones, have rows of their own; the others are known by
 *     their features alone
 * @param features the features of each song; empty for none
 * @param featureCount the number of different features
 * @param embeddingSize size of a song's vector
 * @param hiddenSizes size of each LSTM layer, from the input on
 * @param residual whether LSTM layers above the first add their input to their output
 * @param tied whether the output layer scores songs by the vectors of the input layer
 * @param recency how the songs played and skipped last change scores; empty for not at all
 * @param skips whether songs that the listener skips change the state
 * @param memory whether what the listener played earlier changes scores
 * @param clock the zone of the hours that change the weights of the memory; empty for none
 */
public record Architecture(
    int songs,
    int ownRows,
    List<Row> features,
    int featureCount,
    int embeddingSize,
    List<Integer> hiddenSizes,
    boolean residual,
    boolean tied,
    List<Recency> recency,
    boolean skips,
    boolean memory,
    Optional<ZoneId> clock) {

  /** Creates the architecture of a network with a row for each song. */
  public Architecture(
      int songs,
      List<Row> features,
      int featureCount,
      int embeddingSize,
      List<Integer> hiddenSizes,
      boolean residual,
      boolean tied,
      List<Recency> recency,
      boolean skips,
      boolean memory,
      Optional<ZoneId> clock) {
    this(
        songs,
        songs,
        features,
        featureCount,
        embeddingSize,
        hiddenSizes,
        residual,
        tied,
        recency,
        skips,
        memory,
        clock);
  }

  /** Returns the paper's architecture: an embedding, LSTM layers, and a softmax over all songs. */
  public static Architecture plain(int songs, int embeddingSize, List<Integer> hiddenSizes) {
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
        false,
        Optional.empty());
  }

  /** Returns the architecture with more songs, which have no rows of their own. */
  Architecture withSongs(List<Row> more) {
    List<Row> all = Stream.concat(features.stream(), more.stream()).toList();
    return new Architecture(
        all.size(),
        ownRows,
        all,
        featureCount,
        embeddingSize,
        hiddenSizes,
        residual,
        tied,
        recency.stream().map(each -> each.withSongs(more)).toList(),
        skips,
        memory,
        clock);
  }

  /**
   * Returns the architecture of a network that also has rows for other features.
   *
   * @param all the features of each song, of these and of more
   * @param songs the number of songs
   * @param count the number of different features
   */
  Architecture withRows(List<Row> all, int songs, int count) {
    return new Architecture(
        songs,
        all,
        count,
        embeddingSize,
        hiddenSizes,
        residual,
        tied,
        recency.stream().map(each -> each.of(songs, all)).toList(),
        skips,
        memory,
        clock);
  }

  /**
   * Whether the bias of songs that training does not know is learnt: where a memory tells of them,
   * and their artists and tags have vectors that score them.
   */
  public boolean learnsNewSongs() {
    return memory && tied;
  }

  /**
   * Whether model files store what songs' own rows and features add up to, by which songs are
   * scored: that takes longer to compute than to read. Not if most songs have no rows of their own:
   * their vectors would be most of the file.
   */
  public boolean storesVectors() {
    return tied && featureCount > 0 && ownRows > songs / 2;
  }

  /** Whether the output of the last layer is projected to the size of a song's vector. */
  public boolean projected() {
    return tied && lastSize() != embeddingSize;
  }

  /** The size of the output that songs are scored by. */
  public int outputs() {
    return tied ? embeddingSize : lastSize();
  }

  /** The size of the last LSTM layer. */
  public int lastSize() {
    return hiddenSizes.get(hiddenSizes.size() - 1);
  }

  /** Whether an LSTM layer adds its input to its output. */
  public boolean residual(int layer) {
    return residual && layer > 0 && hiddenSizes.get(layer).equals(hiddenSizes.get(layer - 1));
  }
}
