package dev.segue.datasets;

import dev.segue.Catalogue;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.SequenceRecommender;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Playlists drawn at random from a known distribution, with invented songs and artists. They serve
 * examples and tests that need no download, and show how far a recommender is from the best
 * possible one. Immutable; may be shared by threads.
 *
 * {@snippet class="dev.segue.samples.javadoc.DatasetExamplesTest" region="station"}
 *
 * <p>The station has 4 shows. Each playlist belongs to one of them, all equally probable, but does
 * not say which. Each show has its own mix of at most 12 genres: its favourite is twice as probable
 * as its second, and so on. The first song's genre is drawn from the mix. After each song, the next
 * genre in the circle of genres follows with probability 0.9; otherwise a genre is drawn from the
 * mix. Within its genre, the song of rank {@code r}, from 1, has the weight {@code 1 / (r + 9)}
 * (Zipf-Mandelbrot). An artist has two or three songs, all of one genre, and never follows
 * themselves: such a song is redrawn. One playlist in 20 has one song; the others have 10 to 30,
 * all equally probable.
 *
 * <p>The distribution and the songs depend only on the number of songs; another seed gives other
 * playlists of the same station. Drawing a song takes time logarithmic in the size of the
 * catalogue.
 */
public final class SyntheticStation implements PlaylistDataset {

  private static final int MIN_SONGS = 20;
  private static final double ONE_SONG_RATE = 0.05;
  private static final int MIN_PLAYLIST_SONGS = 10;
  private static final int MAX_PLAYLIST_SONGS = 30;

  private final StationModel model;
  private final StationListeners listeners;
  private final Catalogue catalogue;
  private final int playlists;
  private final long seed;

  SyntheticStation(
      StationModel model,
      StationListeners listeners,
      Catalogue catalogue,
      int playlists,
      long seed) {
    this.model = model;
    this.listeners = listeners;
    this.catalogue = catalogue;
    this.playlists = playlists;
    this.seed = seed;
  }

  /**
   * Returns a station of 300 songs and 10,000 playlists, about 180,000 transitions. It is small
   * enough to learn in under a minute, and large enough to come within 5% of the gain over
   * popularity of the {@linkplain #bayesOptimal Bayes-optimal recommender}.
   *
   * @return the same station on each call
   */
  public static SyntheticStation ofDefaults() {
    return of(300, 10_000, 42);
  }

  /**
   * Returns a station of any size.
   *
   * @param songs the size of the catalogue, at least 20
   * @param playlists the number of playlists, at least 1; they are drawn on demand and take no
   *     memory
   * @param seed the seed of the playlists
   * @return the station; the same arguments give the same songs and playlists
   * @throws IllegalArgumentException if there are fewer songs or playlists than that
   */
  public static SyntheticStation of(int songs, int playlists, long seed) {
    if (songs < MIN_SONGS) {
      throw new IllegalArgumentException("songs must be >= %d, was %d".formatted(MIN_SONGS, songs));
    }
    if (playlists < 1) {
      throw new IllegalArgumentException("playlists must be >= 1, was " + playlists);
    }
    StationModel model = StationModel.of(songs);
    return new SyntheticStation(
        model,
        StationListeners.patient(model.genres()),
        StationSongs.catalogue(model),
        playlists,
        seed);
  }

  /**
   * Returns this station with listeners who skip what they do not like.
   *
   * {@snippet class="dev.segue.samples.javadoc.DatasetExamplesTest" region="skips"}
   *
   * <p>Each playlist has a listener of one of 4 types, all equally probable, but does not say
   * which. Each type dislikes another third of the genres. The station draws its songs as before;
   * the listener skips a song of a disliked genre with probability 0.9, and another with
   * probability 0.05. After a skip, the next song is drawn from the one before the skip, as if the
   * skipped one had not been. A playlist goes on until as many songs as before are played, and
   * tells its {@linkplain Playlist#skips() skips}.
   *
   * @return a station of the same songs and as many playlists, of the same lengths; the same on
   *     each call
   */
  public SyntheticStation withSkips() {
    return new SyntheticStation(
        model, StationListeners.skipping(model.genres()), catalogue, playlists, seed);
  }

  @Override
  public Catalogue catalogue() {
    return catalogue;
  }

  @Override
  public Stream<Playlist> playlists() {
    return IntStream.range(0, playlists).mapToObj(this::playlist);
  }

  /**
   * Returns the best possible recommender. It knows the true distribution and infers the
   * probability of each show from the songs heard, and, {@linkplain #withSkips if listeners skip},
   * that of each show and type of listener from the songs heard and skipped. Its scores are the
   * exact log-probabilities of the next song, so its evaluation gives the highest expected
   * log-likelihood and accuracy of any recommender. A song that cannot come next, because its
   * artist was just heard, has the score -50; if such a song is played anyway, it counts like any
   * other song of its genre. If listeners skip, the scores are the log-probabilities of the next
   * song if it is played.
   *
   * @return a {@linkplain SequenceRecommender#probabilistic() probabilistic} recommender, which may
   *     be shared by threads; its {@code save} throws {@link UnsupportedOperationException}
   */
  public SequenceRecommender bayesOptimal() {
    return new BayesOptimal(model, listeners, catalogue);
  }

  /** Returns the numbers of playlists and songs as text. */
  @Override
  public String toString() {
    return "%d synthetic playlists over %d songs%s"
        .formatted(playlists, catalogue.size(), listeners.types() > 1 ? ", with skips" : "");
  }

  private Playlist playlist(int number) {
    Random random = new Random(scatter(scatter(seed) + number));
    boolean oneSong = random.nextDouble() < ONE_SONG_RATE;
    int[] songs =
        new int
            [oneSong
                ? 1
                : MIN_PLAYLIST_SONGS + random.nextInt(MAX_PLAYLIST_SONGS - MIN_PLAYLIST_SONGS + 1)];
    int show = random.nextInt(model.shows());
    int type = listeners.types() > 1 ? random.nextInt(listeners.types()) : 0;
    List<Playlist.Skip> skips = new ArrayList<>();
    OptionalInt previous = OptionalInt.empty();
    for (int position = 0; position < songs.length; ) {
      int song = model.draw(show, previous, random);
      double skip = listeners.skip(type, model.genre(song));
      if (skip > 0 && random.nextDouble() < skip) {
        skips.add(new Playlist.Skip(song, position, Optional.empty(), Optional.empty()));
      } else {
        songs[position++] = song;
        previous = OptionalInt.of(song);
      }
    }
    return Playlist.of(songs).withSkips(skips);
  }

  /** Neighbouring seeds of {@link Random} start alike; SplitMix64's finaliser separates them. */
  private static long scatter(long seed) {
    long bits = (seed ^ (seed >>> 30)) * 0xBF58476D1CE4E5B9L;
    bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
    return bits ^ (bits >>> 31);
  }
}
