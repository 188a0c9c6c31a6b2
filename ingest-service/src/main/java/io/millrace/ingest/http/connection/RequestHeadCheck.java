package io.millrace.ingest.http.connection;

import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.millrace.contracts.record.CorrelationId;
import io.millrace.ingest.http.problem.Problem;
import io.millrace.ingest.http.problem.ProblemCode;
import io.millrace.ingest.http.problem.ProblemJson;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests that the HTTP/1.1 parser refuses with a problem, after the responses to earlier requests, and closes
 * the connection. Removes the upgrade to HTTP/2 from requests with Expect: the interim response would be an HTTP/2
 * frame, while the body arrives as HTTP/1.1.
 */
final class RequestHeadCheck extends ChannelDuplexHandler {
    private static final int SECONDS_UNTIL_CLOSED = 1;
    private static final String SETTINGS = "HTTP2-Settings";
    private static final int SETTING_BYTES = 6;

    /** Requests that are not answered to the end. */
    private int underway;
    /** Whether the answer to the first of them has begun. */
    private boolean begun;
    private @Nullable Refusal refusal;

    /**
     * A refusal that is to be answered.
     *
     * @param problem
     *            the answer
     * @param behind
     *            how many requests may be underway when it is: one, when it is about the body of that request
     */
    private record Refusal(Problem problem, int behind) {}

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (refusal != null) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpObject part) {
            refusal = refusal(part);
            if (refusal != null) {
                ReferenceCountUtil.release(message);
                answerInTurn(context);
                return;
            }
            if (part instanceof HttpRequest request) {
                underway++;
                withdrawUpgrade(request.headers());
            }
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        boolean interim = message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        begun |= message instanceof HttpResponse && !interim;
        var unused = context.write(message, promise);
        if (message instanceof LastHttpContent && !interim) {
            begun = false;
            underway--;
            if (refusal != null) {
                answerInTurn(context);
            }
        }
    }

    private static @Nullable Refusal refusal(HttpObject part) {
        if (part.decoderResult().isFailure()) {
            return part instanceof HttpRequest
                    ? new Refusal(head(part.decoderResult().cause()), 0)
                    : new Refusal(
                            Problem.of(ProblemCode.BAD_REQUEST,
                                    "The body is incomplete, or a chunk does not have its declared length. Check the "
                                            + "HTTP client, and retry"),
                            1);
        }
        if (part instanceof HttpRequest request && !request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && !request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            return new Refusal(Problem.of(ProblemCode.HTTP_VERSION_NOT_SUPPORTED,
                    "Use HTTP/1.1, HTTP/1.0 or HTTP/2"), 0);
        }
        Problem target = part instanceof HttpRequest request ? target(request) : null;
        return target == null ? null : new Refusal(target, 0);
    }

    /** The fault that the router would answer with a bare status, before any route sees the request. */
    private static @Nullable Problem target(HttpRequest request) {
        String uri = request.uri();
        if (uri.regionMatches(true, 0, "http://", 0, 7) || uri.regionMatches(true, 0, "https://", 0, 8)) {
            int path = uri.indexOf('/', uri.indexOf("//") + 2);
            uri = path < 0 ? "/" : uri.substring(path);
        }
        if (!uri.startsWith("/")) {
            return Problem.of(ProblemCode.NOT_FOUND,
                    "This service has no such path. GET /v1/streams lists the streams");
        }
        int end = uri.indexOf('?');
        String path = end < 0 ? uri : uri.substring(0, end);
        String query = end < 0 ? null : uri.substring(end + 1);
        if (path.indexOf('\\') >= 0) {
            return Problem.of(ProblemCode.BAD_REQUEST, "The path contains a backslash; percent-encode it");
        }
        return RequestTarget.fault(request.headers().getAll(HttpHeaderNames.HOST),
                request.protocolVersion().equals(HttpVersion.HTTP_1_1), path, query);
    }

    private static Problem head(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException line -> Problem.of(ProblemCode.URI_TOO_LONG,
                    "The request line is too long. Send longer data in the body");
            case TooLongHttpHeaderException headers -> Problem.of(ProblemCode.HEADERS_TOO_LARGE,
                    "The headers are too large. Send fewer or shorter headers");
            default -> Problem.of(ProblemCode.BAD_REQUEST,
                    "The head of the request is not valid HTTP/1.1: check the request line, the "
                            + "headers, Content-Length and Transfer-Encoding");
        };
    }

    private static void withdrawUpgrade(HttpHeaders headers) {
        if (headers.contains(HttpHeaderNames.UPGRADE)
                && (headers.contains(HttpHeaderNames.EXPECT) || !offersHttp2(headers.getAll(SETTINGS)))) {
            headers.remove(HttpHeaderNames.UPGRADE).remove(SETTINGS);
        }
    }

    /** Whether the settings are what RFC 7540 section 3.2.1 asks for: one header with the payload of a SETTINGS frame. */
    private static boolean offersHttp2(List<String> settings) {
        try {
            return settings.size() == 1
                    && Base64.getUrlDecoder().decode(settings.getFirst()).length % SETTING_BYTES == 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void answerInTurn(ChannelHandlerContext context) {
        Refusal due = refusal;
        if (due == null || underway > due.behind()) {
            return;
        }
        if (begun) {
            var unused = context.close();
            return;
        }
        // Requests in progress get no response any more.
        underway = 0;
        var unused = context.writeAndFlush(response(due.problem())).addListener(sent -> closeSoon(context))
                .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    /** Closed at once, the answer would be lost to a caller that is still sending. */
    private static void closeSoon(ChannelHandlerContext context) {
        Runnable close = () -> {
            var unused = context.close();
        };
        var unused = context.executor().schedule(close, SECONDS_UNTIL_CLOSED, TimeUnit.SECONDS);
    }

    private static HttpResponse response(Problem problem) {
        CorrelationId correlationId = CorrelationId.of(null);
        byte[] body = ProblemJson.of(correlationId, problem);
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(problem.code().status()), Unpooled.wrappedBuffer(body));
        ResponseHeaders.SAFE.forEach(response.headers()::set);
        response.headers().set("Content-Type", ProblemJson.MEDIA_TYPE)
                .set(ResponseHeaders.CORRELATION_ID, correlationId.value())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
        return response;
    }
}
