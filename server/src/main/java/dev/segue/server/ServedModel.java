package dev.segue.server;

import com.google.common.base.Suppliers;
import dev.segue.Catalogue;
import dev.segue.SequenceRecommender;
import dev.segue.ServingListener;
import dev.segue.Song;
import dev.segue.lstm.LstmRecommender;
import dev.segue.model.ModelFile;
import dev.segue.server.search.SongSearch;
import dev.segue.server.search.SongsByName;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A model that is served. Immutable; shared by threads.
 *
 * @param kind of the model, as its file names it
 * @param recommender the model
 * @param lstm the same, if it is one, unwatched: its vectors say where songs lie on a map
 * @param search among its songs
 * @param byName its songs by what players call them, made when a player first does
 */
record ServedModel(
    String kind,
    SequenceRecommender recommender,
    Optional<LstmRecommender> lstm,
    SongSearch search,
    Supplier<SongsByName> byName) {

  /** The pause after which a session ends, if the model does not say how its own were cut. */
  private static final Duration SESSION_GAP = Duration.ofMinutes(30);

  Catalogue catalogue() {
    return recommender.catalogue();
  }

  /**
   * Has a model served.
   *
   * @param watch counts lists and plays
   */
  static ServedModel of(ModelFile file, ServingListener watch) throws IOException {
    SequenceRecommender recommender = file.recommender();
    Catalogue catalogue = recommender.catalogue();
    return new ServedModel(
        file.kind(),
        recommender.withListener(watch),
        recommender instanceof LstmRecommender lstm ? Optional.of(lstm) : Optional.empty(),
        new SongSearch(catalogue),
        Suppliers.memoize(() -> new SongsByName(catalogue)));
  }

  /** Whether there is a map of its songs. */
  boolean hasMap() {
    return lstm.isPresent();
  }

  /** The song with an id, if the model knows it. */
  Optional<Song> song(String id) {
    return catalogue().index(id).stream().mapToObj(catalogue()::song).findFirst();
  }

  /**
   * A song as players call it.
   *
   * @param recording its identifier at MusicBrainz; empty if they do not tell
   * @return the model's song; or, if it lacks it, one with the id that readers of histories would
   *     give it
   */
  Song called(String recording, String artist, String title) {
    return song(recording)
        .or(() -> byName.get().find(artist, title))
        .orElseGet(
            () -> Song.of(recording.isEmpty() ? artist + '\t' + title : recording, title, artist));
  }

  /** The longest pause within a session, as in the sessions that the model has learnt from. */
  Duration sessionGap() {
    return recommender.provenance().sessionGap().orElse(SESSION_GAP);
  }
}
