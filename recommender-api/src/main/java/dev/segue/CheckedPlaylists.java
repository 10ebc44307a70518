package dev.segue;

import dev.segue.interruption.Interruption;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A stream of playlists that is checked as it is read. One thread at a time. */
final class CheckedPlaylists implements Iterator<Playlist> {

  private final Iterator<Playlist> playlists;
  private final Catalogue catalogue;
  private final long maximumPlays;
  private final Consumer<PlaylistTally> atEnd;
  private final Interruption interruption = Interruption.of("reading playlists");
  private PlaylistTally tally = PlaylistTally.NONE;

  private CheckedPlaylists(
      Iterator<Playlist> playlists,
      Catalogue catalogue,
      long maximumPlays,
      Consumer<PlaylistTally> atEnd) {
    this.playlists = playlists;
    this.catalogue = catalogue;
    this.maximumPlays = maximumPlays;
    this.atEnd = atEnd;
  }

  /**
   * Returns the stream with its checks.
   *
   * @param playlists closed when the result is closed
   * @param catalogue of their songs
   * @param maximumPlays how many songs they may hold in all
   * @param atEnd told what was read when all is
   */
  static Stream<Playlist> of(
      Stream<Playlist> playlists,
      Catalogue catalogue,
      long maximumPlays,
      Consumer<PlaylistTally> atEnd) {
    Iterator<Playlist> checked =
        new CheckedPlaylists(playlists.iterator(), catalogue, maximumPlays, atEnd);
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(
                checked, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE),
            false)
        .onClose(playlists::close);
  }

  @Override
  public boolean hasNext() {
    interruption.check();
    boolean more = told(playlists::hasNext);
    if (!more) {
      atEnd.accept(tally);
    }
    return more;
  }

  @Override
  public Playlist next() {
    long number = tally.playlists();
    Playlist playlist = told(playlists::next);
    if (playlist == null) {
      throw new NullPointerException("playlist %d must not be null".formatted(number));
    }
    catalogue.check(playlist, number);
    tally = tally.with(playlist);
    if (tally.plays() > maximumPlays) {
      throw new IllegalStateException(
          "playlists must hold at most %d plays in all, but have more at playlist %d: does the stream"
                  .formatted(maximumPlays, number)
              + " end? If there are so many, read them by checked(maximumPlays)");
    }
    return playlist;
  }

  /** Says which playlist it is that cannot be read. */
  private <T> T told(Supplier<T> read) {
    try {
      return read.get();
    } catch (CancellationException | UncheckedIOException e) {
      throw e; // says what is wrong
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "playlist %d cannot be read: %s".formatted(tally.playlists(), e), e);
    }
  }
}
