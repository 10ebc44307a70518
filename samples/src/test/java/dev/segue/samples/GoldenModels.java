package dev.segue.samples;

import dev.segue.Catalogue;
import dev.segue.ListenerMemory;
import dev.segue.ListeningSession;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import dev.segue.baselines.Blend;
import dev.segue.baselines.Item2Vec;
import dev.segue.baselines.ItemKnn;
import dev.segue.baselines.LagMixture;
import dev.segue.baselines.LatentMarkovEmbedding;
import dev.segue.baselines.MarkovChain;
import dev.segue.baselines.Popularity;
import dev.segue.baselines.RecentPlays;
import dev.segue.baselines.SessionKnn;
import dev.segue.baselines.UniformRandom;
import dev.segue.dl4j.LstmTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Trains a small recommender of every kind, and writes their files: the golden files, from which
 * later versions must read the same scores.
 */
final class GoldenModels {

  static final List<String> CONTEXT = List.of("s1", "s2", "s3");

  /** The models of which there is a session. */
  static final List<String> SNAPSHOTS = List.of("lstm", "lstm_in_time");

  /** A song that the catalogue lacks, by an artist that it knows. */
  static final Song UNHEARD = new Song("new", "New", "Röyksopp", List.of("electronic"));

  static final PlaylistDataset PLAYLISTS =
      PlaylistDataset.of(
          Catalogue.of(
              List.of(
                  new Song("s0", "America", "Simon & Garfunkel", List.of("folk", "60s")),
                  new Song("s1", "Eple", "Röyksopp", List.of("electronic")),
                  new Song("s2", "What Else Is There?", "Röyksopp feat. Karin", List.of()),
                  new Song("s3", "\"Quoted\"\tand 日本", "Karin", List.of("electronic")),
                  new Song("s4", "", "", List.of()),
                  new Song("s5", "Cecilia", "Simon & Garfunkel", List.of("folk")))),
          List.of(
              Playlist.of(0, 1, 2, 3, 4),
              Playlist.of(1, 2, 3, 0),
              Playlist.of(5, 0, 1, 2),
              Playlist.of(3, 4, 5, 0, 1),
              Playlist.of(2, 3, 5)));

  private GoldenModels() {}

  /** Writes a model file each, a snapshot of a session, and the scores of all. */
  static void write(Path folder) throws IOException {
    clear(folder);
    Map<String, SequenceRecommender> models = train();
    Map<String, double[]> scores = new TreeMap<>();
    for (Map.Entry<String, SequenceRecommender> model : models.entrySet()) {
      SequenceRecommender recommender = model.getValue();
      recommender.save(folder.resolve(model.getKey() + ".segue"));
      scores.put(model.getKey(), scores(afterContext(recommender)));
    }
    for (String name : SNAPSHOTS) {
      ListeningSession session = afterContext(models.get(name)).play(UNHEARD);
      Files.write(folder.resolve(name + ".snapshot"), session.snapshot());
      scores.put(name + ".snapshot", scores(session));
    }
    GoldenScores.write(scores, folder);
  }

  private static void clear(Path folder) throws IOException {
    Files.createDirectories(folder);
    List<Path> old;
    try (Stream<Path> files = Files.list(folder)) {
      old = files.toList();
    }
    for (Path file : old) {
      Files.delete(file);
    }
  }

  /** The songs are played four minutes apart; recommenders without a memory ignore that. */
  static ListeningSession afterContext(SequenceRecommender recommender) {
    ListeningSession session =
        recommender.newSession(
            ListenerMemory.of(recommender.catalogue(), InstantSource.fixed(after(CONTEXT.size()))));
    for (int i = 0; i < CONTEXT.size(); i++) {
      session.play(CONTEXT.get(i), after(i));
    }
    return session;
  }

  /** The time at which a song after others begins, on the day after those of the training. */
  static Instant after(int songs) {
    return Instant.ofEpochSecond(Duration.ofDays(5).plusMinutes(4L * songs).toSeconds());
  }

  static double[] scores(ListeningSession session) {
    return session.recommender().catalogue().songs().stream()
        .mapToDouble(song -> session.score(song.id()))
        .toArray();
  }

  private static Map<String, SequenceRecommender> train() {
    Map<String, SequenceRecommender> models = new LinkedHashMap<>();
    models.put("lstm", small().build().train(PLAYLISTS));
    models.put("lstm_in_time", small().build().train(withTimes()));
    models.put("lstm_ensemble", small().residual(true).ensemble(2).build().train(PLAYLISTS));
    models.put(
        "lstm_song_vectors", small().songVectors(GoldenModels::vector).build().train(PLAYLISTS));
    models.put("lstm_paper", sized(LstmTrainer.paper()).build().train(PLAYLISTS));
    models.put("uniform_random", UniformRandom.trainer().train(PLAYLISTS));
    models.put("popularity", Popularity.trainer().train(PLAYLISTS));
    models.put("markov_chain", MarkovChain.trainer().train(PLAYLISTS));
    models.put("lag_mixture", LagMixture.trainer().train(PLAYLISTS));
    models.put("item_knn", ItemKnn.trainer().train(PLAYLISTS));
    for (SessionKnn.Weighting weighting : SessionKnn.Weighting.values()) {
      models.put(
          "session_knn_" + weighting.name().toLowerCase(Locale.ROOT),
          SessionKnn.builder(weighting).neighbours(3).build().train(PLAYLISTS));
    }
    models.put(
        "session_knn_half_life",
        SessionKnn.builder(SessionKnn.Weighting.STAN)
            .halfLife(Duration.ofDays(1))
            .build()
            .train(withTimes()));
    models.put("recent_plays", RecentPlays.builder().leaveOutLast(1).build().train(PLAYLISTS));
    models.put("latent_markov_embedding", embedding(false));
    models.put("latent_markov_embedding_dual_point", embedding(true));
    models.put("item2vec", Item2Vec.builder().dimensions(3).epochs(2).build().train(PLAYLISTS));
    models.put(
        "blend",
        Blend.logLinear(
            Blend.linear(models.get("popularity"), models.get("markov_chain")),
            models.get("lstm")));
    return models;
  }

  /** The playlists, a day apart. */
  private static PlaylistDataset withTimes() {
    List<Playlist> all = PLAYLISTS.playlists().toList();
    return PlaylistDataset.of(
        PLAYLISTS.catalogue(),
        IntStream.range(0, all.size())
            .mapToObj(day -> all.get(day).withTimes("ann", seconds(day, all.get(day).size())))
            .toList());
  }

  private static long[] seconds(int day, int songs) {
    return LongStream.range(0, songs)
        .map(song -> Duration.ofDays(day).toSeconds() + 240 * song)
        .toArray();
  }

  private static LstmTrainer.Builder small() {
    return sized(LstmTrainer.builder());
  }

  private static LstmTrainer.Builder sized(LstmTrainer.Builder builder) {
    return builder.layers(2).embeddingSize(3).hiddenSize(4).epochs(30).seed(1).threads(1);
  }

  private static float[] vector(Song song) {
    return new float[] {song.title().length() / 10f, song.tags().size()};
  }

  private static SequenceRecommender embedding(boolean dualPoint) {
    return LatentMarkovEmbedding.builder()
        .dimensions(2)
        .epochs(2)
        .dualPoint(dualPoint)
        .build()
        .train(PLAYLISTS);
  }
}
