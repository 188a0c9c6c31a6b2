package io.millrace.batch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import io.millrace.batch.config.BatchServiceConfig;
import io.millrace.batch.schedule.BatchRun;
import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.schema.Contract;
import io.millrace.landing.testing.VisitStream;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages of the console, with real letters, as a browser without scripts gets them. */
@QuarkusTest
@TestProfile(OperatorKeys.class)
class ConsoleTest {
    private static final String SCRIPT = "<script>alert(1)</script>";

    @TestHTTPResource(value = "/", management = true)
    URL port;

    @Inject
    Admin admin;

    @Inject
    BatchServiceConfig config;

    @Inject
    BatchRun run;

    @Inject
    ContractCatalog catalog;

    private VisitStream visits;
    private String path;

    @BeforeEach
    void refuseAnEvent() {
        visits = new VisitStream(config, admin, 1);
        path = "/console/streams/" + visits.name();
        Contract contract = visits.provision();
        var unused = catalog.refresh();
        try (KafkaProducer<byte[], byte[]> producer = visits.producer()) {
            visits.send(producer, contract, 0, 3);
            var unusedAck = producer.send(new ProducerRecord<>(visits.name().topic(), VisitStream.bytes("x"),
                    visits.event(contract, "late", "e", SCRIPT).value()));
            producer.flush();
        }
        assertTrue(run.run(), run.failures()::toString);
    }

    private Browser browser() {
        return new Browser(port.toString().replaceFirst("/$", ""));
    }

    private Browser signedIn(String name) {
        Browser browser = browser();
        HttpResponse<String> page = browser.post("/console/sign-in", Map.of("key", "of-" + name));
        assertEquals(200, page.statusCode(), page::body);
        assertTrue(page.body().contains("<h1>Streams</h1>"), page::body);
        return browser;
    }

    private String observed(Browser browser) {
        await("an observation of the table and its letters").atMost(VisitStream.LIMIT).until(() -> {
            String page = browser.get(path).body();
            return page.contains("The books balance") && page.contains("key-mismatch");
        });
        return browser.get(path).body();
    }

    @Test
    void withoutASessionThereIsTheSignInAlone() {
        for (String page : new String[]{"/console", "/console/flow", path, path + "/letters"}) {
            assertTrue(browser().get(page).body().contains("<h1>Sign in</h1>"), page);
        }
        assertEquals(401, browser().post("/console/sign-in", Map.of("key", "guessed")).statusCode());
    }

    @Test
    void aSignInLeadsToThePageThatWasAskedForAndARefreshLeavesThePage() {
        String letters = path + "/letters?state=open";
        Browser admin = browser();
        String form = admin.get(letters).body();
        assertTrue(form.contains("name=\"to\" value=\"" + letters + "\""), form);
        HttpResponse<String> page = admin.post("/console/sign-in", Map.of("key", "of-admin", "to", letters));
        assertTrue(page.uri().toString().endsWith(letters), () -> page.uri() + page.body());
        assertTrue(browser().post("/console/sign-in", Map.of("key", "of-admin", "to", "//example.org/")).body()
                .contains("<h1>Streams</h1>"));

        HttpResponse<String> refresh = browser().refresh(path + "/live", path);

        assertEquals("", refresh.body());
        assertEquals("/console/sign-in?to=" + path.replace("/", "%2F"),
                refresh.headers().firstValue("HX-Redirect").orElse(""));
    }

    @Test
    void aStreamShowsItsConditionLettersCommitsBooksContractAndAnExample() {
        Browser reader = signedIn("reader");

        String page = observed(reader);

        for (String shown : new String[]{"<strong class=\"fresh\">Fresh</strong>", "key-mismatch", "<td>batch</td>",
                "<dt>offsets merged</dt><dd>4</dd>", "Version 1", "+ note: string",
                "curl -i http://localhost:8080/v1", "Last audit of a share by key: "}) {
            assertTrue(page.contains(shown), () -> shown + " in " + page);
        }
        assertTrue(reader.get("/console/flow").body().contains(visits.name().value()));
    }

