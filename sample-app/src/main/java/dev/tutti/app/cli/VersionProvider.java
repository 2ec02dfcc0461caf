package dev.tutti.app.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar says. */
final class VersionProvider implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = VersionProvider.class.getPackage().getImplementationVersion();
    return new String[] {"tutti " + (version == null ? "(not packaged)" : version)};
  }
}
