package dev.tutti.app.admin;

import dev.tutti.tm.recovery.Health;
import dev.tutti.tm.recovery.Vitals;
import dev.tutti.tm.spi.ResourceUnavailableException;
import io.javalin.http.Context;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What machines ask. Whether the node is live and ready is told to anybody, in one word; why is in
 * /api/vitals, for those who have a token.
 */
final class Supervising {

  private static final String TEXT = "text/plain";

  private final AdminNode node;
  private @Nullable Scrape scrape;

  Supervising(AdminNode node) {
    this.node = node;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/metrics", "The node's meters, in the text format of Prometheus")
            .writes(TEXT, Map.of(200, "meters"), this::metrics),
        word("live", Health::live),
        word("ready", Health::ready));
  }

  private Route word(String yes, Function<Health, Health.Check> question) {
    return Route.open(
            Route.Verb.GET, "/" + yes, "Whether the node is " + yes + ": one word, for anybody")
        .writes(
            TEXT,
            Map.of(200, yes, 503, "not " + yes + ", node away, or no answer"),
            ctx -> answer(ctx, yes, question));
  }

  private void metrics(Context ctx) {
    ctx.contentType(Scrape.CONTENT_TYPE).result(scrape().text());
  }

  /** Made when it is asked for the first time: the node may be away before. */
  private synchronized Scrape scrape() {
    Scrape made = scrape;
    if (made == null) {
      made = new Scrape(this::vitals);
      scrape = made;
    }
    return made;
  }

  private Vitals vitals() {
    try {
      return node.ask(admin -> admin.vitals());
    } catch (ResourceUnavailableException e) {
      throw new IllegalStateException("no resource is asked for it", e);
    }
  }

  private void answer(Context ctx, String yes, Function<Health, Health.Check> question) {
    String word;
    try {
      Health health = node.ask(admin -> admin.health());
      word = question.apply(health).ok() ? yes : "not " + yes;
    } catch (NodeAwayException e) {
      word = "node away";
    } catch (UncheckedIOException | IllegalStateException | ResourceUnavailableException e) {
      word = "no answer";
    }
    ctx.status(word.equals(yes) ? 200 : 503)
        .contentType(TEXT + "; charset=utf-8")
        .result(word + "\n");
  }
}
