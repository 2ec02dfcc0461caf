package dev.tutti.xa.testing;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Stops the shared servers when the tests have ended, and says what could not run. */
public final class ServersListener implements LauncherSessionListener {

  private final MissingTable table = new MissingTable();

  /** Called by the service loader. */
  public ServersListener() {}

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    session.getLauncher().registerTestExecutionListeners(table);
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    Servers.stopAll();
  }
}
