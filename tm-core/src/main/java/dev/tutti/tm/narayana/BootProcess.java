package dev.tutti.tm.narayana;

import com.arjuna.ats.arjuna.utils.Process;

/** Puts the store's boot number where the engine's uids carry a process id. */
final class BootProcess implements Process {

  private volatile int boot;

  void boot(int number) {
    boot = number;
  }

  @Override
  public int getpid() {
    return boot;
  }
}
