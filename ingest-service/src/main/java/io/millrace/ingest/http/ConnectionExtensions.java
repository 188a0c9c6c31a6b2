package io.millrace.ingest.http;

import jakarta.inject.Singleton;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalServerChannel;
import io.quarkus.vertx.VertxOptionsCustomizer;
import io.vertx.core.VertxOptions;

/**
 * Has Netty look for {@link AcceptedConnections}, before the first port is opened. Netty looks once, by the class loader of the
 * thread that opens the first port of all; so one is opened here, in memory, where that is the loader of this service.
 */
@Singleton
class ConnectionExtensions implements VertxOptionsCustomizer {
    @Override
    public void accept(VertxOptions options) {
        System.setProperty("io.netty.bootstrap.extensions", "serviceload");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ConnectionExtensions.class.getClassLoader());
        DefaultEventLoopGroup group = new DefaultEventLoopGroup(1);
        try {
            new ServerBootstrap().group(group).channel(LocalServerChannel.class)
                    .childHandler(new ChannelInboundHandlerAdapter()).bind(new LocalAddress("millrace-extensions"))
                    .syncUninterruptibly().channel().close().syncUninterruptibly();
        } finally {
            thread.setContextClassLoader(before);
            var unused = group.shutdownGracefully();
        }
    }
}