    @Test
    void aLetterIsRedrivenWithAPatchInThreeSteps() {
        Browser admin = signedIn("admin");
        String choice = "?state=open&reason=key-mismatch";
        HttpResponse<String> letters = admin.get(path + "/letters" + choice);
        Map<String, String> form = Map.of("form_token", Browser.formToken(letters), "state", "open", "reason",
                "key-mismatch", "patch", "{\"note\": \"mended\"}");

        HttpResponse<String> preview = admin.post(path + "/preview", form);
        assertTrue(preview.body().contains("<td>merged</td><td class=\"n\">1</td>"), preview::body);
        assertTrue(preview.body().contains(
                "<input type=\"hidden\" name=\"patch\" value=\"{&quot;note&quot;: &quot;mended&quot;}\">"),
                preview::body);
        HttpResponse<String> started = admin.post(path + "/redrive", form);

        assertEquals(200, started.statusCode(), started::body);
        await("the redriven row").atMost(VisitStream.LIMIT).until(() -> run.run() && visits.rows() == 4);
    }

    @Test
    void aRedriveIsForTheLettersAndThePatchOfTheLastDryRun() {
        Browser admin = signedIn("admin");
        String token = Browser.formToken(admin.get("/console"));
        Map<String, String> seen = Map.of("form_token", token, "state", "open", "reason", "key-mismatch", "patch",
                "{\"note\": \"seen\"}");
        assertEquals(409, admin.post(path + "/redrive", seen).statusCode());
        assertEquals(200, admin.post(path + "/preview", seen).statusCode());

        HttpResponse<String> otherPatch = admin.post(path + "/redrive", Map.of("form_token", token, "state", "open",
                "reason", "key-mismatch", "patch", "{\"note\": \"unseen\"}"));
        HttpResponse<String> otherLetters = admin.post(path + "/redrive",
                Map.of("form_token", token, "state", "open", "patch", "{\"note\": \"seen\"}"));

        assertEquals(409, otherPatch.statusCode(), otherPatch::body);
        assertEquals(409, otherLetters.statusCode(), otherLetters::body);
        assertTrue(admin.get(path + "/letters?state=open").body().contains("key-mismatch"));
        assertEquals(200, admin.post(path + "/redrive", seen).statusCode());
        assertEquals(409, admin.post(path + "/redrive", seen).statusCode());
    }

    @Test
    void aStreamThatCannotBeObservedHasDashesInPlaceOfOldNumbers() throws Exception {
        Browser reader = signedIn("reader");
        assertTrue(observed(reader).contains("<dt>Waiting</dt><dd>0</dd>"));

        admin.deleteTopics(List.of(visits.name().topic())).all().get();
        String page;
        String flow;
        try {
            await("an observation that fails").atMost(VisitStream.LIMIT)
                    .until(() -> reader.get(path + "/live").body().contains("Unknown"));
            page = reader.get(path).body();
            flow = reader.get("/console/flow").body();
        } finally { // Otherwise the runs of the other tests fail.
            admin.createTopics(List.of(new NewTopic(visits.name().topic(), 1, (short) 1))).all().get();
        }
        String shown = page;
        for (String name : new String[]{"Oldest waiting", "Waiting", "In", "Merged", "Catch up", "Retention left",
                "Open letters"}) {
            assertTrue(page.contains("<dt>" + name + "</dt><dd>–</dd>"), () -> name + " in " + shown);
        }
        assertFalse(page.contains("The books balance") || page.contains("key-mismatch") || page.contains("points=\"0"),
                page);
        String total = flow.replaceFirst("(?s).*<b>Dead letters</b>", "").replaceFirst("(?s)</li>.*", "");
        assertTrue(total.matches("(?s).*(–|<small>without [0-9]+ unknown streams?</small>)</em>"), total);
        String row = flow.replaceFirst("(?s).*id=\"stream-" + visits.name() + "\"", "")
                .replaceFirst("(?s)</tr>.*", "");
        assertEquals(8, row.split("–", -1).length, row);
    }

