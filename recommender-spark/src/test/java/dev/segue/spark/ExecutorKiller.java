package dev.segue.spark;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Kills one of the executors once so many tasks are done, and counts those that failed. */
final class ExecutorKiller extends SparkListener {

  private final int after;
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();

  private ExecutorKiller(int after) {
    this.after = after;
  }

  /** Does something meanwhile; returns how many tasks failed. */
  static int during(int after, Runnable work) {
    ExecutorKiller killer = new ExecutorKiller(after);
    LocalCluster.session().sparkContext().addSparkListener(killer);
    try {
      work.run();
      return killer.failed.get();
    } finally {
      LocalCluster.session().sparkContext().removeSparkListener(killer);
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    if (!end.taskInfo().successful()) {
      failed.incrementAndGet();
    } else if (done.incrementAndGet() == after) {
      LocalCluster.executors().get(0).destroyForcibly();
    }
  }
}
