package dev.segue.lstm.network;

import dev.segue.Catalogue;
import dev.segue.Song;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * All that a training has made, for another training to go on with. Immutable; may be shared by
 * threads.
 *
 * @param catalogue the songs
 * @param features what songs have in common
 * @param networks at least one, over these songs and features
 * @param description what the model file says about the training, by name
 */
public record LstmModel(
    Catalogue catalogue,
    SongFeatures features,
    List<LstmNetwork> networks,
    Map<String, String> description) {

  /** Copies the lists. */
  public LstmModel {
    networks = List.copyOf(networks);
    description = Map.copyOf(description);
  }

  /** The architecture of each network. */
  public Architecture architecture() {
    return networks.get(0).architecture();
  }

  /** {@code [songs]}: which songs count as new, because no training has played them. */
  public boolean[] newSongs() {
    return networks.get(0).newSongs();
  }

  /**
   * Returns the model with more songs after the others. Unlike {@link
   * dev.segue.lstm.LstmRecommender#withSongs}, this gives the new songs, and the artists and tags
   * that are new with them, rows of their own, which training can change.
   *
   * @param newSongs with ids that the catalogue lacks
   * @param vectors returns the vector that describes a new song; empty for none
   * @throws IllegalArgumentException if a vector's length differs from that in training, or it is
   *     not finite
   */
  public LstmModel withRows(List<Song> newSongs, Function<Song, float[]> vectors) {
    Catalogue all = catalogue.withSongs(newSongs);
    SongFeatures more = features.withSongs(all);
    int dimensions = features.dimensions();
    float[] known = features.vectors(architecture().features());
    List<SongFeatures.Row> rows =
        more.rows(
            all.songs(),
            song ->
                song < catalogue.size()
                    ? Arrays.copyOfRange(known, song * dimensions, (song + 1) * dimensions)
                    : vectors.apply(all.song(song)));
    Architecture larger = architecture().withRows(rows, all.size(), more.size());
    int[] featureRows = features.rowsIn(more);
    return new LstmModel(
        all,
        more,
        networks.stream().map(network -> network.withRows(larger, featureRows)).toList(),
        description);
  }
}
