/** Simpler recommenders: to compare with, and to use where they are enough. */
module dev.segue.baselines {
  requires transitive dev.segue;
  requires static transitive org.jspecify;

  exports dev.segue.baselines;

  provides dev.segue.model.RecommenderLoader with
      dev.segue.baselines.BaselineLoader;
}
