package dev.segue.dl4j;

import dev.segue.PlayHistory;
import dev.segue.Playlist;
import dev.segue.lstm.network.Recency;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Some steps of a batch of playlists, without padding. Positions are packed step after step: first
 * those of step 0, one per playlist, then those of step 1, and so on. The playlists are ordered by
 * descending length, so that those that have not ended at a step are always the first ones of the
 * previous step, and a playlist that has ended leaves the batch.
 *
 * @param songs {@code [positions]}: the song played, or skipped, at each position
 * @param skips the positions of songs that were skipped, in order
 * @param targets {@code [positions]}: the song to predict
 * @param recent for each {@link Recency} {@code [positions * window]}: the groups of the songs
 *     played, or skipped, up to each position, the latest first; -1 for none
 * @param counts {@code [steps]}: how many playlists have not ended at each step, never increasing
 * @param starts whether the playlists start here; otherwise the first {@code counts[0]} playlists
 *     of the previous chunk continue, with the network's state
 */
@SuppressWarnings("ArrayRecordComponent") // arrays of the inner loop, never compared
record PackedChunk(
    int[] songs,
    int[] skips,
    int[] targets,
    List<int[]> recent,
    int[] counts,
    boolean starts,
    PackedMemories memories) {

  /**
   * Cuts a batch of playlists into training steps, each distributed over the workers.
   *
   * @param batch playlists with at least one transition each
   * @param unroll the maximum number of steps in a chunk
   * @param recency which songs heard recently each position needs
   * @param workers the number of workers
   * @return for each training step, in order, a chunk for each of the first workers; a worker keeps
   *     its playlists, and has no chunk after they have ended
   */
  static List<List<PackedChunk>> cut(
      List<Playlist> batch, int unroll, List<Recency> recency, int workers) {
    return cut(batch, unroll, recency, PlayHistory.none(), workers);
  }

  static List<List<PackedChunk>> cut(
      List<Playlist> batch, int unroll, List<Recency> recency, PlayHistory history, int workers) {
    List<PlaylistSteps> longestFirst =
        batch.stream()
            .map(PlaylistSteps::of)
            .sorted(Comparator.<PlaylistSteps>comparingInt(PlaylistSteps::count).reversed())
            .toList();
    List<List<PackedChunk>> steps = new ArrayList<>();
    for (int worker = 0; worker < Math.min(workers, longestFirst.size()); worker++) {
      // Dealt like cards, so that every worker has long and short ones.
      List<PlaylistSteps> hand = new ArrayList<>();
      for (int i = worker; i < longestFirst.size(); i += workers) {
        hand.add(longestFirst.get(i));
      }
      List<PackedChunk> chunks = cut(hand, unroll, recency, history);
      for (int step = 0; step < chunks.size(); step++) {
        if (step == steps.size()) {
          steps.add(new ArrayList<>());
        }
        steps.get(step).add(chunks.get(step));
      }
    }
    return steps;
  }

  /** Cuts the steps of playlists, in descending order of their number, into chunks. */
  static List<PackedChunk> cut(
      List<PlaylistSteps> longestFirst, int unroll, List<Recency> recency, PlayHistory history) {
    return cut(longestFirst, unroll, recency, new PackedMemories(longestFirst, history));
  }

  private static List<PackedChunk> cut(
      List<PlaylistSteps> longestFirst,
      int unroll,
      List<Recency> recency,
      PackedMemories memories) {
    int steps = longestFirst.get(0).count();
    List<LastHeard> heard = recency.stream().map(each -> LastHeard.of(longestFirst, each)).toList();
    List<PackedChunk> chunks = new ArrayList<>();
    for (int from = 0; from < steps; from += unroll) {
      chunks.add(
          chunk(longestFirst, heard, memories, from, (int) Math.min((long) from + unroll, steps)));
    }
    return chunks;
  }

  private static PackedChunk chunk(
      List<PlaylistSteps> longestFirst,
      List<LastHeard> heard,
      PackedMemories memories,
      int from,
      int to) {
    int[] counts = new int[to - from];
    int playing = longestFirst.size();
    int positions = 0;
    for (int step = from; step < to; step++) {
      while (longestFirst.get(playing - 1).count() <= step) {
        playing--;
      }
      counts[step - from] = playing;
      positions += playing;
    }
    int[] songs = new int[positions];
    int[] targets = new int[positions];
    IntStream.Builder skips = IntStream.builder();
    int position = 0;
    for (int step = from; step < to; step++) {
      for (PlaylistSteps steps : longestFirst.subList(0, counts[step - from])) {
        songs[position] = steps.song(step);
        targets[position] = steps.target(step);
        if (steps.isSkip(step)) {
          skips.add(position);
        }
        position++;
      }
    }
    List<int[]> recent = heard.stream().map(each -> each.recent(from, counts)).toList();
    return new PackedChunk(
        songs, skips.build().toArray(), targets, recent, counts, from == 0, memories);
  }

  /**
   * The songs that playlists hear, for a recency.
   *
   * @param latestFirst of each of the playlists: see {@link PlaylistSteps#latestFirst}
   */
  private record LastHeard(
      List<PlaylistSteps> longestFirst, Recency recency, List<int[]> latestFirst) {

    static LastHeard of(List<PlaylistSteps> longestFirst, Recency recency) {
      return new LastHeard(
          longestFirst,
          recency,
          longestFirst.stream().map(each -> each.latestFirst(recency)).toList());
    }

    int[] recent(int from, int[] counts) {
      int window = recency.window();
      boolean skipped = recency.group().skipped();
      int[] recent = new int[Arrays.stream(counts).sum() * window];
      int at = 0;
      for (int step = from; step < from + counts.length; step++) {
        for (int playlist = 0; playlist < counts[step - from]; playlist++) {
          int[] groups = latestFirst.get(playlist);
          int all = groups.length - window;
          int heard = longestFirst.get(playlist).heard(step, skipped);
          System.arraycopy(groups, all - heard, recent, at, window);
          at += window;
        }
      }
      return recent;
    }
  }

  /** {@code [steps]}: the first position of each step. */
  int[] offsets() {
    int[] offsets = new int[counts.length];
    for (int step = 1; step < offsets.length; step++) {
      offsets[step] = offsets[step - 1] + counts[step - 1];
    }
    return offsets;
  }

  int positions() {
    return songs.length;
  }

  int steps() {
    return counts.length;
  }
}
