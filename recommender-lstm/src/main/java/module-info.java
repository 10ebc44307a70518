/** The trained LSTM: sessions, recommendations, explanations, and its model file. */
@SuppressWarnings("module") // the module that trains is built after this one
module dev.segue.lstm {
  requires transitive dev.segue;
  requires static jvector;
  requires static transitive org.jspecify;

  exports dev.segue.lstm;
  exports dev.segue.lstm.network to
      dev.segue.dl4j;

  provides dev.segue.model.RecommenderLoader with
      dev.segue.lstm.LstmLoader;
}
