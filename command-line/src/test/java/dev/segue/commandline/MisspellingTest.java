package dev.segue.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MisspellingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "recomend --model x        | there is no command 'recomend' (did you mean recommend?)",
        "trian                     | there is no command 'trian' (did you mean train?)",
        "dance                     | there is no command 'dance' (see",
        "train --modle x           | there is no option '--modle' (did you mean --model?); Missing",
        "train --modle=x           | there is no option '--modle' (did you mean --model?); Missing",
        "train --modle x --dta y   | --model?); there is no option '--dta' (did you mean --data?)",
        "train --model x --no-skip | there is no option '--no-skip' (did you mean --no-skips?)",
        "train --model x --quux    | there is no option '--quux' (see",
        "train --model x --format cvs | was 'cvs' (did you mean csv?)",
        "convert --as jpsf --to x  | (did you mean jspf?)",
        "train --model x --preset papre | (did you mean paper?)",
        "evaluate --model x --part tets | (did you mean test?)",
        "train --model x --batching inorder | (did you mean in-order?)",
        "fetch yse --to x          | (did you mean yes?)",
        "compare --format synthetic --only lstn | 'lstn' (did you mean lstm?); there are",
        "recommend --model x y z   | 'y', 'z'; Missing required option",
      })
  void meant(String arguments, String message) {
    Execution execution = Execution.of(arguments.split(" "));

    assertThat(execution.exitCode()).isEqualTo(2);
    assertThat(execution.out()).isEmpty();
    assertThat(execution.err().lines()).singleElement().asString().contains(message, "--help");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train --modle x  | Missing required option: '--model=FILE'",
        "train --formt yes --model x --epochs ten | 'ten' is not",
      })
  void theRest_isToldToo(String arguments, String message) {
    assertThat(Execution.of(arguments.split(" ")).err()).contains("did you mean", message);
  }
}
