package io.millrace.ingest.http.connection;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Adds {@link RequestHeadCheck} after the HTTP/1.1 parser of every accepted connection. Quarkus has no hook for it, and
 * requests that its parser refuses never reach a route. {@link NettyExtensions} registers this class with Netty.
 */
final class ConnectionInitializer extends ChannelInitializerExtension {
    /**
     * The platform's name for its parser and for what writes answers; they are there when the first bytes of a request
     * come.
     */
    private static final String PARSER = "httpDecoder";
    private static final String WRITER = "httpEncoder";

    @Override
    public void postInitializeServerChildChannel(Channel connection) {
        connection.pipeline().addLast(new Arrival());
    }

    /** Waits until the platform has put its handlers in place, and goes behind them. */
    private static final class Arrival extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.pipeline().addLast(new FirstBytes());
            context.pipeline().remove(this);
            context.fireChannelActive();
        }
    }

    /**
     * Sees the first bytes after the platform has chosen a protocol by them and put a parser of it behind this handler.
     */
    private static final class FirstBytes extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            if (context.pipeline().get(PARSER) != null && context.pipeline().get(WRITER) != null) {
                context.pipeline().addAfter(WRITER, "requestHeads", new RequestHeadCheck());
            }
            // Before the bytes go on: a change to HTTP/2 removes every handler.
            context.pipeline().remove(this);
            context.fireChannelRead(bytes);
        }
    }
}
