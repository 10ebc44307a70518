package dev.segue.testing;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.segue.Catalogue;
import dev.segue.DatasetSplit;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.Song;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The API's datasets keep the contract; it finds the faults of others, and says what to fix. */
class PlaylistDatasetContractTest {

  private static final Catalogue SONGS = Catalogue.of(List.of(Song.of("a"), Song.of("b")));

  private static final List<Playlist> PLAYLISTS =
      List.of(Playlist.of(0, 1), Playlist.of(1), Playlist.of(1, 1, 0), Playlist.of());

  @Nested
  class InMemory extends PlaylistDatasetContract {
    @Override
    protected PlaylistDataset dataset() {
      return PlaylistDataset.of(List.of(List.of("b", "a", "b"), List.of(), List.of("c", "a")));
    }
  }

  @Nested
  class OfIndices extends PlaylistDatasetContract {
    @Override
    protected PlaylistDataset dataset() {
      return PlaylistDataset.of(
          SONGS, List.of(Playlist.of(1), Playlist.of(1, 0, 0).withContext(2)));
    }
  }

  private static final List<Playlist> TIMED =
      List.of(
          Playlist.of(0, 1).withTimes("ann", 100, 200),
          Playlist.of(1, 1).withTimes("bob", 50, 50),
          Playlist.of().withTimes("bob"),
          Playlist.of(0, 1, 0).withTimes("ann", 300, 400, 900));

  @Nested
  class WithTimes extends PlaylistDatasetContract {
    @Override
    protected PlaylistDataset dataset() {
      return PlaylistDataset.of(SONGS, TIMED);
    }
  }

  @Nested
  class PartWithTimes extends PlaylistDatasetContract {
    @Override
    protected PlaylistDataset dataset() {
      return PlaylistDataset.of(SONGS, TIMED).splitLastOut().test();
    }
  }

  private static PlaylistDataset dataset(
      Supplier<Catalogue> catalogue, Supplier<Stream<Playlist>> playlists) {
    return new PlaylistDataset() {
      @Override
      public Catalogue catalogue() {
        return catalogue.get();
      }

      @Override
      public Stream<Playlist> playlists() {
        return playlists.get();
      }
    };
  }