    @Test
    void actionsAreForTheLettersThatThePageShows() {
        Browser admin = signedIn("admin");
        HttpResponse<String> all = admin.get(path + "/letters");
        String token = Browser.formToken(all);
        String resolved = admin.get(path + "/letters?state=resolved&reason=key-mismatch").body();
        for (String page : new String[]{all.body(), resolved}) {
            assertFalse(page.contains("Park these letters") || page.contains("Dry run</button>"), page);
        }
        for (String state : new String[]{"", "resolved"}) {
            for (String action : new String[]{"/park", "/preview", "/redrive"}) {
                assertEquals(400, admin.post(path + action,
                        Map.of("form_token", token, "state", state, "reason", "key-mismatch")).statusCode(), action);
            }
        }
        String open = admin.get(path + "/letters?state=open").body();
        assertTrue(open.contains("Park these letters") && open.contains("key-mismatch"), open);
        String id = open.replaceFirst("(?s).*/letter\\?id=([^\"]+)\".*", "$1");
        String one = admin.get(path + "/letters?id=" + id).body();
        assertTrue(one.contains("Park these letters") && one.contains("name=\"state\" value=\"open\""), one);

        String parked = admin.post(path + "/park", Map.of("form_token", token, "state", "open")).body();

        assertTrue(parked.contains("1 letters were parked."), parked);
        String page = admin.get(path + "/letters?state=parked").body();
        assertTrue(page.contains("key-mismatch") && page.contains("Dry run</button>"), page);
        assertFalse(page.contains("Park these letters"), page);
    }

    /** The page of the only letter with a reason. */
    private HttpResponse<String> letter(Browser browser, String reason) {
        String letters = browser.get(path + "/letters?reason=" + reason).body();
        return browser.get(path + "/letter?id=" + letters.replaceFirst("(?s).*/letter\\?id=([^\"]+)\".*", "$1"));
    }

    @Test
    void anEventIsShownByItsContractAndAsText() {
        String letter = letter(signedIn("reader"), "key-mismatch").body();

        assertTrue(letter.contains("Decoded by the contract " + visits.name() + "/1."), letter);
        assertTrue(letter.contains("&quot;pk&quot; : &quot;late&quot;,"), letter);
        assertTrue(letter.contains("&quot;note&quot; : &quot;&lt;script&gt;alert(1)&lt;/script&gt;&quot;"), letter);
        assertFalse(letter.contains(SCRIPT) || letter.contains("cannot be decoded"), letter);
        String other = letter(signedIn("sender"), "key-mismatch").body();
        assertTrue(other.contains("The original bytes need the grant read:"), other);
        assertFalse(other.contains("alert(1)") || other.contains("Decoded by"), other);
    }

    @Test
    void aValueThatIsNoEventIsShownAsItIsWithTheReasonAndALongOneIsCut() {
        try (KafkaProducer<byte[], byte[]> producer = visits.producer()) {
            var unused = producer.send(new ProducerRecord<>(visits.name().topic(), VisitStream.bytes("k"),
                    VisitStream.bytes(SCRIPT + "\"".repeat(300_000))));
            producer.flush();
        }
        assertTrue(run.run(), run.failures()::toString);

        String letter = letter(signedIn("reader"), "undecodable").body();

        assertTrue(letter.contains("It cannot be decoded: the value does not start with a zero byte"), letter);
        assertTrue(letter.contains("<pre tabindex=\"0\">&lt;script&gt;alert(1)"), letter);
        assertTrue(letter.contains("Long values are cut."), letter);
        int bytes = letter.getBytes(StandardCharsets.UTF_8).length;
        assertTrue(bytes > 100_000 && bytes + assets(signedIn("reader")) < 200_000, bytes + " bytes");
    }

    @Test
    void aFormOfAnotherSiteChangesNothing() {
        Browser admin = signedIn("admin");
        Map<String, String> form = Map.of("reason", "key-mismatch");

        assertEquals(403, admin.post(path + "/park", form).statusCode());
        assertEquals(403, admin.post(path + "/redrive",
                Map.of("reason", "key-mismatch", "form_token", Browser.formToken(signedIn("admin").get("/console"))))
                .statusCode());
        assertTrue(admin.get(path + "/letters?state=open").body().contains("key-mismatch"));
    }

