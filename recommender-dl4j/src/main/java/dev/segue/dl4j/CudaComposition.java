package dev.segue.dl4j;

import dev.segue.cuda.DeviceArray;
import java.util.Arrays;

/**
 * A {@link Composition} on a device, and its transpose: of each feature the songs that have it. The
 * sums of the transpose are computed in segments, so that a tag of thousands of songs is not one
 * long sum.
 *
 * @param from {@code [songs + 1]} of integers: where the features of each song begin
 * @param features of all songs, of integers
 * @param weights of all songs
 * @param segments how many segments there are
 * @param segmentFrom {@code [segments + 1]} of integers: where the songs of each segment begin
 * @param songs of all segments, of integers
 * @param songWeights of all segments
 * @param featureFrom {@code [features + 1]} of integers: where the segments of each feature begin
 * @param count how many features there are
 */
record CudaComposition(
    DeviceArray from,
    DeviceArray features,
    DeviceArray weights,
    int segments,
    DeviceArray segmentFrom,
    DeviceArray songs,
    DeviceArray songWeights,
    DeviceArray featureFrom,
    int count) {

  private static final int SONGS_PER_SEGMENT = 64;

  /**
   * Adds a composition to what a step sends.
   *
   * @param count how many features there are
   */
  static CudaComposition of(Composition composition, int count, CudaUploads uploads) {
    int[][] rows = composition.rows();
    int[] from = new int[rows.length + 1];
    int[] uses = new int[count];
    for (int song = 0; song < rows.length; song++) {
      from[song + 1] = from[song] + rows[song].length;
      for (int feature : rows[song]) {
        uses[feature]++;
      }
    }
    int all = from[rows.length];
    int[] features = new int[all];
    float[] weights = new float[all];
    int[] next = new int[count + 1];
    for (int feature = 0; feature < count; feature++) {
      next[feature + 1] = next[feature] + uses[feature];
    }
    int[] segmentFrom = new int[count + all / SONGS_PER_SEGMENT + 1];
    int[] featureFrom = new int[count + 1];
    int segments = 0;
    for (int feature = 0; feature < count; feature++) {
      for (int at = next[feature]; at < next[feature + 1]; at += SONGS_PER_SEGMENT) {
        segmentFrom[segments++] = at;
      }
      featureFrom[feature + 1] = segments;
    }
    segmentFrom[segments] = all;
    int[] songs = new int[all];
    float[] songWeights = new float[all];
    for (int song = 0; song < rows.length; song++) {
      for (int i = 0; i < rows[song].length; i++) {
        features[from[song] + i] = rows[song][i];
        weights[from[song] + i] = composition.weights()[song][i];
        int place = next[rows[song][i]]++;
        songs[place] = song;
        songWeights[place] = composition.weights()[song][i];
      }
    }
    return new CudaComposition(
        uploads.add(from),
        uploads.add(features),
        uploads.add(weights),
        segments,
        uploads.add(Arrays.copyOf(segmentFrom, segments + 1)),
        uploads.add(songs),
        uploads.add(songWeights),
        uploads.add(featureFrom),
        count);
  }
}
