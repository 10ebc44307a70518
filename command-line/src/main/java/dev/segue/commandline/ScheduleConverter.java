package dev.segue.commandline;

import dev.segue.dl4j.Schedule;
import dev.segue.quotation.Quotation;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a schedule of the learning rate: a name, and numbers behind an equals sign. */
final class ScheduleConverter implements ITypeConverter<Schedule> {

  @Override
  public Schedule convert(String value) {
    String[] nameAndNumbers = value.split("=", 2);
    String[] numbers =
        nameAndNumbers.length == 1 ? new String[0] : nameAndNumbers[1].split(",", -1);
    try {
      return switch (nameAndNumbers[0] + " of " + numbers.length) {
        case "constant of 0" -> Schedule.constant();
        case "constant of 1" -> Schedule.constant(Double.parseDouble(numbers[0]));
        case "cosine of 2" ->
            Schedule.cosine(Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1]));
        case "plateau of 2" ->
            Schedule.plateau(Double.parseDouble(numbers[0]), Integer.parseInt(numbers[1]));
        default ->
            throw new TypeConversionException(
                "must be constant, constant=X, cosine=X,X or plateau=X,N, was "
                    + Quotation.quote(value));
      };
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(Quotation.quote(value) + ": " + e.getMessage());
    }
  }
}
