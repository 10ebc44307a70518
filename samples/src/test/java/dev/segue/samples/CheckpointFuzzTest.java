package dev.segue.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.segue.EpochReport;
import dev.segue.FileFormatException;
import dev.segue.PlaylistDataset;
import dev.segue.TrainingDivergedException;
import dev.segue.TrainingListener;
import dev.segue.baselines.Item2Vec;
import dev.segue.baselines.LatentMarkovEmbedding;
import dev.segue.dl4j.LstmTrainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Changes parts of valid checkpoints, corrects their checksums, and goes on from them: that works,
 * or it is refused as a fault of the file. As an ordinary test it replays the changes in {@code
 * CheckpointFuzzTestInputs}; with {@code -Pfuzz}, Jazzer thinks of changes.
 */
@Timeout(60)
class CheckpointFuzzTest {

  private static final Duration ALWAYS = Duration.ofNanos(1);
  private static final Duration SELDOM = Duration.ofHours(1);
  private static final PlaylistDataset PLAYLISTS = GoldenModels.PLAYLISTS;

  /** Checkpoints within the second epoch. */
  private static final Map<Trainer, byte[]> VALID = new EnumMap<>(Trainer.class);

  @TempDir static Path folder;

  private enum Trainer {
    ITEM2VEC {
      @Override
      void train(Path file, Duration every, boolean resume, TrainingListener listener) {
        Item2Vec.builder()
            .dimensions(3)
            .epochs(2)
            .checkpoint(file, every)
            .resume(resume)
            .listener(listener)
            .build()
            .train(PLAYLISTS, PLAYLISTS);
      }
    },
    LATENT_MARKOV_EMBEDDING {
      @Override
      void train(Path file, Duration every, boolean resume, TrainingListener listener) {
        LatentMarkovEmbedding.builder()
            .dimensions(2)
            .epochs(2)
            .dualPoint(true)
            .checkpoint(file, every)
            .resume(resume)
            .listener(listener)
            .build()
            .train(PLAYLISTS, PLAYLISTS);
      }
    },
    LSTM {
      @Override
      void train(Path file, Duration every, boolean resume, TrainingListener listener) {
        LstmTrainer.builder()
            .embeddingSize(2)
            .hiddenSize(2)
            .epochs(2)
            .ensemble(2)
            .threads(1)
            .checkpoint(file, every)
            .resume(resume)
            .listener(listener)
            .build()
            .train(PLAYLISTS, PLAYLISTS);
      }
    };

    abstract void train(Path file, Duration every, boolean resume, TrainingListener listener);
  }

  /** Stops at the second progress of the second epoch, if there is one. */
  private static final class StopLate implements TrainingListener {

    private int left = 2;

    @Override
    public Decision onEpoch(EpochReport report) {
      return Decision.CONTINUE;
    }

    @Override
    public Decision onProgress(int epoch, long done, long total) {
      left -= epoch == 2 ? 1 : 0;
      return left == 0 ? Decision.STOP : Decision.CONTINUE;
    }
  }

  @FuzzTest(maxDuration = "30m")
  void checkpoints(FuzzedDataProvider fuzz) throws IOException {
    Trainer trainer = fuzz.pickValue(Trainer.values());
    byte[] valid = valid(trainer);
    Path file = folder.resolve("a.checkpoint");
    Files.write(file, ForgedModel.forge(valid, fuzz));
    try {
      trainer.train(file, SELDOM, true, report -> TrainingListener.Decision.CONTINUE);
    } catch (UncheckedIOException e) {
      assertThat(e.getCause())
          .isExactlyInstanceOf(FileFormatException.class)
          .message()
          .startsWith(file + ": ")
          .hasSizeLessThan(3_000);
    } catch (TrainingDivergedException e) {
      assertThat(e.getMessage()).as("forged numbers may be too large").isNotBlank();
    }
  }

  private static byte[] valid(Trainer trainer) throws IOException {
    byte[] known = VALID.get(trainer);
    if (known == null) {
      Path file = folder.resolve("valid.checkpoint");
      trainer.train(file, ALWAYS, false, new StopLate());
      known = Files.readAllBytes(file);
      Files.delete(file);
      VALID.put(trainer, known);
    }
    return known;
  }
}
