package dev.tutti.xa.matrix;

import dev.tutti.tm.sync.WriteOptions;
import dev.tutti.tm.testing.Script;
import java.nio.file.Path;
import java.util.Arrays;

/** Writes a value and is halted in that. Arguments: directory, point, value, the sources. */
final class MatrixChild {

  private MatrixChild() {}

  public static void main(String[] args) throws Exception {
    Scene scene =
        new Scene(Path.of(args[0]), Arrays.stream(args).skip(3).map(Spec::parse).toList());
    scene.write(
        WriteOptions.none(), args[2], () -> Point.valueOf(args[1]).arm(scene, Script.halt()));
    throw new AssertionError("the script should have ended this JVM");
  }
}
