package dev.segue.lstm;

import dev.segue.Catalogue;
import dev.segue.PlaylistDataset;
import dev.segue.Provenance;
import dev.segue.Song;
import dev.segue.lstm.network.Architecture;
import dev.segue.lstm.network.LstmNetwork;
import dev.segue.lstm.network.Recency;
import dev.segue.lstm.network.SongFeatures;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Recommenders with random weights over 60 songs with artists and tags: their recommendations make
 * no sense, but depend on everything that a trained one's do.
 */
final class RandomLstm {

  static final int SONGS = 60;

  /** What all of them claim to be trained on. */
  static final Provenance PROVENANCE =
      Provenance.of(PlaylistDataset.of(List.of(List.of("song1", "song2"), List.of("song0"))))
          .format("csv")
          .split("time:7d/7d");

  private static final int EMBEDDING_SIZE = 10;
  private static final int HIDDEN_SIZE = 12;
  private static final int LAYERS = 2;
  private static final int RECENCY = 8;
  private static final int ARTIST_RECENCY = 4;

  private RandomLstm() {}

  /** With one network per seed. */
  static LstmRecommender of(long... seeds) {
    return described(song -> new float[0], 0, seeds);
  }

  /** With vectors that describe songs. */
  static LstmRecommender described(Function<Song, float[]> vectors, int dimensions, long... seeds) {
    return over(
        Catalogue.of(IntStream.range(0, SONGS).mapToObj(RandomLstm::song).toList()),
        vectors,
        dimensions,
        seeds);
  }

  /** Over a catalogue of 60 songs. */
  static LstmRecommender over(Catalogue catalogue, long... seeds) {
    return over(catalogue, song -> new float[0], 0, seeds);
  }

  private static LstmRecommender over(
      Catalogue catalogue, Function<Song, float[]> vectors, int dimensions, long... seeds) {
    SongFeatures features = SongFeatures.of(catalogue, dimensions);
    return recommender(
        catalogue,
        features,
        features.rows(catalogue.songs(), i -> vectors.apply(catalogue.song(i))),
        seeds);
  }

  /** Over songs without artists and tags. */
  static LstmRecommender withoutFeatures(long seed) {
    Catalogue catalogue =
        Catalogue.of(IntStream.range(0, SONGS).mapToObj(i -> Song.of("song" + i)).toList());
    return recommender(catalogue, SongFeatures.none(), List.of(), seed);
  }

  private static Song song(int i) {
    return new Song("song" + i, "Title " + i, "Artist " + i % 13, List.of("tag " + i % 5, "all"));
  }

  private static LstmRecommender recommender(
      Catalogue catalogue, SongFeatures features, List<SongFeatures.Row> rows, long... seeds) {
    Architecture architecture =
        new Architecture(
            SONGS,
            rows,
            features.size(),
            EMBEDDING_SIZE,
            Collections.nCopies(LAYERS, HIDDEN_SIZE),
            true,
            true,
            Recency.of(RECENCY, ARTIST_RECENCY, false, SONGS, features.artists(catalogue.songs())),
            false,
            true,
            Optional.of(ZoneId.of("Europe/Lisbon")));
    List<LstmNetwork> networks =
        Arrays.stream(seeds).mapToObj(seed -> network(architecture, new Random(seed))).toList();
    Map<String, String> description =
        Map.of(
            "layers", Integer.toString(LAYERS),
            "embedding_size", Integer.toString(EMBEDDING_SIZE),
            "hidden_size", Integer.toString(HIDDEN_SIZE),
            "tied_embeddings", "true",
            "residual", "true",
            "memory", "true",
            "clock", "Europe/Lisbon",
            "recency", Integer.toString(RECENCY),
            "artist_recency", Integer.toString(ARTIST_RECENCY),
            "ensemble", Integer.toString(seeds.length));
    return LstmRecommender.of(catalogue, features, networks, description, PROVENANCE);
  }

  private static LstmNetwork network(Architecture architecture, Random random) {
    return LstmNetwork.of(
        architecture,
        (name, shape) -> {
          float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
          for (int i = 0; i < values.length; i++) {
            values[i] = 0.4f * (float) random.nextGaussian();
          }
          return values;
        });
  }
}
