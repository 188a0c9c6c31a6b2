package io.millrace.batch.console;

import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.millrace.batch.observe.StreamObserver;
import io.millrace.batch.observe.StreamObserver.Observed;
import io.millrace.batch.operations.CallerKeys;
import io.millrace.batch.operations.PortEntrance;
import io.millrace.batch.operations.RequestRefusedException;
import io.millrace.batch.operations.TargetSyntax;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.FailureKind;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes below {@code /console} of the management port. */
@ApplicationScoped
class ConsoleRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleRoutes.class);
    private static final String ROOT = "/console";
    private static final String COOKIE = "millrace_console";
    private static final String TO = "to";
    private static final String PARKED = "parked";
    private static final String FORM_TOKEN = "form_token";
    private static final int BAD_REQUEST = 400;
    private static final int SERVER_ERROR = 500;
    private static final long MOST_BODY_BYTES = 64 << 10;
    /** Nothing is loaded from elsewhere, no script is in a page, and no other site can frame it. */
    private static final Map<String, String> SECURITY = Map.of("Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self';"
                    + " base-uri 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options", "nosniff", "Referrer-Policy", "same-origin");

    private final CallerKeys keys;
    private final ConsoleSessions sessions;
    private final StreamObserver observer;
    private final StreamPages streams;
    private final LetterActions letters;
    private final PortEntrance entrance;
    private final Clock clock;
    private final Map<String, Function<ConsoleRequest, ConsoleResponse>> reads = new HashMap<>();
    private final Map<String, Function<ConsoleRequest, ConsoleResponse>> writes = new HashMap<>();

    ConsoleRoutes(CallerKeys keys, ConsoleSessions sessions, StreamObserver observer, StreamPages streams,
            LetterActions letters, PortEntrance entrance, Clock clock) {
        this.entrance = entrance;
        this.clock = clock;
        this.keys = keys;
        this.sessions = sessions;
        this.observer = observer;
        this.streams = streams;
        this.letters = letters;
        reads.put("", request -> stream(request, false));
        reads.put("live", request -> stream(request, true));
        reads.put("letters", this::letters);
        reads.put("letter", request -> ConsoleResponse.page(
                ConsolePages.letter(request.visitor(), request.stream(), letters.letter(request)).render()));
        reads.put("receipt", request -> ConsoleResponse.page(
                ConsolePages.receipt(request.visitor(), request.stream(), letters.receipt(request)).render()));
        writes.put("preview", request -> ConsoleResponse
                .page(ConsolePages.letters(letters.page(request, "", letters.preview(request))).render()));
        writes.put("redrive", request -> {
            letters.redrive(request);
            return ConsoleResponse.seeOther(lettersPath(request, ""));
        });
        writes.put("park", request -> ConsoleResponse.seeOther(
                lettersPath(request, "&" + PARKED + "=" + letters.park(request))));
    }

    void register(@Observes ManagementInterface management) {
        Router router = management.router();
        entrance.time(router, path -> path.startsWith(ROOT), this::template);
        entrance.refuse(router, path -> path.startsWith(ROOT), context -> end(context,
                problem(new Visitor(Optional.empty(), clock.instant()), BAD_REQUEST, "The address is malformed",
                        "A path must be percent-encoded UTF-8. The overview has links to all pages.")));
        router.post(ROOT + "*")
                .handler(BodyHandler.create(false).setMergeFormAttributes(false).setBodyLimit(MOST_BODY_BYTES));
        router.route(ROOT + "*").blockingHandler(context -> end(context, outcome(context)), false)
                .failureHandler(context -> end(context, unreadable(context)));
    }

    private String template(String path) {
        Set<String> actions = new HashSet<>(reads.keySet());
        actions.addAll(writes.keySet());
        return PageTemplate.of(path, actions);
    }

    /** The page for a form that could not be read. */
    private ConsoleResponse unreadable(RoutingContext context) {
        boolean refused = context.statusCode() >= BAD_REQUEST && context.statusCode() < SERVER_ERROR;
        return problem(new Visitor(Optional.empty(), clock.instant()), refused ? context.statusCode() : 503,
                "The form cannot be read",
                "A form has at most 256 fields of at most 64 KiB each. For a larger patch use"
                        + " ./millrace dlq redrive; otherwise load the page again and send its form.");
    }

    private ConsoleResponse outcome(RoutingContext context) {
        Visitor visitor = new Visitor(session(context), clock.instant());
        try {
            return respond(context, visitor);
        } catch (RequestRefusedException e) {
            return problem(visitor, e.status(), "The request was refused", String.valueOf(e.getMessage()));
        } catch (ConsoleProblem e) {
            return problem(visitor, e.status(), e.title(), String.valueOf(e.getMessage()));
        } catch (Throwable e) { // An Error too: the browser must not wait for a response.
            LOG.error("A page of the console failed: {}", FailureKind.describe(e), e);
            return problem(visitor, 503, "The page could not be made", FailureKind.describe(e));
        }
    }

    private ConsoleResponse respond(RoutingContext context, Visitor visitor) {
        List<String> path = List.of(context.normalizedPath().substring(1).split("/"));
        boolean write = context.request().method().equals(HttpMethod.POST);
        if (!write && !context.request().method().equals(HttpMethod.GET)) {
            throw new ConsoleProblem(405, "The method is not allowed", "The console takes GET and POST.");
        }
        if (!path.getFirst().equals(ROOT.substring(1))) { // The routes are those of its prefix.
            throw noSuchPage();
        }
        String page = path.size() > 1 ? path.get(1) : "";
        if (page.equals("assets") && path.size() == 3) {
            return ConsoleAssets.find(path.get(2)).orElseThrow(ConsoleRoutes::noSuchPage);
        }
        if (page.equals("sign-in")) {
            return write
                    ? signIn(context)
                    : ConsoleResponse.page(ConsolePages
                            .signIn("", ReturnPath.of(TargetSyntax.form(context.request().query()).get(TO))).render());
        }
        if (keys.isConfigured() && visitor.session().isEmpty()) {
            return askToSignIn(context, write);
        }
        Map<String, String> parameters = write ? fields(context) : TargetSyntax.form(context.request().query());
        if (write && (visitor.session().isEmpty() || !visitor.formToken().equals(parameters.get(FORM_TOKEN)))) {
            throw new ConsoleProblem(403, "The form is not from this session",
                    "Load the page again and send its form.");
        }
        if (page.equals("sign-out") && write) {
            return signOut(context);
        }
        if (page.equals("streams") && path.size() > 2) {
            String action = path.size() > 3 ? path.get(3) : "";
            Function<ConsoleRequest, ConsoleResponse> handler = (write ? writes : reads).get(action);
            if (handler == null || path.size() > 4 || !StreamName.isLegal(path.get(2))) {
                throw noSuchPage();
            }
            if (!visitor.maySee(path.get(2))) {
                throw new ConsoleProblem(403, "You may not see this stream", "Your API key has no grant for it.");
            }
            return handler.apply(new ConsoleRequest(visitor, path.get(2), parameters));
        }
        if (write || path.size() > 2 || !page.isEmpty() && !page.equals("flow")) {
            throw noSuchPage();
        }
        return overview(visitor, page.equals("flow"));
    }

    private static Map<String, String> fields(RoutingContext context) {
        Map<String, String> fields = new HashMap<>();
        for (Map.Entry<String, String> field : context.request().formAttributes()) {
            if (fields.put(field.getKey(), field.getValue()) != null) {
                throw ConsoleProblem.badForm("The field " + field.getKey() + " occurs twice.");
            }
        }
        return fields;
    }

    /** A script that refreshes a part of a page must leave the page: the form of the sign-in is no part of it. */
    private static ConsoleResponse askToSignIn(RoutingContext context, boolean write) {
        if (context.request().getHeader("HX-Request") != null) {
            return ConsoleResponse.leaveFor(
                    signInPath(ReturnPath.ofAddress(context.request().getHeader("HX-Current-URL"))));
        }
        return ConsoleResponse.seeOther(signInPath(ReturnPath.of(write ? null : context.request().uri())));
    }

    private static String signInPath(String to) {
        return ROOT + "/sign-in" + (to.equals(ROOT) ? "" : "?" + TO + "=" + ConsoleRequest.encode(to));
    }

    private ConsoleResponse overview(Visitor visitor, boolean fragment) {
        List<Observed> seen = observer.look().stream().filter(one -> visitor.maySee(one.stream().value())).toList();
        List<StreamRow> rows = seen.stream().map(StreamRow::of).toList();
        FlowView flow = FlowView.of(visitor, seen, rows);
        return ConsoleResponse.page(fragment
                ? ConsolePages.flow(flow, rows).render()
                : ConsolePages.overview(visitor, flow, rows).render());
    }

    private ConsoleResponse stream(ConsoleRequest request, boolean fragment) {
        StreamPage page = streams.of(new StreamName(request.stream()), request.visitor())
                .orElseThrow(() -> new ConsoleProblem(404, "The stream does not exist",
                        "A stream exists when its contract is in the registry."));
        return ConsoleResponse.page((fragment ? ConsolePages.live(page) : ConsolePages.stream(page)).render());
    }

    private ConsoleResponse letters(ConsoleRequest request) {
        String message = request.value(PARKED).filter(number -> number.matches("[0-9]{1,9}"))
                .map(number -> number + " letters were parked.").orElse("");
        return ConsoleResponse.page(ConsolePages.letters(letters.page(request, message, List.of())).render());
    }

    /** The page to show after a form was sent, so that loading it again does not send the form again. */
    private static String lettersPath(ConsoleRequest request, String more) {
        return ROOT + "/streams/" + request.stream() + "/letters?" + request.query(List.of("id", "reason", "rule"))
                + more;
    }

    private ConsoleResponse signIn(RoutingContext context) {
        String to = ReturnPath.of(context.request().getFormAttribute(TO));
        String key = Optional.ofNullable(context.request().getFormAttribute("key")).orElse("").strip();
        try {
            context.response().addCookie(cookie(context, sessions.signIn(key)));
        } catch (RequestRefusedException e) {
            return ConsoleResponse.page(e.status(), ConsolePages.signIn(keys.isConfigured()
                    ? "This API key is not known here."
                    : "This service knows no API keys: set millrace.batch.operations.keys-file.", to).render());
        }
        return ConsoleResponse.seeOther(to);
    }

    private ConsoleResponse signOut(RoutingContext context) {
        Cookie cookie = context.request().getCookie(COOKIE);
        if (cookie != null) {
            sessions.signOut(cookie.getValue());
        }
        context.response().addCookie(cookie(context, "").setMaxAge(0));
        return ConsoleResponse.seeOther(ROOT + "/sign-in");
    }

    private static Cookie cookie(RoutingContext context, String token) {
        return Cookie.cookie(COOKIE, token).setPath(ROOT).setHttpOnly(true).setSameSite(CookieSameSite.STRICT)
                .setSecure(context.request().isSSL());
    }

    private Optional<ConsoleSessions.Session> session(RoutingContext context) {
        Cookie cookie = context.request().getCookie(COOKIE);
        return sessions.find(cookie == null ? null : cookie.getValue());
    }

    private static ConsoleProblem noSuchPage() {
        return new ConsoleProblem(404, "There is no such page", "The overview has links to all pages.");
    }

    private static ConsoleResponse problem(Visitor visitor, int status, String title, String detail) {
        return ConsoleResponse.page(status, ConsolePages.problem(visitor, title, detail).render());
    }

    private static void end(RoutingContext context, ConsoleResponse response) {
        context.response().setStatusCode(response.status()).putHeader("Content-Type", response.type())
                .putHeader("Cache-Control", "no-store");
        SECURITY.forEach(context.response()::putHeader);
        response.headers().forEach(context.response()::putHeader);
        var unused = context.response().end(response.body());
    }
}
