package dev.segue.samples.station;

import dev.segue.RecommendationRules;
import dev.segue.SequenceRecommender;
import dev.segue.Song;
import java.util.List;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The application that docs/spring.md shows. */
@SpringBootApplication
class StationApplication {

  @RestController
  static class NextSongs {

    private final SequenceRecommender recommender;
    private final RecommendationRules rules;

    NextSongs(SequenceRecommender recommender, RecommendationRules rules) {
      this.recommender = recommender;
      this.rules = rules;
    }

    @GetMapping("/next")
    List<Song> next(@RequestParam List<String> heard) {
      return recommender.recommend(heard, 10, rules).stream().map(each -> each.song()).toList();
    }

    @ExceptionHandler
    ProblemDetail unknownSong(IllegalArgumentException refused) {
      return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, refused.getMessage());
    }
  }
}
