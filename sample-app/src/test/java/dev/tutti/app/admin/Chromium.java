package dev.tutti.app.admin;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** The machine's own Chromium, driven from outside. What its console says is kept. */
public final class Chromium implements AutoCloseable {

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private final Playwright playwright;
  private final Browser browser;

  private final List<BrowserContext> contexts = new CopyOnWriteArrayList<>();

  /** All that its pages have complained of. */
  public final List<String> complaints = new CopyOnWriteArrayList<>();

  private Chromium(Path executable) {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable)
                    .setHeadless(true)
                    .setArgs(
                        System.getProperty("user.name").equals("root")
                            ? List.of("--no-sandbox")
                            : List.of()));
  }

  /** Starts it; a developer without one skips the test, an automatic build fails. */
  public static Chromium start() {
    Optional<Path> found =
        Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();
    if (found.isEmpty()) {
      String line = "Chromium cannot run here: it is missing; apt-get install chromium";
      String ours = System.getenv("TUTTI_REQUIRE_SERVERS");
      String required = ours != null ? ours : System.getenv("CI");
      if (required != null && !required.isBlank() && !required.equalsIgnoreCase("false")) {
        Assertions.fail(line);
      }
      Assumptions.abort(line);
    }
    return new Chromium(found.orElseThrow());
  }

  /** A page of a person who was never here before. */
  public Page page(ColorScheme scheme) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions().setViewportSize(1280, 900).setColorScheme(scheme));
    contexts.add(context);
    Page page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (!message.type().equals("log") && !message.type().equals("info")) {
            complaints.add(message.type() + ": " + message.text());
          }
        });
    page.onPageError(complaints::add);
    return page;
  }

  /** Logs in. */
  public static void login(Page page, String url, String token, String name) {
    page.navigate(url);
    page.locator("#token").fill(token);
    page.locator("#name").fill(name);
    page.keyboard().press("Enter");
    page.locator("h1.headline").waitFor();
  }

  /** Keeps what the page looks like, for a person to look at. */
  public static void look(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")).setFullPage(true));
  }

  /** Closes its pages: they would ask on. */
  public void closePages() {
    contexts.forEach(BrowserContext::close);
    contexts.clear();
  }

  @Override
  public void close() {
    closePages();
    playwright.close();
  }
}
