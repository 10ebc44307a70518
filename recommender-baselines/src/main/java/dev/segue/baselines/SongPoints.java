package dev.segue.baselines;

import java.util.SplittableRandom;

/**
 * A point for each song: the mean of its groups' points and an offset of its own, which training
 * keeps small, so that songs of which little is known stay where their groups are. One thread at a
 * time.
 */
final class SongPoints {

  private static final double START = 0.1;

  private final SongGroups groups;
  private final int dimensions;
  private final float[] offsets;
  private final float[] groupPoints;
  private final Adam offsetSteps;
  private final Adam groupSteps;

  SongPoints(SongGroups groups, int dimensions, SplittableRandom random) {
    this.groups = groups;
    this.dimensions = dimensions;
    this.offsets = new float[groups.of().length * dimensions];
    this.groupPoints = new float[groups.size() * dimensions];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = (float) (START * (random.nextDouble() - 0.5));
    }
    for (int i = 0; i < groupPoints.length; i++) {
      groupPoints[i] = (float) (2 * START * (random.nextDouble() - 0.5));
    }
    this.offsetSteps = new Adam(offsets);
    this.groupSteps = new Adam(groupPoints);
  }

  /** Where the songs are: {@code [songs][dimensions]}. */
  void place(float[] points) {
    System.arraycopy(offsets, 0, points, 0, points.length);
    for (int song = 0; song < groups.of().length; song++) {
      int[] of = groups.of()[song];
      for (int group : of) {
        for (int k = 0; k < dimensions; k++) {
          points[song * dimensions + k] += groupPoints[group * dimensions + k] / of.length;
        }
      }
    }
  }

  /**
   * Moves the points.
   *
   * @param gradient {@code [songs][dimensions]}: that of the loss by the points; changed
   * @param pull how much the square of an offset adds to the loss
   */
  void step(float[] gradient, double stepSize, double pull) {
    float[] ofGroups = new float[groupPoints.length];
    for (int song = 0; song < groups.of().length; song++) {
      int[] of = groups.of()[song];
      for (int group : of) {
        for (int k = 0; k < dimensions; k++) {
          ofGroups[group * dimensions + k] += gradient[song * dimensions + k] / of.length;
        }
      }
    }
    float twice = (float) (2 * pull);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] += twice * offsets[i];
    }
    offsetSteps.step(gradient, stepSize);
    groupSteps.step(ofGroups, stepSize);
  }
}
