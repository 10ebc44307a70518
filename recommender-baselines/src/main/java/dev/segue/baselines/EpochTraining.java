package dev.segue.baselines;

import dev.segue.FileFormatException;
import dev.segue.SequenceRecommender;
import dev.segue.model.ModelFile;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongPredicate;

/**
 * A training that learns epoch by epoch. Whatever it draws comes from random sources that only the
 * seed and the place in the training decide, so that one that goes on from what was written is the
 * one that was not interrupted, bit for bit. One thread at a time.
 */
interface EpochTraining<R extends SequenceRecommender> {

  /**
   * Trains what is left of an epoch.
   *
   * @param progress returns the fraction of the training done, given that of the epoch
   * @param mayGoOn told how much of the epoch is done, and may {@link #write} then; ends the epoch
   *     where it returns false or the loss is not finite
   * @return the mean loss of the epoch in nats
   */
  double epoch(DoubleUnaryOperator progress, LongPredicate mayGoOn);

  /** Ends a training of which a number is not finite. */
  void requireFinite(BestEpoch<R> epochs);

  /** Returns what is learnt so far. */
  R recommender();

  /** Begins the next epoch. */
  void nextEpoch();

  /** Adds all that is needed to go on to a checkpoint. */
  void write(ModelFile.Builder checkpoint);

  /**
   * Goes on from what {@link #write} has written; called before the first epoch.
   *
   * @param epochs the number of epochs done
   */
  void read(ModelFile checkpoint, int epochs) throws FileFormatException;

  /** Reads a recommender that was saved. */
  R load(ModelFile saved) throws FileFormatException;
}
