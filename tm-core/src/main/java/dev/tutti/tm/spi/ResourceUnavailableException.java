package dev.tutti.tm.spi;

import org.jspecify.annotations.Nullable;

/** A source cannot be reached now. The message names the source, the reason and what to do. */
public final class ResourceUnavailableException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String resource;

  /**
   * Makes one.
   *
   * @param resource the name of the resource
   * @param reason why it cannot be reached; holds no secret
   * @param cause what the driver threw, if anything
   */
  public ResourceUnavailableException(String resource, String reason, @Nullable Throwable cause) {
    super(resource + ": " + reason, cause);
    this.resource = resource;
  }

  /**
   * The resource.
   *
   * @return its configured name
   */
  public String resource() {
    return resource;
  }
}