    @Test
    void aReaderCannotRedriveAndAnotherStreamsUserSeesNothing() {
        Browser reader = signedIn("reader");
        HttpResponse<String> letters = reader.get(path + "/letters");
        assertFalse(letters.body().contains("Dry run</button>"), letters::body);
        assertEquals(403, reader.post(path + "/park",
                Map.of("form_token", Browser.formToken(letters), "state", "open", "reason", "key-mismatch"))
                .statusCode());

        Browser other = signedIn("other");
        assertEquals(403, other.get(path).statusCode());
        assertFalse(other.get("/console").body().contains(visits.name().value()));
    }

    @Test
    void aFormMayHaveALongPatchAndOneThatIsTooLargeIsRefusedWithAPage() {
        Browser admin = signedIn("admin");
        String token = Browser.formToken(admin.get("/console"));
        String patch = "{\"note\": \"" + "n".repeat(10_000) + "\"}";
        assertEquals(200, admin.post(path + "/preview", Map.of("form_token", token, "state", "open", "reason",
                "key-mismatch", "patch", patch)).statusCode());

        HttpResponse<String> refused = admin.post(path + "/preview", Map.of("form_token", token, "state", "open",
                "patch", patch.replace("n", "n".repeat(10))));

        assertEquals(400, refused.statusCode(), refused::body);
        assertTrue(refused.body().contains("fields of at most 64 KiB each"), refused::body);
    }

    @Test
    void eachPageSaysOfWhatTimeItIs() {
        Browser reader = signedIn("reader");
        observed(reader);
        for (String page : new String[]{"/console", "/console/flow", path, path + "/live", path + "/letters",
                path + "/receipt?pk=pk1&event_id=e1", "/console/nothing"}) {
            String body = reader.get(page).body();
            assertEquals(2, body.split("As of 2[0-9-]{9} [0-9:]{8} UTC\\.", -1).length, () -> page + ": " + body);
        }
        String live = reader.get(path).body();
        assertTrue(live.contains("<p id=\"stale\" class=\"stale\" role=\"alert\" hidden></p>")
                && live.contains("src=\"/console/assets/console.js\""), live);
    }

    @Test
    void theReceiptOfAParkedEventSaysSo() {
        Browser admin = signedIn("admin");
        String receipt = path + "/receipt?pk=late&event_id=e";
        assertTrue(admin.get(receipt).body().contains("&quot;state&quot; : &quot;dead-letter&quot;"));

        var unused = admin.post(path + "/park", Map.of("form_token", Browser.formToken(admin.get(path + "/letters")),
                "state", "open", "reason", "key-mismatch"));

        String parked = admin.get(receipt).body();
        assertTrue(parked.contains("&quot;state&quot; : &quot;parked&quot;") && parked.contains("key-mismatch"),
                parked);
    }

    @Test
    void theReceiptIsOfTheKeyAndTheIdAsTheyWereSent() {
        try (KafkaProducer<byte[], byte[]> producer = visits.producer()) {
            for (String pk : new String[]{" ada ", "\uFFFD", "\u2028x"}) {
                var unused = producer.send(visits.event(catalog.active(visits.name()).orElseThrow().latest(), pk,
                        "\u2028e 1"));
            }
            producer.flush();
        }
        assertTrue(run.run(), run.failures()::toString);
        Browser reader = signedIn("reader");

        for (String pk : new String[]{"%20ada+", "%EF%BF%BD", "%E2%80%A8x"}) {
            String page = reader.get(path + "/receipt?pk=" + pk + "&event_id=%E2%80%A8e+1").body();
            assertTrue(page.contains("in-table"), page);
        }
        assertTrue(reader.get(path + "/receipt?pk=ada&event_id=%E2%80%A8e+1").body().contains("not-seen"));
        assertTrue(reader.get(path + "/receipt?pk=+ada+&event_id=e+1").body().contains("not-seen"));
        for (String malformed : new String[]{"pk=a%ff&event_id=e1", "pk=pk1&pk=pk2&event_id=e1"}) {
            HttpResponse<String> refused = reader.get(path + "/receipt?" + malformed);
            assertEquals(400, refused.statusCode(), refused::body);
        }
    }

