package dev.segue.baselines;

import dev.segue.FileFormatException;
import dev.segue.model.ModelFile;
import java.util.SplittableRandom;

/**
 * A point for each song: the mean of its groups' points plus an offset of its own. Training keeps
 * the offsets small, so that rarely played songs stay near their groups. One thread at a time.
 */
final class SongPoints {

  private static final double INITIAL_SPREAD = 0.1;

  private final SongGroups groups;
  private final int dimensions;
  private final float[] offsets;
  private final float[] groupPoints;
  private final Adam offsetSteps;
  private final Adam groupSteps;

  SongPoints(SongGroups groups, int dimensions, SplittableRandom random) {
    this.groups = groups;
    this.dimensions = dimensions;
    this.offsets = new float[groups.bySong().length * dimensions];
    this.groupPoints = new float[groups.size() * dimensions];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = (float) (INITIAL_SPREAD * (random.nextDouble() - 0.5));
    }
    for (int i = 0; i < groupPoints.length; i++) {
      groupPoints[i] = (float) (2 * INITIAL_SPREAD * (random.nextDouble() - 0.5));
    }
    this.offsetSteps = new Adam(offsets);
    this.groupSteps = new Adam(groupPoints);
  }

  /** Writes the points of the songs to an array: {@code [songs][dimensions]}. */
  void copyTo(float[] points) {
    System.arraycopy(offsets, 0, points, 0, points.length);
    for (int song = 0; song < groups.bySong().length; song++) {
      int[] songGroups = groups.bySong()[song];
      for (int group : songGroups) {
        for (int k = 0; k < dimensions; k++) {
          points[song * dimensions + k] += groupPoints[group * dimensions + k] / songGroups.length;
        }
      }
    }
  }

  /**
   * Takes one step against a gradient.
   *
   * @param gradient {@code [songs][dimensions]}: the gradient of the loss with respect to the
   *     points; overwritten
   * @param penalty the factor of the squared offsets in the loss
   */
  void step(float[] gradient, double learningRate, double penalty) {
    float[] ofGroups = new float[groupPoints.length];
    for (int song = 0; song < groups.bySong().length; song++) {
      int[] songGroups = groups.bySong()[song];
      for (int group : songGroups) {
        for (int k = 0; k < dimensions; k++) {
          ofGroups[group * dimensions + k] += gradient[song * dimensions + k] / songGroups.length;
        }
      }
    }
    float twice = (float) (2 * penalty);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] += twice * offsets[i];
    }
    offsetSteps.step(gradient, learningRate);
    groupSteps.step(ofGroups, learningRate);
  }

  /** Adds the points to a checkpoint. */
  void write(ModelFile.Builder checkpoint, String prefix) {
    offsetSteps.write(checkpoint, prefix + "offsets.");
    groupSteps.write(checkpoint, prefix + "groups.");
  }

  /** Goes on from what {@link #write} has written. */
  void read(ModelFile checkpoint, String prefix) throws FileFormatException {
    offsetSteps.read(checkpoint, prefix + "offsets.");
    groupSteps.read(checkpoint, prefix + "groups.");
  }
}
