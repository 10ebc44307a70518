package dev.segue.samples;

import dev.segue.Catalogue;
import dev.segue.ListeningSession;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Recommendation;
import dev.segue.RecommendationRules;
import dev.segue.Song;
import dev.segue.dl4j.LstmTrainer;
import dev.segue.lstm.LstmRecommender;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A listener who skips the first recommendation twice. The model has learnt from invented listeners
 * of three tastes, who skip what is not theirs, so each skip changes the list, and the explanation
 * says so.
 */
public final class SkippingListener {

  private static final List<String> KINDS = List.of("jazz", "metal", "folk");
  private static final int SONGS = 24;

  /** What every listener hears first. */
  private static final int JINGLE = SONGS;

  private SkippingListener() {}

  /**
   * Runs the sample.
   *
   * @param args none
   */
  public static void main(String[] args) {
    LstmRecommender recommender =
        LstmTrainer.builder()
            .embeddingSize(16)
            .hiddenSize(16)
            .learningRate(0.01)
            .epochs(10)
            .build()
            .train(listeners());

    ListeningSession session = recommender.newSession().play("jingle");
    for (int skips = 0; skips < 2; skips++) {
      Song first = print(session);
      session.skip(first.id());
      System.out.println("skipped " + first);
    }
    Song now = print(session);
    System.out.println(session.explain(now.id()));
  }

  /** Prints a list; returns its first song. */
  private static Song print(ListeningSession session) {
    List<Recommendation> list = session.recommend(5, RecommendationRules.none().noRepeats());
    list.forEach(System.out::println);
    return list.get(0).song();
  }

  /** Each is played songs at random, and skips those that are not of the one kind they like. */
  private static PlaylistDataset listeners() {
    List<Song> songs = new ArrayList<>();
    for (int i = 0; i < SONGS; i++) {
      String kind = kind(i);
      songs.add(new Song("song-" + i, "%s tune %d".formatted(kind, i / 3 + 1), "", List.of(kind)));
    }
    songs.add(Song.of("jingle"));
    Random random = new Random(42);
    return PlaylistDataset.of(
        Catalogue.of(songs),
        IntStream.range(0, 600).mapToObj(listener -> playlist(listener, random)).toList());
  }

  private static Playlist playlist(int listener, Random random) {
    int[] played = new int[6];
    played[0] = JINGLE;
    List<Playlist.Skip> skips = new ArrayList<>();
    for (int position = 1; position < played.length; ) {
      int song = random.nextInt(SONGS);
      if (kind(song).equals(kind(listener))) {
        played[position++] = song;
      } else {
        skips.add(new Playlist.Skip(song, position, Optional.empty(), Optional.empty()));
      }
    }
    return Playlist.of(played).withSkips(skips);
  }

  private static String kind(int number) {
    return KINDS.get(number % KINDS.size());
  }
}
