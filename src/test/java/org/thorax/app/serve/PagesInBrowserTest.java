package org.thorax.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.app.serve.api.ServeLimits;

/** The pages in Chromium, as their users see them. Screenshots are left in target/screenshots. */
@Tag("tools")
class PagesInBrowserTest {
  private static final Path SCREENSHOTS = Path.of("target/screenshots");
  private static final String SHOWN = "!document.getElementById('found').hidden";
  @TempDir private static Path folder;
  private static RunningServer server;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    Assumptions.assumeTrue(
        Browser.program().isPresent(), "Chromium is not installed: the pages were not tried.");
    LoggedExperiments.write(folder.resolve("logs"));
    Path models = RunningServer.models(folder);
    Files.writeString(models.resolve("nameless.h5"), "no model");
    server =
        new RunningServer(models, folder.resolve("logs"), Optional.empty(), ServeLimits.DEFAULT);
    browser = new Browser(Files.createDirectory(folder.resolve("profile")));
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.close();
      server.close();
      assertThat(server.faults).isEmpty();
    }
  }

  @BeforeEach
  void wide() throws Exception {
    browser.window(1280, 900, false);
    browser.complaints.clear();
  }

  @Test
  void anUploadIsExplainedAndTheSlidersReactWithoutTheServer() throws Exception {
    open("/");
    upload(RunningServer.radiograph(), "film.jpg");
    browser.until(SHOWN);
    assertThat(text("status")).contains("film.jpg", "pixels", "one model");
    assertThat(browser.value("document.querySelectorAll('#classes label').length").asInt())
        .isEqualTo(RunningServer.CLASSES.size() + 1);
    String before = pixels("map");
    long requests = requests();
    slide("map-from", 1);
    String least = pixels("map");
    assertThat(least).isNotEqualTo(before);
    slide("map-from", 0.3);
    assertThat(pixels("map")).isEqualTo(before);
    slide("found-from", 0);
    assertThat(found()).isEqualTo(RunningServer.CLASSES.size());
    slide("found-from", 1);
    assertThat(found()).isZero();
    assertThat(requests()).isEqualTo(requests);
    quiet();
  }

  @Test
  void anotherClassHasAnotherMapAndIsChosenByKeyboard() throws Exception {
    open("/");
    sample(1);
    String all = pixels("map");
    browser.value("document.querySelector('#classes input').focus()");
    browser.press("ArrowDown", 40);
    String name = browser.value("document.querySelector('#classes input:checked').value").asText();
    assertThat(RunningServer.CLASSES).contains(name);
    assertThat(text("map-caption")).contains(name);
    assertThat(pixels("map")).isNotEqualTo(all);
    slide("boxes-from", 0.2);
    assertThat(text("boxes-caption")).contains(name);
    browser.value("document.getElementById('colours').value = 'original'");
    browser.value("document.getElementById('colours').dispatchEvent(new Event('change'))");
    assertThat(pixels("map")).isNotEqualTo(all);
    browser.screenshot(SCREENSHOTS.resolve("class.png"));
    quiet();
  }

  @Test
  void severalModelsAnswerWithTheirMean() throws Exception {
    open("/");
    sample(2);
    browser.value("document.querySelectorAll('#models input')[1].click()");
    browser.until("document.getElementById('status').textContent.includes('mean of 2 models')");
    assertThat(browser.value("document.querySelectorAll('#classes label').length").asInt())
        .isEqualTo(3);
    assertThat(browser.value("document.getElementById('found-from').value").asDouble())
        .isEqualTo(0.4);
    quiet();
  }

  @Test
  void aFileThatIsNoImageIsExplainedInWords() throws Exception {
    open("/");
    upload("no image".getBytes(StandardCharsets.UTF_8), "letter.png");
    browser.until("!document.getElementById('problem').hidden");
    assertThat(text("problem")).contains("neither JPEG, PNG nor DICOM");
    assertThat(browser.value(SHOWN).asBoolean()).isFalse();
    sample(0);
    assertThat(browser.value("document.getElementById('problem').hidden").asBoolean()).isTrue();
  }

  @Test
  void theResultIsSavedAsPngAndJson() throws Exception {
    open("/");
    sample(0);
    browser.value(
        "window.saved = []; const make = URL.createObjectURL;"
            + " URL.createObjectURL = (blob) => { saved.push(blob); return make(blob); };"
            + " document.getElementById('save-png').click();"
            + " document.getElementById('save-json').click(); 0");
    browser.until("window.saved.length === 2");
    String types = browser.value("saved.map((blob) => blob.type).sort().join()").asText();
    assertThat(types).isEqualTo("application/json,image/png");
    String json = browser.value("saved.find((blob) => blob.type.endsWith('json')).text()").asText();
    assertThat(json).contains("\"probabilities\"", "not a medical device", "\"boxes\"");
  }

  @Test
  void experimentsAreSortedFilteredAndCompared() throws Exception {
    open("/experiments");
    browser.until("document.querySelectorAll('#table tbody tr').length === 3");
    String first = "document.querySelector('#table tbody tr td.name').textContent";
    browser.value("document.querySelector('#table th[data-key=test_auc] button').click()");
    assertThat(browser.value(first).asText()).isEqualTo(LoggedExperiments.BEST);
    browser.value("document.querySelector('#table tbody tr').click()");
    browser.until("document.querySelectorAll('#chosen .chart path').length >= 2");
    assertThat(text("chosen")).contains(LoggedExperiments.BEST, "Learning curves", "auc");
    browser.screenshot(SCREENSHOTS.resolve("experiment.png"));
    browser.value("document.querySelectorAll('#table tbody input')[1].click()");
    browser.until("document.getElementById('chosen').textContent.includes('Differences')");
    browser.window(1280, 900, true);
    browser.screenshot(SCREENSHOTS.resolve("compared.png"));
    browser.value("document.getElementById('find').value = 'WBCE'");
    browser.value("document.getElementById('find').dispatchEvent(new Event('input'))");
    assertThat(text("count")).isEqualTo("1 of 3");
    quiet();
  }

  @Test
  void aReportKnownToBeWrongIsShownWithItsWarning() throws Exception {
    open("/experiments");
    browser.until("document.querySelectorAll('#table tbody tr').length === 3");
    browser.value("document.getElementById('find').value = 'WBCE'");
    browser.value("document.getElementById('find').dispatchEvent(new Event('input'))");
    browser.value("document.querySelector('#table tbody tr').click()");
    browser.until("document.getElementById('issues') !== null");
    assertThat(text("issues")).contains("Issues", "warning: reports before 2020-09-03");
    String above = "document.querySelector('#chosen pre').previousSibling.textContent";
    assertThat(browser.value(above).asText())
        .startsWith("Not to be trusted: reports before 2020-09-03");
    quiet();
  }

  @Test
  void theAddressHoldsWhatIsShownAndBringsItBack() throws Exception {
    open("/");
    sample(1);
    browser.value("document.querySelectorAll('#classes input')[2].click()");
    slide("boxes-from", 0.25);
    browser.value("document.getElementById('boxes-from').dispatchEvent(new Event('change'))");
    String name = browser.value("document.querySelector('#classes input:checked').value").asText();
    String address = browser.value("location.href").asText();
    String before = pixels("boxes");
    browser.open(server.address("/experiments"));
    browser.open(URI.create(address));
    browser.until(SHOWN);
    assertThat(browser.value("document.querySelector('#classes input:checked').value").asText())
        .isEqualTo(name);
    assertThat(pixels("boxes")).isEqualTo(before);
    browser.value("document.getElementById('copy-link').click()");
    browser.until("document.getElementById('copied').textContent.includes('link')");
    quiet();
  }

  @Test
  void anImageIsPastedOrDroppedAnywhere() throws Exception {
    open("/");
    String film = Base64.getEncoder().encodeToString(RunningServer.radiograph());
    String event =
        "{ const bytes = Uint8Array.from(atob('%s'), (letter) => letter.charCodeAt(0));"
            + " const data = new DataTransfer(); data.items.add(new File([bytes], '%s'));"
            + " document.querySelector('footer').dispatchEvent(%s); }";
    String pasted = "new ClipboardEvent('paste', { bubbles: true, clipboardData: data })";
    browser.value(event.formatted(film, "pasted.jpg", pasted));
    browser.until("document.getElementById('status').textContent.includes('pasted.jpg: ')");
    String dropped = "new DragEvent('drop', { bubbles: true, dataTransfer: data })";
    browser.value(event.formatted(film, "dropped.jpg", dropped));
    browser.until("document.getElementById('status').textContent.includes('dropped.jpg: ')");
    assertThat(browser.value("document.getElementById('progress').hidden").asBoolean()).isTrue();
    quiet();
  }

  @Test
  void whatCannotBeAskedIsListedWithItsReasonAndAVanishedModelIsSaid() throws Exception {
    open("/");
    assertThat(text("unavailable")).contains("1 not available", "nameless", "does not specify");
    browser.value("document.querySelector('#models input').value = 'gone'");
    browser.value("document.querySelectorAll('#samples button')[0].click()");
    browser.until("!document.getElementById('problem').hidden");
    assertThat(text("problem")).contains("no model 'gone'", "choose another");
    browser.until(
        "![...document.querySelectorAll('#models input')].some((b) => b.value === 'gone')");
    assertThat(browser.value("document.getElementById('found').hidden").asBoolean()).isTrue();
  }

  @Test
  void aPhoneNeedsNoScrollingSideways() throws Exception {
    browser.window(390, 844, true);
    for (String page : new String[] {"/", "/experiments"}) {
      open(page);
      if (page.equals("/")) {
        sample(1);
      }
      assertThat(browser.value("document.documentElement.scrollWidth").asInt())
          .isLessThanOrEqualTo(390);
      String name = page.equals("/") ? "phone.png" : "phone-experiments.png";
      browser.screenshot(SCREENSHOTS.resolve(name));
    }
    quiet();
  }

  @Test
  void everyPageSaysThatItIsNoMedicalDevice() throws Exception {
    for (String page : new String[] {"/", "/experiments"}) {
      open(page);
      assertThat(browser.value("document.querySelector('footer').innerText").asText())
          .contains("Not a medical device");
    }
  }

  private static void open(String page) throws Exception {
    browser.open(server.address(page));
    if (page.equals("/")) {
      browser.until("document.querySelectorAll('#models input').length === 2");
      browser.until("document.querySelectorAll('#samples button').length > 2");
    }
  }

  private static void upload(byte[] bytes, String name) throws Exception {
    browser.choose("#file", Files.write(folder.resolve(name), bytes));
  }

  private static void sample(int index) throws Exception {
    browser.value("document.querySelectorAll('#samples button')[" + index + "].click()");
    browser.until(SHOWN);
  }

  private static void slide(String id, double value) throws Exception {
    browser.value(
        String.format(
            "{ const slider = document.getElementById('%s'); slider.value = %s;"
                + " slider.dispatchEvent(new Event('input')); }",
            id, value));
  }

  private static int found() throws Exception {
    return browser.value("document.querySelectorAll('#classes .is-found').length").asInt();
  }

  private static String text(String id) throws Exception {
    return browser.value("document.getElementById('" + id + "').textContent").asText();
  }

  private static String pixels(String canvas) throws Exception {
    return browser.value("document.getElementById('" + canvas + "').toDataURL()").asText();
  }

  private static long requests() throws Exception {
    return browser.value("performance.getEntriesByType('resource').length").asLong();
  }

  /** No script failed and nothing was refused. */
  private static void quiet() {
    assertThat(browser.complaints).isEmpty();
  }
}
