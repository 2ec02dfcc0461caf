package dev.tutti.app.cli;

import dev.tutti.app.sync.SyncListener;
import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar on a terminal, nothing elsewhere; problems as lines in any case. */
final class Progress implements SyncListener, AutoCloseable {

  private final PrintWriter err;
  private final @Nullable ProgressBar bar;

  Progress(PrintWriter err, long bytes, boolean wanted) {
    this.err = err;
    this.bar =
        wanted && isTerminal()
            ? new ProgressBarBuilder()
                .setTaskName("sync")
                .setInitialMax(bytes)
                .setUnit(" KiB", 1024)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .build()
            : null;
  }

  /** The launcher looks, since Java cannot tell for standard error alone. */
  private static boolean isTerminal() {
    return Boolean.getBoolean("tutti.terminal");
  }

  @Override
  public void progress(long bytes, long records) {
    if (bar != null) {
      bar.stepTo(Math.max(bytes, bar.getCurrent()));
      bar.setExtraMessage(records + " records");
    }
  }

  @Override
  public void problem(String line) {
    err.println(line);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
