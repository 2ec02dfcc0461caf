package dev.tutti.app.cli;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The file of records that a command is given; looked at before any source is opened. */
final class InputFile {

  private InputFile() {}

  static void check(CommandLine line, Path file) throws NoSuchFileException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    if (!Files.isRegularFile(file)) {
      throw new ParameterException(
          line,
          "FILE: "
              + file
              + (Files.isDirectory(file) ? " is a directory" : " is not a regular file")
              + "; name a file with one JSON object in each line");
    }
  }
}
