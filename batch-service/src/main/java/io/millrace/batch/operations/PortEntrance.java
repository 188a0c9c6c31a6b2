package io.millrace.batch.operations;

import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import jakarta.inject.Singleton;

import io.millrace.batch.metrics.RequestMetrics;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Looks at each request of the management port before the router does: the router fails, with an error in the log, at a path
 * that is not percent-encoded as it must be. Times the requests of operators and of their browsers, whoever answers them.
 */
@Singleton
public class PortEntrance {
    private static final int BEFORE_ALL_OTHERS = Integer.MIN_VALUE;
    private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.DELETE);

    private final RequestMetrics metrics;

    PortEntrance(RequestMetrics metrics) {
        this.metrics = metrics;
    }

    /**
     * Times requests.
     *
     * @param paths
     *            which
     * @param template
     *            gives the template of a path, one of a closed list, or {@link RequestMetrics#UNKNOWN}
     */
    public void time(Router router, Predicate<String> paths, UnaryOperator<String> template) {
        var unused = first(router, paths, context -> {
            time(context, template);
            context.next();
        });
    }

    /**
     * Answers requests whose path is malformed, also those whose body could not be read before.
     *
     * @param paths
     *            which
     * @param refusal
     *            answers
     */
    public void refuse(Router router, Predicate<String> paths, Handler<RoutingContext> refusal) {
        Predicate<String> malformed = paths.and(path -> !TargetSyntax.isPath(path));
        var unused = first(router, malformed, refusal).failureHandler(where(malformed, refusal));
    }

    /** The route has no path of its own, since the router would decode that of the request to compare them. */
    private static Route first(Router router, Predicate<String> paths, Handler<RoutingContext> handler) {
        return router.route().order(BEFORE_ALL_OTHERS).handler(where(paths, handler));
    }

    private static Handler<RoutingContext> where(Predicate<String> paths, Handler<RoutingContext> handler) {
        return context -> {
            if (paths.test(context.request().path())) {
                handler.handle(context);
            } else {
                context.next();
            }
        };
    }

    private void time(RoutingContext context, UnaryOperator<String> template) {
        long start = System.nanoTime();
        context.addEndHandler(done -> {
            HttpMethod method = context.request().method();
            metrics.served(METHODS.contains(method) ? method.name() : RequestMetrics.UNKNOWN,
                    template.apply(context.request().path()),
                    done.failed()
                            ? RequestMetrics.DISCONNECTED
                            : Integer.toString(context.response().getStatusCode()),
                    System.nanoTime() - start);
        });
    }
}
