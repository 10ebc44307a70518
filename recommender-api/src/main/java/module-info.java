/**
 * The API that all modules share: datasets, recommenders, sessions, evaluation and the model file.
 */
@SuppressWarnings("module") // dev.segue.datasets is compiled later
module dev.segue {
  requires com.fasterxml.jackson.core;
  requires java.logging; // asked whether anybody has configured it
  requires static transitive org.jspecify;

  exports dev.segue;
  exports dev.segue.checkpoint to
      dev.segue.baselines,
      dev.segue.dl4j;
  exports dev.segue.evaluation;
  exports dev.segue.files to
      dev.segue.datasets,
      dev.segue.pages,
      dev.segue.server;
  exports dev.segue.interruption to
      dev.segue.baselines,
      dev.segue.dl4j,
      dev.segue.lstm,
      dev.segue.pages;
  exports dev.segue.model;
  exports dev.segue.quotation to
      dev.segue.baselines,
      dev.segue.datasets,
      dev.segue.dl4j,
      dev.segue.lstm,
      dev.segue.server,
      dev.segue.spark;
  exports dev.segue.scratch to
      dev.segue.baselines,
      dev.segue.lstm;

  uses dev.segue.model.RecommenderLoader;
}
