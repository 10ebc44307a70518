package dev.segue.dl4j;

import dev.segue.lstm.network.LstmModel;

/**
 * What an update starts from.
 *
 * @param model a trained model, with rows for the songs that are new
 * @param fingerprint of the recommender as it was trained
 */
record StartingPoint(LstmModel model, String fingerprint) {}
