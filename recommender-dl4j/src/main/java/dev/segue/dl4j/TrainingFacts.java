package dev.segue.dl4j;

import dev.segue.Playlist;
import java.io.Serializable;
import java.util.BitSet;
import java.util.List;

/**
 * What a training has to know of all its playlists before it begins. Immutable, if its songs are
 * left as they are.
 *
 * @param playlists how many there are
 * @param transitions the number of predictions in an epoch: the transitions, and one for each skip
 *     that a song follows
 * @param times whether any playlist knows when its songs were played
 * @param skips whether any playlist has a skip that a song follows
 * @param played the songs that any playlist holds
 */
record TrainingFacts(long playlists, long transitions, boolean times, boolean skips, BitSet played)
    implements Serializable {

  /** Returns those of some playlists, with at least one transition each. */
  static TrainingFacts of(List<Playlist> playlists) {
    BitSet played = new BitSet();
    playlists.forEach(playlist -> playlist.songs().forEach(played::set));
    return new TrainingFacts(
        playlists.size(),
        playlists.stream().mapToLong(PlaylistSteps::count).sum(),
        playlists.stream().anyMatch(playlist -> playlist.listener().isPresent()),
        playlists.stream().anyMatch(each -> PlaylistSteps.count(each) > each.transitions()),
        played);
  }

  /** Returns those of these playlists and others. */
  TrainingFacts plus(TrainingFacts other) {
    BitSet all = (BitSet) played.clone();
    all.or(other.played);
    return new TrainingFacts(
        playlists + other.playlists,
        transitions + other.transitions,
        times || other.times,
        skips || other.skips,
        all);
  }
}
