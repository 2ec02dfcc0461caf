package dev.tutti.xa.config;

import dev.tutti.tm.outcome.Guarantee;
import dev.tutti.tm.spi.ResourceManager;
import java.util.ArrayList;
import java.util.List;

/** A kind of a user's own, which may name another resource. */
final class ThingKind implements ResourceKind {

  final List<Thing> made = new ArrayList<>();

  @Override
  public String kind() {
    return "thing";
  }

  @Override
  public ResourceManager build(ResourceSettings settings, ResourceLookup others) {
    String url = settings.text("url", "none");
    String password = settings.secret("password").orElse("");
    int size = settings.number("size", 1, 1, 9);
    Thing source =
        settings
            .optional("source")
            .map(name -> others.find(settings.path("source"), name, Thing.class))
            .orElse(null);
    Thing thing = new Thing(settings.name(), url, password, size, source);
    made.add(thing);
    return thing;
  }

  static final class Thing implements ResourceManager {
    final String name;
    final String url;
    final String password;
    final int size;
    final Thing source;
    boolean closed;

    Thing(String name, String url, String password, int size, Thing source) {
      this.name = name;
      this.url = url;
      this.password = password;
      this.size = size;
      this.source = source;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Guarantee guarantee() {
      return Guarantee.VOLATILE;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
