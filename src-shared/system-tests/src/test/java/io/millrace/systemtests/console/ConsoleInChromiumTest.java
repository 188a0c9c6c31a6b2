package io.millrace.systemtests.console;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.millrace.bench.browser.Browser;
import io.millrace.bench.browser.ColourScheme;
import io.millrace.bench.browser.Key;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The console as people use it: by keyboard, with a screen reader, on a light and a dark ground, and with few rights. */
@Tag("process")
@OnConsoleSystem
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleInChromiumTest {
    private static final String STREAM = "/streams/" + Scene.CHECKOUT;
    private static final String RULE_LETTERS = STREAM + "/letters?state=open&reason=rule&rule=amount-is-positive";
    private static final String MISSING = "/nothing";
    private static final String OLD = "The values on this page are old";
    private static final int MOST_CLICKS = 3;

    private final Scene scene;
    private Browser browser;
    private ConsolePage page;

    ConsoleInChromiumTest(Scene scene) {
        this.scene = scene;
    }

    @BeforeAll
    void start() throws Exception {
        browser = scene.browser(Scene.OPERATOR);
        page = new ConsolePage(browser);
        page.awaitText("every stream is fresh");
    }

    @AfterAll
    void end() {
        browser.close();
    }

    @BeforeEach
    void signInAsOperator() {
        browser.open(scene.system().address(""));
        if (!browser.text().contains(Scene.OPERATOR)) {
            scene.system().signIn(browser, Scene.OPERATOR);
            page.awaitText("Sign out");
        }
    }

    @ParameterizedTest
    @EnumSource
    @Order(1)
    void axeFindsNothingOnAnyPage(ColourScheme scheme) {
        browser.prefer(scheme);
        var unused = browser.complaints(); // Those of the tests before.
        List<String> findings = new ArrayList<>();
        for (String path : List.of("", STREAM, STREAM + "/letters", RULE_LETTERS,
                STREAM + "/receipt?pk=customer-1&event_id=e1", STREAM + MISSING, "/sign-in")) {
            browser.open(scene.system().address(path));
            add(path, findings);
        }
        for (String reason : List.of("rule", "undecodable")) {
            browser.open(scene.system().address(STREAM + "/letters?reason=" + reason));
            page.activate(browser.script("return document.querySelector('tbody th a').innerText").asText());
            page.awaitText(reason.equals("rule") ? "Decoded by the contract checkout/1." : "It cannot be decoded: ");
            add("letter of reason " + reason, findings);
        }
        browser.open(scene.system().address(RULE_LETTERS));
        page.activate("Dry run");
        page.awaitText("What a redrive would do now");
        add("dry run", findings);
        assertEquals(List.of(), findings);
    }

    private void add(String path, List<String> findings) {
        Axe.findings(browser).forEach(finding -> findings.add(path + ": " + finding));
        browser.complaints().stream().filter(line -> !path.endsWith(MISSING) || !line.contains("404"))
                .forEach(line -> findings.add(path + ": console of the browser: " + line));
    }

    @Test
    @Order(1)
    void axeFindsAPictureWithoutWords() {
        var unused = browser.script("document.querySelector('main').append(new Image())");

        assertTrue(Axe.findings(browser).stream().anyMatch(finding -> finding.startsWith("critical: ")));
    }

    @ParameterizedTest
    @EnumSource
    @Order(1)
    void theColoursAreThoseOfTheScheme(ColourScheme scheme) {
        browser.prefer(scheme);
        for (String path : List.of("", STREAM, RULE_LETTERS, "/sign-in")) {
            browser.open(scene.system().address(path));
            for (String element : List.of("body", "header", "main", "h1", "input", "textarea", "button", "pre",
                    ".flow li", "td")) {
                JsonNode colours = browser.script(Colours.OF_ELEMENT, element);
                if (!colours.isNull()) {
                    double ground = Colours.luminance(colours.path("ground").asText());
                    double text = Colours.luminance(colours.path("text").asText());
                    assertEquals(scheme == ColourScheme.DARK, ground < text,
                            () -> path + " " + element + " " + colours);
                    assertEquals(scheme == ColourScheme.DARK, ground < Colours.MIDDLE,
                            () -> path + " " + element + " " + colours);
                }
            }
        }
    }

    @Test
    @Order(1)
    void aPageWhoseRefreshFailsOrHangsSaysThatItsValuesAreOld() {
        browser.open(scene.system().address(""));
        assertFalse(browser.text().contains(OLD), browser::text);
        var unusedHang = browser.script("XMLHttpRequest.prototype.send = function() {}");
        page.awaitText(OLD);

        browser.open(scene.system().address(""));
        assertFalse(browser.text().contains(OLD), browser::text);
        var unusedFault = browser
                .script("""
                window.sound = XMLHttpRequest.prototype.open;
                XMLHttpRequest.prototype.open = function() { window.sound.call(this, 'GET', '/console/nothing', true); }""");
        page.awaitText(OLD);
        assertEquals("alert", browser.script("return document.getElementById('stale').getAttribute('role')").asText());
        var unusedRepair = browser.script("XMLHttpRequest.prototype.open = window.sound");
        await("the end of the mark").atMost(Duration.ofSeconds(30)).until(() -> !browser.text().contains(OLD));
        var unusedComplaints = browser.complaints(); // Of the page that does not exist.
    }

    @Test
    @Order(1)
    void theFocusStaysWhereItIsWhenThePageIsRefreshed() {
        browser.open(scene.system().address(""));
        page.goTo(Scene.CHECKOUT);
        assertFocusSurvivesARefresh(Scene.CHECKOUT);
        browser.press(Key.ENTER);
        page.awaitText("Dead letters by cause");
        page.goTo("rule");
        assertFocusSurvivesARefresh("rule");
    }

    private void assertFocusSurvivesARefresh(String name) {
        var unused = browser.script(
                "window.refreshes = 0; document.body.addEventListener('htmx:afterSettle', () => window.refreshes++)");
        await("a refresh").atMost(Duration.ofSeconds(20))
                .until(() -> browser.script("return window.refreshes").asInt() > 0);
        assertEquals(name, browser.focused());
    }

    @Test
    @Order(1)
    void aViewerCanLookAndNothingElse() {
        scene.system().signIn(browser, Scene.VIEWER);
        page.awaitText(Scene.VIEWER);
        browser.open(scene.system().address(RULE_LETTERS));

        String text = browser.text();
        assertTrue(text.contains("you need the grant write:checkout"), text);
        assertEquals(List.of("Sign out"), texts("button"));
        String token = browser.script("return document.querySelector('[name=form_token]').value").asText();
        for (String action : List.of("preview", "redrive", "park")) {
            assertEquals(403, post(action, "reason=rule&form_token=" + token), action);
        }
        browser.open(scene.system().address("/streams/orders"));
        assertTrue(browser.text().contains("You may not see this stream"), browser::text);
    }

    @Test
    @Order(1)
    void aFormOfAnotherPageIsRefused() throws IOException {
        assertEquals(403, post("park", "reason=rule"));
        assertEquals(403, post("redrive", "reason=rule&form_token=guessed"));
        HttpServer other = HttpServer.create(new java.net.InetSocketAddress("127.0.0.1", 0), 0);
        byte[] form = """
                <form method=post action=%s><input name=reason value=rule><button autofocus>Win</button></form>"""
                .formatted(scene.system().address(STREAM + "/park")).getBytes(StandardCharsets.UTF_8);
        other.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, form.length);
            exchange.getResponseBody().write(form);
            exchange.close();
        });
        other.start();
        try { // Another port is the same site, so the browser sends the cookie with the form.
            browser.open("http://127.0.0.1:" + other.getAddress().getPort());
            browser.press(Key.ENTER);
            page.awaitText("The form is not from this session");
        } finally {
            other.stop(0);
        }
        browser.open(scene.system().address(RULE_LETTERS));
        assertEquals(Scene.REFUSED, texts("table tbody tr").size(), browser::text);
    }

    private int post(String action, String form) {
        return browser.asynchronousScript("""
                const [url, body, done] = arguments;
                fetch(url, {method: 'POST', body: new URLSearchParams(body)}).then(r => done(r.status))""",
                scene.system().address(STREAM + "/" + action), form).asInt();
    }

    private List<String> texts(String selector) {
        List<String> texts = new ArrayList<>();
        browser.script("return [...document.querySelectorAll(arguments[0])].map(e => e.innerText)", selector)
                .forEach(text -> texts.add(text.asText()));
        return texts;
    }

    @Test
    @Order(2)
    void lettersAreFoundPatchedAndRedrivenInThreeClicksWithoutAMouse() {
        page.activate(Scene.CHECKOUT);
        page.awaitText("Dead letters by cause");
        int before = page.activations();

        page.activate("rule");
        page.awaitText("Letters that are open, reason rule, rule amount-is-positive");
        page.goTo("JSON merge patch for each event (optional)");
        browser.type("{\"amount\": 7}");
        page.activate("Dry run");
        page.awaitText("What a redrive would do now");
        assertEquals(List.of("rule\tmerged\t" + Scene.REFUSED), outcomes());
        page.activate("Redrive these letters");

        page.awaitText("Redrives");
        assertTrue(page.activations() - before <= MOST_CLICKS, () -> page.activations() + " clicks");
        await("the end of the redrive").atMost(Duration.ofSeconds(30)).until(() -> {
            browser.open(scene.system().address(STREAM + "/letters?state=redriven"));
            return browser.text().contains("amount-is-positive");
        });
        assertFalse(browser.text().contains("There are none."), browser::text);
        browser.open(scene.system().address(RULE_LETTERS));
        assertTrue(browser.text().contains("There are none."), browser::text);
    }

    @Test
    @Order(1)
    void theDryRunOfALetterIsCancelledByKeyboard() {
        browser.open(scene.system().address(RULE_LETTERS));
        page.activate(browser.script("return document.querySelector('tbody th a').innerText").asText());
        page.awaitText("Decoded by the contract checkout/1.");
        assertTrue(browser.text().contains("\"amount\" : -1"), browser::text);
        page.activate("Redrive or park this letter");
        page.awaitText("JSON merge patch");
        page.activate("Dry run");
        page.awaitText("What a redrive would do now");

        page.activate("Cancel");

        page.awaitText("Redrive or park this letter");
        assertTrue(browser.text().contains("open"), browser::text);
        browser.open(scene.system().address(RULE_LETTERS));
        assertEquals(Scene.REFUSED, texts("table tbody tr").size(), browser::text);
        assertFalse(browser.text().contains("Redrives"), browser::text);
    }

    private List<String> outcomes() {
        return texts("section tbody tr").stream().map(row -> row.replaceAll("\\t[^\\t]*$", "")).toList();
    }
}
