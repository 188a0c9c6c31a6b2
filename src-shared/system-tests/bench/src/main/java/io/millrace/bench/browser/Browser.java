package io.millrace.bench.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.bench.debian.ChromiumPackage;

/** A Chromium without a window and with an empty profile. Its commands return when the page has been loaded. */
public final class Browser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> OPTIONS = List.of("--headless=new", "--no-sandbox", "--disable-gpu",
            "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars", "--window-size=1280,900");

    private final ChromeDriver driver;
    private final WebDriverSession session;

    private Browser(ChromeDriver driver, WebDriverSession session) {
        this.driver = driver;
        this.session = session;
    }

    /**
     * Starts it.
     *
     * @param folder
     *            for its profile and the log of its driver; it should not exist yet
     * @throws IllegalStateException
     *             when there is no Chromium and none can be installed, or it does not start
     */
    public static Browser start(Path folder) throws IOException, InterruptedException {
        ChromiumPackage programs = ChromiumPackage.find();
        Path profile = Files.createDirectories(folder.resolve("profile")).toAbsolutePath();
        ObjectNode options = JSON.createObjectNode().put("binary", programs.browser().toString());
        ArrayNode words = options.putArray("args");
        OPTIONS.forEach(words::add);
        words.add("--user-data-dir=" + profile);
        ObjectNode capabilities = JSON.createObjectNode().put("browserName", "chrome");
        capabilities.set("goog:chromeOptions", options);
        capabilities.putObject("goog:loggingPrefs").put("browser", "WARNING");
        ChromeDriver driver = ChromeDriver.start(programs.driver(), folder.resolve("chromedriver.log"));
        try {
            return new Browser(driver, new WebDriverSession("http://127.0.0.1:" + driver.port(), capabilities));
        } catch (IllegalStateException e) {
            driver.close();
            throw e;
        }
    }

    /** Loads a page. */
    public void open(String url) {
        var unused = session.post("url", JSON.createObjectNode().put("url", url));
    }

    /** The address of the page. */
    public String address() {
        return session.get("url").asText();
    }

    /** The text of the page, as a person sees it. */
    public String text() {
        return script("return document.body.innerText").asText();
    }

    /** The accessible name of the element that has the focus. */
    public String focused() {
        return script("""
                const e = document.activeElement;
                return (e.labels?.[0] ?? e).innerText?.trim() || e.getAttribute('aria-label') || e.tagName""").asText();
    }

    /** Runs the body of a function in the page, and gives what it returns. */
    public JsonNode script(String body, Object... arguments) {
        return run("execute/sync", body, arguments);
    }

    /** The same for a function that ends when it calls its last argument with the result. */
    public JsonNode asynchronousScript(String body, Object... arguments) {
        return run("execute/async", body, arguments);
    }

    private JsonNode run(String command, String body, Object... arguments) {
        ObjectNode call = JSON.createObjectNode().put("script", body);
        call.set("args", JSON.valueToTree(List.of(arguments)));
        return session.post(command, call);
    }

    /** Presses a key. */
    public void press(Key key) {
        type(key.code());
    }

    /** Presses a key while another one is held. */
    public void pressWith(Key held, Key key) {
        perform(List.of(action("keyDown", held.code()), action("keyDown", key.code()), action("keyUp", key.code()),
                action("keyUp", held.code())));
    }

    /** Types a text where the focus is. */
    public void type(String text) {
        perform(text.codePoints().mapToObj(Character::toString)
                .flatMap(one -> List.of(action("keyDown", one), action("keyUp", one)).stream()).toList());
    }

    private void perform(List<ObjectNode> actions) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode keyboard = body.putArray("actions").addObject().put("type", "key").put("id", "keyboard");
        keyboard.putArray("actions").addAll(actions);
        var unused = session.post("actions", body);
    }

    private static ObjectNode action(String type, String value) {
        return JSON.createObjectNode().put("type", type).put("value", value);
    }

    /** Lets pages see another colour scheme of the system. */
    public void prefer(ColourScheme scheme) {
        ObjectNode parameters = JSON.createObjectNode();
        parameters.putArray("features").addObject().put("name", "prefers-color-scheme").put("value", scheme.word());
        devTools("Emulation.setEmulatedMedia", parameters);
    }

    /** Empties the cache, so that the next page is loaded with all its parts. */
    public void forgetCache() {
        devTools("Network.clearBrowserCache", JSON.createObjectNode());
    }

    private void devTools(String command, ObjectNode parameters) {
        ObjectNode body = JSON.createObjectNode().put("cmd", command);
        body.set("params", parameters);
        var unused = session.post("goog/cdp/execute", body);
    }

    /** The warnings and errors in the browser's own console since the last call: of scripts, and of what a page may not do. */
    public List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        session.post("se/log", JSON.createObjectNode().put("type", "browser"))
                .forEach(line -> complaints.add(line.path("message").asText()));
        return complaints;
    }

    /** A picture of what the window would show, as PNG. */
    public byte[] screenshot() {
        return Base64.getDecoder().decode(session.get("screenshot").asText());
    }

    @Override
    public void close() {
        try {
            session.close();
        } finally {
            driver.close();
        }
    }
}