  private static void assertBroken(
      String message, PlaylistDataset dataset, Consumer<PlaylistDatasetContract> test) {
    PlaylistDatasetContract contract =
        new PlaylistDatasetContract() {
          @Override
          protected PlaylistDataset dataset() {
            return dataset;
          }
        };
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> test.accept(contract))
        .withMessageContaining(message);
  }

  @Test
  void catalogue_madeAnewInAnotherOrder() {
    List<Song> songs = new ArrayList<>(SONGS.songs());
    PlaylistDataset broken =
        dataset(
            () -> {
              Collections.reverse(songs);
              return Catalogue.of(songs);
            },
            PLAYLISTS::stream);
    assertBroken(
        "catalogue() must give the same songs in the same order on each call",
        broken,
        PlaylistDatasetContract::catalogue_askedTwice_isTheSame);
  }

  @Test
  void catalogue_null() {
    assertBroken(
        "catalogue() must not be null",
        dataset(() -> null, PLAYLISTS::stream),
        PlaylistDatasetContract::catalogue_askedTwice_isTheSame);
  }

  @Test
  void playlists_null() {
    assertBroken(
        "playlists() must not be null",
        dataset(() -> SONGS, () -> null),
        PlaylistDatasetContract::playlists_areThere);
    assertBroken(
        "an empty one for a listener without plays; not null",
        dataset(() -> SONGS, () -> Arrays.asList(Playlist.of(0, 1), null).stream()),
        PlaylistDatasetContract::playlists_areThere);
  }

  @Test
  void playlists_oneStreamForAll() {
    Stream<Playlist> only = PLAYLISTS.stream();
    assertBroken(
        "playlists() must give a fresh stream on each call, not one that was read",
        dataset(() -> SONGS, () -> only),
        PlaylistDatasetContract::playlists_askedTwice_areTheSame);
  }

  @Test
  void playlists_inAnotherOrderOnEachCall() {
    List<Playlist> playlists = new ArrayList<>(PLAYLISTS);
    PlaylistDataset broken =
        dataset(
            () -> SONGS,
            () -> {
              Collections.rotate(playlists, 1);
              return List.copyOf(playlists).stream();
            });
    assertBroken(
        "a second call gave others than the first one",
        broken,
        PlaylistDatasetContract::playlists_askedTwice_areTheSame);
  }

  /** One reader for all streams, which starts again at the end. */
  private static PlaylistDataset ofOneReader() {
    List<Iterator<Playlist>> reader = new ArrayList<>(List.of(PLAYLISTS.iterator()));
    return dataset(
        () -> SONGS,
        () -> {
          if (!reader.get(0).hasNext()) {
            reader.set(0, PLAYLISTS.iterator());
          }
          Iterator<Playlist> shared = reader.get(0);
          return Stream.iterate(shared, Iterator::hasNext, same -> same).map(Iterator::next);
        });
  }

  @Test
  void playlists_ofAReaderThatStreamsShare() {
    assertBroken(
        "a stream must not continue where another one is",
        ofOneReader(),
        PlaylistDatasetContract::playlists_whileAnotherStreamIsHalfRead_areAllThere);
  }

  @Test
  void playlists_ofAReaderThatIsNotSetBack() {
    assertBroken(
        "a stream must not depend on one that was closed early",
        ofOneReader(),
        PlaylistDatasetContract::playlists_afterAStreamWasLeft_areAllThere);
  }

  @Test
  void songs_numberedFromOne() {
    assertBroken(
        "playlist 0: songs must be indices into catalogue(), which has 2 songs",
        dataset(() -> SONGS, () -> Stream.of(Playlist.of(1, 2))),
        PlaylistDatasetContract::songs_areInTheCatalogue);
  }

  @Test
  void playlists_ofSingleSongs() {
    assertBroken(
        "playlists must have a transition",
        dataset(() -> SONGS, () -> IntStream.range(0, 2).mapToObj(Playlist::of)),
        PlaylistDatasetContract::playlists_haveATransition);
  }

  @Test
  void split_thatLosesPlaylists() {
    PlaylistDataset broken =
        new PlaylistDataset() {
          @Override
          public Catalogue catalogue() {
            return SONGS;
          }

          @Override
          public Stream<Playlist> playlists() {
            return PLAYLISTS.stream();
          }

          @Override
          public DatasetSplit split(double training, double validation, double test, long seed) {
            PlaylistDataset none = PlaylistDataset.of(SONGS, List.of());
            return new DatasetSplit(this, none, this);
          }
        };
    assertBroken(
        "split and splitInOrder must leave nothing out: do not override them",
        broken,
        PlaylistDatasetContract::splits_holdEveryPlaylist);
  }

  @Test
  void playlists_newestFirst() {
    List<Playlist> reversed = new ArrayList<>(TIMED);
    Collections.reverse(reversed);
    assertBroken(
        "playlist 3: playlists of one listener must be in order of time, but an earlier one of"
            + " 'ann' begins later",
        dataset(() -> SONGS, reversed::stream),
        PlaylistDatasetContract::playlists_ofOneListener_areInOrderOfTime);
  }

  private static PlaylistDataset withHistory(Supplier<Stream<Playlist>> history) {
    return new PlaylistDataset() {
      @Override
      public Catalogue catalogue() {
        return SONGS;
      }

      @Override
      public Stream<Playlist> playlists() {
        return TIMED.stream();
      }

      @Override
      public Stream<Playlist> history() {
        return history.get();
      }

      @Override
      public DatasetSplit splitLastOut() {
        PlaylistDataset part = PlaylistDataset.of(SONGS, TIMED);
        return new DatasetSplit(part, part, part);
      }
    };
  }

  @Test
  void history_oneStreamForAll() {
    Stream<Playlist> only = TIMED.stream();
    assertBroken(
        "history() must give a fresh stream on each call, not one that was read",
        withHistory(() -> only),
        PlaylistDatasetContract::history_askedTwice_isTheSame);
  }

  @Test
  void history_inAnotherOrderOnEachCall() {
    List<Playlist> playlists = new ArrayList<>(TIMED);
    assertBroken(
        "history() must give the same playlists in the same order on each call",
        withHistory(
            () -> {
              Collections.rotate(playlists, 1);
              return List.copyOf(playlists).stream();
            }),
        PlaylistDatasetContract::history_askedTwice_isTheSame);
  }

  @Test
  void history_ofWhatCameBeforeAlone() { // Bob played a song twice in a second
    List<Playlist> earlier = List.of(TIMED.get(0), Playlist.of(1).withTimes("bob", 50));
    assertBroken(
        "history() must hold every play of playlists()",
        withHistory(earlier::stream),
        PlaylistDatasetContract::history_holdsEveryPlayWithATime);
  }

  @Test
  void split_thatForgetsTheHistory() {
    List<Playlist> longer = new ArrayList<>(TIMED);
    longer.add(Playlist.of(1).withTimes("ann", 2000));
    assertBroken(
        "parts of a split must know the whole history: do not override splits",
        withHistory(longer::stream),
        PlaylistDatasetContract::splits_knowTheWholeHistory);
  }
}
