package dev.segue.dl4j;

import dev.segue.Playlist;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A batch of an epoch. What it draws follows from its place in the training alone, so that a
 * training that goes on at a batch is the one that was not interrupted.
 *
 * @param playlists of the batch
 * @param random source of all random choices in its steps, used once
 * @param before how many transitions of the epoch come before it
 * @param after how many of them are done after it
 */
record EpochBatch(List<Playlist> playlists, SplittableRandom random, long before, long after) {}
