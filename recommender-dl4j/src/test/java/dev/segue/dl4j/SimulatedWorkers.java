package dev.segue.dl4j;

import dev.segue.Catalogue;
import dev.segue.Playlist;
import dev.segue.PlaylistDataset;
import dev.segue.lstm.LstmRecommender;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;

/** Workers that take turns in one process. */
final class SimulatedWorkers {

  private final LstmTrainer trainer;
  private final List<List<Playlist>> parts;

  private OptionalInt roundsOfEpoch = OptionalInt.empty();

  /** Shuffles the pieces before they reach the mean. */
  private Optional<Random> order = Optional.empty();

  SimulatedWorkers(LstmTrainer trainer, PlaylistDataset training, int workers) {
    this.trainer = trainer;
    List<Playlist> playlists = training.playlists().toList();
    this.parts =
        IntStream.range(0, workers)
            .mapToObj(
                worker ->
                    IntStream.range(0, playlists.size())
                        .filter(number -> number % workers == worker)
                        .mapToObj(playlists::get)
                        .toList())
            .toList();
  }

  SimulatedWorkers inOrder(Random random) {
    order = Optional.of(random);
    return this;
  }

  /** Has so many rounds in an epoch. */
  SimulatedWorkers rounds(OptionalInt ofEpoch) {
    roundsOfEpoch = ofEpoch;
    return this;
  }

  LstmRecommender train(Catalogue catalogue, Optional<PlaylistDataset> validation) {
    TrainingSummary summary =
        parts.stream()
            .map(part -> TrainingSummary.of(trainer, part))
            .reduce(TrainingSummary::plus)
            .orElseThrow();
    TrainingRounds rounds =
        TrainingRounds.begin(
            trainer,
            catalogue,
            summary,
            validation.map(data -> each -> TrainingRounds.evaluator().evaluate(each, data)),
            parts.size(),
            roundsOfEpoch);
    List<TrainingWorker> workers = workers(rounds.untrained());
    while (rounds.goOn()) {
      TrainingRound round = rounds.next();
      List<WeightPiece> pieces = new ArrayList<>();
      workers.forEach(worker -> pieces.addAll(worker.train(round)));
      order.ifPresent(random -> Collections.shuffle(pieces, random));
      rounds.add(means(pieces));
    }
    return rounds.recommender();
  }

  private List<TrainingWorker> workers(LstmRecommender untrained) {
    int threads = trainer.hyperparameters().run().threads();
    return IntStream.range(0, parts.size())
        .mapToObj(
            number -> TrainingWorker.of(trainer, untrained, parts.get(number), number, threads))
        .toList();
  }

  private static List<WeightPiece> means(List<WeightPiece> pieces) {
    Map<String, List<WeightPiece>> places = new LinkedHashMap<>();
    pieces.forEach(
        piece -> places.computeIfAbsent(piece.place(), any -> new ArrayList<>()).add(piece));
    return places.values().stream().map(WeightPiece::mean).toList();
  }
}
