package dev.segue.dl4j;

import dev.segue.interruption.TaskThreads;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Trains the networks of an ensemble, which begin in the order of their numbers: one on the thread
 * of the caller, or several at once, each on a thread of its own. Each is the one that it would be
 * alone. One caller at a time.
 */
final class EnsembleTraining {

  private final IntFunction<NetworkTraining> networks;
  private final EpochReports reports;
  private final LstmCheckpoint checkpoint;
  private final TrainedNetworks trained;

  /** The numbers of the networks that have not begun. */
  private final Queue<Integer> waiting;

  /**
   * Whoever trains shares it during a batch; whoever holds it alone finds all networks between two
   * batches.
   */
  private final ReadWriteLock batch = new ReentrantReadWriteLock();

  /** Whether a training has ended by an exception, perhaps within a batch. */
  private volatile boolean failed;

  /**
   * Prepares the training of the networks that are not finished.
   *
   * @param size how many networks the ensemble has
   * @param networks creates the training of the network of a number
   * @param trained takes the networks
   */
  EnsembleTraining(
      int size,
      IntFunction<NetworkTraining> networks,
      EpochReports reports,
      LstmCheckpoint checkpoint,
      TrainedNetworks trained) {
    this.networks = networks;
    this.reports = reports;
    this.checkpoint = checkpoint;
    this.trained = trained;
    this.waiting =
        new ArrayDeque<>(
            IntStream.range(0, size)
                .filter(number -> !trained.finished().containsKey(number))
                .boxed()
                .toList());
  }

  /**
   * Trains all networks, or until a listener asks to stop. If one training throws an exception, the
   * others end as if their threads were interrupted.
   *
   * @param atOnce how many are trained at once
   */
  void train(int atOnce) {
    List<NetworkTraining> first = new ArrayList<>();
    for (int i = 0; i < atOnce; i++) {
      begin().ifPresent(first::add);
    }
    try (TaskThreads<Integer> threads = new TaskThreads<>("training", Math.max(1, first.size()))) {
      first.forEach(training -> threads.run(() -> trainFrom(training)));
      threads.all();
    }
  }

  /** Trains a network, and then one that waits after the other; returns how many. */
  private int trainFrom(NetworkTraining first) {
    int networks = 0;
    for (Optional<NetworkTraining> next = Optional.of(first); next.isPresent(); next = begin()) {
      train(next.get());
      networks++;
    }
    return networks;
  }

  /** Begins the next network, if one waits. */
  private Optional<NetworkTraining> begin() {
    batch.writeLock().lock();
    try {
      if (waiting.isEmpty() || failed || !reports.goOn()) {
        return Optional.empty();
      }
      NetworkTraining training = networks.apply(waiting.remove());
      checkpoint.begin(training);
      return Optional.of(training);
    } finally {
      batch.writeLock().unlock();
    }
  }

  private void train(NetworkTraining training) {
    batch.readLock().lock();
    boolean ended = false;
    try {
      TrainedNetworks.Trained network =
          new TrainedNetworks.Trained(training.train(this::betweenBatches), training.keptEpoch());
      if (reports.goOn()) {
        trained.finish(training.number(), network);
        training.close();
      } else {
        trained.stop(training.number(), network);
      }
      ended = true;
    } finally {
      if (!ended) {
        failed = true;
      }
      batch.readLock().unlock();
    }
  }

  /** Lets others have the networks between two batches, or writes a checkpoint of them. */
  private void betweenBatches() {
    boolean due = checkpoint.isDue();
    batch.readLock().unlock();
    try {
      if (due) {
        writeCheckpoint();
      }
    } finally {
      batch.readLock().lock();
    }
  }

  private void writeCheckpoint() {
    batch.writeLock().lock();
    try {
      if (!failed && checkpoint.isDue()) { // another thread may have written it
        checkpoint.write();
      }
    } finally {
      batch.writeLock().unlock();
    }
  }
}
