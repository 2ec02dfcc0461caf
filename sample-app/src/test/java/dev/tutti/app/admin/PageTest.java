package dev.tutti.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import dev.tutti.tm.recovery.BranchCondition;
import dev.tutti.tm.recovery.Hold;
import dev.tutti.tm.recovery.InDoubtTransaction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser. */
@Tag("campaign")
class PageTest {

  private static final String ID = "shop-k3v9x2m-1-6a5c0e9f-2";
  private static Chromium chromium;

  @TempDir Path dir;
  private Admin admin;

  @BeforeAll
  static void open() {
    chromium = Chromium.start();
  }

  @AfterAll
  static void close() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach
  void start() throws Exception {
    chromium.complaints.clear();
    admin = new Admin(dir);
  }

  @AfterEach
  void stop() {
    chromium.closePages();
    admin.close();
  }

  private Page operator(ColorScheme scheme) {
    Page page = chromium.page(scheme);
    Chromium.login(page, admin.server.url(), admin.operator, "Ada");
    return page;
  }

  private void to(Page page, String part) {
    page.navigate(admin.server.url() + "#/" + part);
  }

  private static void plan(Page page, String resolution) {
    page.locator("[data-key='plan " + resolution + "']").click();
    page.locator("form.confirm").waitFor();
  }