    @Test
    void aPatchIsOneJsonObjectWithoutRepeatedMembers() {
        Browser admin = signedIn("admin");
        String token = Browser.formToken(admin.get("/console"));
        for (String patch : new String[]{"{\"note\": \"a\"} {\"note\": \"IGNORED\"}",
                "{\"note\": \"a\", \"note\": \"b\"}", "[]", "1", "{", "{\"note\": \"a\"} x"}) {
            for (String action : new String[]{"/preview", "/redrive"}) {
                HttpResponse<String> refused = admin.post(path + action,
                        Map.of("form_token", token, "state", "open", "reason", "key-mismatch", "patch", patch));
                assertEquals(400, refused.statusCode(), () -> patch + ": " + refused.body());
                assertTrue(refused.body().contains("The patch "), refused::body);
            }
        }
        HttpResponse<String> blank = admin.post(path + "/preview",
                Map.of("form_token", token, "state", "open", "reason", "key-mismatch", "patch", " \n"));
        assertEquals(200, blank.statusCode(), blank::body);
    }

    @Test
    void aDryRunIsCancelledByALinkBackToItsLettersWhichChangesNothing() {
        Browser admin = signedIn("admin");
        String open = admin.get(path + "/letters?state=open").body();
        String id = open.replaceFirst("(?s).*/letter\\?id=([^\"]+)\".*", "$1");
        String token = Browser.formToken(admin.get("/console"));

        String ofOne = admin.post(path + "/preview", Map.of("form_token", token, "id", id, "state", "open")).body();
        String ofMany = admin.post(path + "/preview",
                Map.of("form_token", token, "state", "open", "reason", "key-mismatch")).body();

        String letter = path + "/letter?id=" + id.replace("/", "%2F");
        String letters = path + "/letters?state=open&reason=key-mismatch";
        assertTrue(ofOne.contains("<a class=\"button\" href=\"" + letter + "\">Cancel</a>"), ofOne);
        assertTrue(ofMany.contains("<a class=\"button\" href=\"" + letters.replace("&", "&amp;") + "\">Cancel</a>"),
                ofMany);
        assertTrue(admin.get(letter).body().contains("<dt>State</dt><dd>open</dd>"));
        String after = admin.get(letters).body();
        assertTrue(after.contains("Dry run</button>") && !after.contains("<h2>Redrives</h2>"), after);
    }

    @Test
    void aReceiptAndTheEndOfASession() {
        Browser reader = signedIn("reader");
        assertTrue(reader.get(path + "/receipt?pk=pk1&event_id=e1").body().contains("in-table"));

        reader.post("/console/sign-out", Map.of("form_token", Browser.formToken(reader.get("/console"))));

        assertTrue(reader.get("/console").body().contains("<h1>Sign in</h1>"));
    }

    @Test
    void pagesAreSmallAndLoadNothingFromElsewhere() {
        Browser reader = signedIn("reader");
        HttpResponse<String> page = reader.get("/console");
        int bytes = page.body().length() + assets(reader);
        assertTrue(bytes < 200_000, "one page takes " + bytes + " bytes");
        assertFalse(page.body().contains("http://") || page.body().contains("https://"), page::body);
        assertTrue(page.headers().firstValue("Content-Security-Policy").orElse("").startsWith("default-src 'none'"));
        assertEquals(404, reader.get("/console/assets/console.properties").statusCode());
        assertEquals(404, reader.get("/console/nothing").statusCode());
    }

    /** The size of the files that each page loads. */
    private static int assets(Browser browser) {
        int bytes = 0;
        for (String asset : new String[]{"console.css", "htmx.js", "console.js"}) {
            HttpResponse<String> got = browser.get("/console/assets/" + asset);
            assertEquals(200, got.statusCode());
            bytes += got.body().length();
        }
        return bytes;
    }
}
