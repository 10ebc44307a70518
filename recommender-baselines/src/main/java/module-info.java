/** Baselines: simple recommenders to compare with, to blend, and to use if they are good enough. */
module dev.segue.baselines {
  requires transitive dev.segue;
  requires static transitive org.jspecify;

  exports dev.segue.baselines;

  provides dev.segue.model.RecommenderLoader with
      dev.segue.baselines.BaselineLoader;
}