  @Test
  void itLooksTheSameInLightAndDark() {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      String name = scheme.name().toLowerCase(Locale.ROOT);
      Page page = operator(scheme);
      List<String> elsewhere = new CopyOnWriteArrayList<>();
      page.onRequest(
          request -> {
            if (!request.url().startsWith(admin.server.url())) {
              elsewhere.add(request.url());
            }
          });
      page.locator(".source").first().waitFor();
      Chromium.look(page, "glance-" + name);
      to(page, "in-doubt");
      page.locator("table.matrix").waitFor();
      Chromium.look(page, "matrix-" + name);
      to(page, "t/" + ID);
      page.locator("svg.timeline").waitFor();
      page.locator(".choices").waitFor();
      assertThat(page.locator("svg.timeline").getAttribute("aria-label"))
          .contains("decided to commit", "orders: committed", "stock: waiting");
      Chromium.look(page, "transaction-" + name);
      to(page, "doctor");
      page.getByText("Examine now").click();
      page.locator(".diagnosis").first().waitFor();
      assertThat(page.locator("main").textContent()).contains("GRANT XA_RECOVER_ADMIN");
      Chromium.look(page, "doctor-" + name);
      Object ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor");
      assertThat(ground).isEqualTo(name.equals("dark") ? "rgb(21, 21, 26)" : "rgb(248, 247, 244)");
      assertThat(elsewhere).as("no asset of another host").isEmpty();
      chromium.closePages();
    }
    assertThat(chromium.complaints).isEmpty();
  }

  @Test
  void aDecisionIsShownFirstAndThenTyped() {
    Page page = operator(ColorScheme.LIGHT);
    to(page, "t/" + ID);
    plan(page, "ROLLBACK");
    assertThat(page.locator(".plan").textContent()).contains("write it again at stock");
    Locator go = page.locator("form.confirm button[type=submit]");
    page.locator("#typed").fill("roll back");
    assertThat(go.isDisabled()).as("no force, no reason").isTrue();
    page.locator("#force").check();
    assertThat(go.isDisabled()).as("no reason").isTrue();
    page.locator("#reason").fill("stock is rebuilt");
    assertThat(go.isDisabled()).isFalse();
    page.locator("#typed").fill("roll");
    assertThat(go.isDisabled()).as("not typed").isTrue();
    assertThat(admin.recovery.history).isEmpty();
    page.locator("#typed").fill("roll back");
    go.click();
    page.getByText("Done, as number 1 of the history").waitFor();
    assertThat(admin.recovery.history.get(0).who()).isEqualTo("Ada");
    assertThat(admin.recovery.history.get(0).forced()).isTrue();
    to(page, "history");
    page.getByText("stock is rebuilt").waitFor();
    assertThat(chromium.complaints).isEmpty();
  }

  @Test
  void aViewerIsShownNoDecision() {
    Page page = chromium.page(ColorScheme.LIGHT);
    Chromium.login(page, admin.server.url(), admin.viewer, "");
    to(page, "t/" + ID);
    page.locator(".choices").waitFor();
    assertThat(page.locator(".choices button").count()).isZero();
    assertThat(page.locator("main").textContent()).contains("an operator decides");
    page.getByText("Log out").click();
    page.locator("#token").waitFor();
    page.reload();
    page.locator("#token").waitFor();
    assertThat(chromium.complaints).isEmpty();
  }

  @Test
  void aKeyboardIsEnough() {
    Page page = chromium.page(ColorScheme.LIGHT);
    page.navigate(admin.server.url());
    page.locator("#token").waitFor();
    page.keyboard().type(admin.operator);
    page.keyboard().press("Tab");
    page.keyboard().type("Ada");
    page.keyboard().press("Enter");
    page.locator("h1.headline").waitFor();
    tabTo(page, "document.activeElement.dataset.part === 'matrix'");
    assertThat(page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
        .as("the focus is seen")
        .isEqualTo("solid");
    page.keyboard().press("Enter");
    page.locator("table.matrix").waitFor();
    tabTo(page, "document.activeElement.dataset.key === 'row " + ID + "'");
    page.keyboard().press("Enter");
    page.locator(".choices").waitFor();
    tabTo(page, "document.activeElement.dataset.key === 'plan COMMIT'");
    page.keyboard().press("Enter");
    page.locator("form.confirm").waitFor();
    tabTo(page, "document.activeElement.id === 'typed'");
    page.keyboard().type("commit");
    page.keyboard().press("Enter");
    page.getByText("Done, as number 1 of the history").waitFor();
    assertThat(admin.recovery.history).hasSize(1);
  }

  private static void tabTo(Page page, String there) {
    for (int i = 0; i < 60; i++) {
      if (Boolean.TRUE.equals(page.evaluate(there))) {
        return;
      }
      page.keyboard().press("Tab");
    }
    throw new AssertionError("the keyboard does not reach: " + there);
  }

  @Test
  void hostileTextIsTextAndNothingElse() {
    String hostile = FakeRecovery.HOSTILE;
    admin.recovery.transactions.clear();
    admin.recovery.resources.add(hostile);
    admin.recovery.holds.add(new Hold(hostile, Hold.Kind.UNREADABLE_RECORD, hostile));
    admin.recovery.transactions.add(
        new InDoubtTransaction(
            hostile,
            true,
            FakeRecovery.ago(Duration.ofMinutes(1)),
            List.of(),
            List.of(FakeRecovery.branch(hostile, BranchCondition.FOREIGN, hostile))));
    Page page = operator(ColorScheme.LIGHT);
    assertHarmless(page);
    to(page, "in-doubt");
    page.locator("table.matrix tbody a").waitFor();
    assertHarmless(page);
    Chromium.look(page, "hostile");
    page.locator("table.matrix tbody a").click();
    page.locator("svg.timeline").waitFor();
    page.locator("[data-key='plan COMMIT']").waitFor();
    assertHarmless(page);
    plan(page, "COMMIT");
    page.locator("#typed").fill("commit");
    page.locator("#typed").press("Enter");
    page.getByText("Done, as number 1").waitFor();
    to(page, "history");
    page.locator(".entry").waitFor();
    assertHarmless(page);
    assertThat(chromium.complaints).isEmpty();
  }

  private static void assertHarmless(Page page) {
    assertThat(page.evaluate("window.hacked")).isNull();
    assertThat(page.locator("main img, main script").count()).isZero();
    assertThat(page.locator("main").textContent())
        .contains("<script>window.hacked=1</script>")
        .contains("\u2039U+0000\u203a\u2039U+001B\u203a[31m\u2039U+202E\u203aabc");
  }

  @Test
  void tenThousandAreFoundAndPagedQuickly() throws Exception {
    admin.recovery.fill(10_000);
    long before = System.nanoTime();
    assertThat(admin.get("/api/list?limit=10000", admin.viewer).statusCode()).isEqualTo(200);
    long whole = since(before);
    before = System.nanoTime();
    assertThat(admin.get("/api/list", admin.viewer).statusCode()).isEqualTo(200);
    long first = since(before);
    Page page = operator(ColorScheme.LIGHT);
    before = System.nanoTime();
    to(page, "in-doubt");
    page.locator("table.matrix tbody tr").nth(49).waitFor();
    long painted = since(before);
    before = System.nanoTime();
    page.locator("#find").fill("6a5c0e9f-9999");
    page.locator("#range").getByText("of 1").waitFor();
    long found = since(before);
    page.locator("#find").fill("");
    page.locator("#range").getByText("of 10,003").waitFor();
    before = System.nanoTime();
    page.locator("[data-key=last]").click();
    page.locator("#range").getByText("10,001").waitFor();
    long last = since(before);
    Object frame =
        page.evaluate(
            "() => new Promise(done => { let worst = 0, before = performance.now(), n = 0;"
                + " const step = () => { const now = performance.now();"
                + " worst = Math.max(worst, now - before); before = now; window.scrollBy(0, 40);"
                + " if (++n < 40) requestAnimationFrame(step); else done(worst); };"
                + " requestAnimationFrame(step); })");
    System.out.printf(
        "10,003 in doubt: list of all %d ms, of 100 %d ms; page painted %d ms, found %d ms, last"
            + " page %d ms, worst frame while scrolling %s ms%n",
        whole, first, painted, found, last, frame);
    Chromium.look(page, "ten-thousand");
    assertThat(whole).isLessThan(2_000);
    assertThat(painted).isLessThan(2_000);
    assertThat(found).isLessThan(2_000);
    assertThat(last).isLessThan(2_000);
    assertThat(chromium.complaints).isEmpty();
  }

  private static long since(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }

  @Test
  void noPartOfItBreaksThePolicy() {
    Page page = chromium.page(ColorScheme.LIGHT);
    Response response = page.navigate(admin.server.url());
    assertThat(response.headerValue("content-security-policy"))
        .contains("default-src 'self'", "frame-ancestors 'none'");
    Object blocked =
        page.evaluate(
            "() => new Promise(done => {"
                + " document.addEventListener('securitypolicyviolation', e => done(e.effectiveDirective));"
                + " const s = document.createElement('script'); s.textContent = 'window.hacked=1';"
                + " document.head.append(s); })");
    assertThat(blocked).as("the policy is in force").isEqualTo("script-src-elem");
    assertThat(page.evaluate("window.hacked")).isNull();
  }
}
